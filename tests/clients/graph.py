"""Read JSON-LD with rdflib as it would be found at an address; print its triples, each term in N-Triples."""

import json
import sys
from pathlib import Path

import rdflib

ADDRESS = "https://example.org/release/"


def main(path):
    graph = rdflib.Graph()
    graph.parse(path, format="json-ld", publicID=ADDRESS)
    print(json.dumps(sorted([term.n3() for term in triple] for triple in graph), ensure_ascii=False))


main(Path(sys.argv[1]))
