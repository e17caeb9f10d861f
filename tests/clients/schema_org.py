"""Expand schema.org JSON-LD with pyld; print the expanded document, and the terms that schema.org does not have."""

import json
import sys
from pathlib import Path

from pyld import jsonld
from rdflib.namespace import SDO

VOCABULARY = "https://schema.org/"
TYPED = ("contentUrl", "license", "url")


def context_of_schema_org(_url, _options):
    """What schema.org's own context says of the terms used here, so that nothing is fetched."""
    terms = {term: {"@id": VOCABULARY + term, "@type": "@id"} for term in TYPED}
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": _url,
        "document": {"@context": {"@vocab": VOCABULARY, **terms}},
    }


def terms_of(value):
    if isinstance(value, list):
        for item in value:
            yield from terms_of(item)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name.startswith(VOCABULARY):
                yield name
            if name == "@type":
                yield from inner
            yield from terms_of(inner)


def main(path):
    document = json.loads(path.read_text("utf-8"))
    options = {"documentLoader": context_of_schema_org, "base": "https://example.org/release/"}
    expanded = jsonld.expand(document, options)
    known = {str(term) for term in dir(SDO)} | {VOCABULARY + str(term).rpartition("/")[2] for term in dir(SDO)}
    unknown = sorted({term for term in terms_of(expanded) if term not in known})
    print(json.dumps({"expanded": expanded, "unknown": unknown}, ensure_ascii=False))


main(Path(sys.argv[1]))
