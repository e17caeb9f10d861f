"""Each metadata document is accepted by its own validator, which loads what it describes; a wrong one is refused."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import xiaogan_facts
from tests.release.metadata.conftest import Client
from tests.release.metadata.test_documents import data_files
from xiaogan_facts.bilingual import Bilingual
from xiaogan_facts.release.files import ReleasedFile

pytestmark = pytest.mark.slow

RELEASE = "https://example.org/release/"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"

Change = Callable[[Any], None]


@pytest.fixture(scope="session")
def rows() -> dict[str, int]:
    """How many rows each table and view of the archive has."""
    with xiaogan_facts.connect() as connection:
        names = [name for (name,) in connection.execute("SHOW TABLES").fetchall()]
        return {name: connection.sql(f'FROM "{name}"').shape[0] for name in names}


def changed(path: Path, folder: Path, change: Change) -> Path:
    """A copy of a JSON document in another folder, changed."""
    document = json.loads(path.read_text("utf-8"))
    change(document)
    (folder / path.name).write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    return folder / path.name


# Croissant


def test_mlcroissant_loads_every_record_set_with_every_cell_as_its_file_has_it(
    client: Client, release_folder: Path, rows: dict[str, int]
) -> None:
    found = client("croissant", release_folder)
    assert (found["errors"], found["warnings"]) == ([], [])
    record_sets = found["record_sets"]
    assert set(record_sets) == {path.stem for path in release_folder.glob("*.parquet")}
    assert {name: each["records"] for name, each in record_sets.items()} == {name: rows[name] for name in record_sets}
    assert [name for name, each in record_sets.items() if each["differing"]] == []
    park = found["hd24-o17-01"]
    assert (park["value"], park["multiplier"], park["unit_id"], park["is_near"]) == (112.0, 8, "yuan", False)
    assert park["number_of_items"] is None


def test_mlcroissant_refuses_a_file_whose_bytes_are_not_those_described(
    client: Client, release_folder: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(release_folder, tmp_path / "release")
    shutil.copy(folder / "units.parquet", folder / "claims.parquet")
    with pytest.raises(AssertionError, match=r"Hash of downloaded file .*claims\.parquet is not identical"):
        client("croissant", folder)


# CSVW


def test_csvw_reads_every_table_strictly_and_finds_every_key(
    client: Client, unpacked: Path, rows: dict[str, int]
) -> None:
    found = client("csvw_tables", unpacked)
    assert found["problems"] == []
    tables = found["tables"]
    assert set(tables) == {path.name for path in unpacked.glob("*.csv")}
    assert {name: each["rows"] for name, each in tables.items()} == {name: rows[name[:-4]] for name in tables}
    types = tables["observations.csv"]["types"]
    assert (types["value"], types["multiplier"], types["is_near"]) == ("Decimal", "int", "bool")
    assert tables["sources.csv"]["types"]["reports_until"] == "datetime"
    park = found["hd24-o17-01"]
    assert (park["value"], park["multiplier"], park["comparator"], park["is_near"]) == ("112", 8, None, False)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (",actual,", ",guessed,", "value_type: invalid lexical value for string: guessed"),
        (",actual,", ",actually,", "value_type: invalid lexical value for string: actually"),
        (",yuan,", ",yen,", "yen"),
        (",112,8,", ",many,8,", "value: "),
        (",112,8,", ",not-stated,8,", "value: required column value is missing"),
        (",112,8,", ",112,13,", "multiplier: value must be <= 12"),
        ("hd24-o17-01,", "hd24-o02-02,", "rimary key"),
    ],
)
def test_csvw_refuses_what_the_metadata_does_not_allow(
    before: str, after: str, said: str, client: Client, unpacked: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(unpacked, tmp_path / "package")
    text = (folder / "observations.csv").read_text("utf-8")
    assert before in text
    (folder / "observations.csv").write_text(text.replace(before, after, 1), "utf-8")
    assert any(said in problem for problem in client("csvw_tables", folder)["problems"])


# DataCite


def test_datacite_accepts_its_record_and_writes_it_as_xml(client: Client, release_folder: Path) -> None:
    found = client("datacite_record", release_folder / "datacite.json")
    assert found["errors"] == []
    assert '<title xml:lang="zh-Hans" titleType="TranslatedTitle">' in found["xml"]
    assert 'relatedItemType="Text" relationType="IsDerivedFrom"' in found["xml"]


@pytest.mark.parametrize("name", ["publicationYear", "creators", "titles", "types"])
def test_datacite_refuses_a_record_that_lacks_what_it_asks_for(
    name: str, client: Client, release_folder: Path, tmp_path: Path
) -> None:
    path = changed(release_folder / "datacite.json", tmp_path, lambda record: record.pop(name))
    assert client("datacite_record", path)["errors"] == [f"'{name}' is a required property"]


# schema.org


def test_schema_org_expands_without_losing_anything_and_uses_only_terms_that_schema_org_has(
    client: Client, release_folder: Path
) -> None:
    found = client("schema_org", release_folder / "schema-org.jsonld")
    assert found["unknown"] == []
    [whole] = found["expanded"]
    written = json.loads((release_folder / "schema-org.jsonld").read_text("utf-8"))
    terms = {f"https://schema.org/{name}" for name in written if not name.startswith("@")}
    assert set(whole) == terms | {"@id", "@type"}
    assert {word["@language"].lower() for word in whole["https://schema.org/description"]} == {"en", "zh-hans"}
    assert len(whole["https://schema.org/description"][0]["@value"]) >= 50  # what Google Dataset Search asks for
    urls = [each["https://schema.org/contentUrl"][0]["@id"] for each in whole["https://schema.org/distribution"]]
    assert sorted(urls) == sorted(RELEASE + path.name for path in data_files(release_folder))


def test_a_term_that_schema_org_does_not_have_is_found(client: Client, release_folder: Path, tmp_path: Path) -> None:
    path = changed(release_folder / "schema-org.jsonld", tmp_path, lambda whole: whole.update({"licence": "none"}))
    assert client("schema_org", path)["unknown"] == ["https://schema.org/licence"]


# DCAT


def described(triples: list[list[str]], subject: str) -> dict[str, list[str]]:
    """What a graph says of a subject: predicate to objects."""
    found: dict[str, list[str]] = {}
    for one, predicate, value in triples:
        if one == subject:
            found.setdefault(predicate, []).append(value)
    return found


def dcat(name: str) -> str:
    return f"<http://www.w3.org/ns/dcat#{name}>"


def dcterms(name: str) -> str:
    return f"<http://purl.org/dc/terms/{name}>"


def test_dcat_says_of_the_data_set_what_portals_ask_for(client: Client, release_folder: Path) -> None:
    triples = client("graph", release_folder / "dcat.jsonld")
    whole = described(triples, f"<{RELEASE}#dataset>")
    assert whole[TYPE] == [dcat("Dataset")]
    for name in ("title", "description"):
        assert [word.rpartition("@")[2] for word in whole[dcterms(name)]] == ["en", "zh-Hans"]
    [publisher] = whole[dcterms("publisher")]
    assert described(triples, publisher)["<http://xmlns.com/foaf/0.1/name>"] == ['"xiaogan-facts maintainers"']
    [licence] = whole[dcterms("license")]
    assert licence == "<https://creativecommons.org/licenses/by/4.0/>"
    assert described(triples, licence)[TYPE] == [dcterms("LicenseDocument")]
    assert len(whole[dcterms("language")]) == 2
    [article] = whole["<http://www.w3.org/ns/prov#wasDerivedFrom>"]
    [paper] = described(triples, article)[dcterms("publisher")]
    assert described(triples, paper)["<http://xmlns.com/foaf/0.1/name>"] == ['"Hubei Daily"@en', '"湖北日报"@zh-Hans']


def test_dcat_says_of_each_file_where_it_is_and_how_to_prove_it_whole(client: Client, release_folder: Path) -> None:
    triples = client("graph", release_folder / "dcat.jsonld")
    listed = described(triples, f"<{RELEASE}#dataset>")[dcat("distribution")]
    files = data_files(release_folder)
    assert sorted(listed) == sorted(f"<{RELEASE}#{path.name}>" for path in files)
    for path in files:
        file = ReleasedFile.of(path, "", Bilingual(""))
        told = described(triples, f"<{RELEASE}#{file.name}>")
        assert told[TYPE] == [dcat("Distribution")]
        assert told[dcat("accessURL")] == told[dcat("downloadURL")] == [f"<{RELEASE}{file.name}>"]
        assert told[dcat("byteSize")] == [f'"{file.bytes}"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger>']
        [checksum] = told["<http://spdx.org/rdf/terms#checksum>"]
        assert described(triples, checksum)["<http://spdx.org/rdf/terms#checksumValue>"] == [
            f'"{file.sha256}"^^<http://www.w3.org/2001/XMLSchema#hexBinary>'
        ]
        assert (dcat("mediaType") in told) != (dcterms("format") in told)


CLASSES = {
    dcat("distribution"): dcat("Distribution"),
    dcat("mediaType"): dcterms("MediaType"),
    dcat("packageFormat"): dcterms("MediaType"),
    dcterms("format"): dcterms("MediaTypeOrExtent"),
    dcterms("creator"): "<http://xmlns.com/foaf/0.1/Agent>",
    dcterms("publisher"): "<http://xmlns.com/foaf/0.1/Agent>",
    dcterms("language"): dcterms("LinguisticSystem"),
    dcterms("license"): dcterms("LicenseDocument"),
    "<http://spdx.org/rdf/terms#checksum>": "<http://spdx.org/rdf/terms#Checksum>",
    "<http://spdx.org/rdf/terms#algorithm>": "<http://spdx.org/rdf/terms#ChecksumAlgorithm>",
}
"""Of what class DCAT-AP 3 wants the object of a property to be."""

AT_MOST_ONE = [
    dcat("byteSize"),
    dcat("mediaType"),
    dcat("version"),
    dcterms("issued"),
    dcterms("license"),
    dcterms("publisher"),
    "<http://spdx.org/rdf/terms#checksum>",
    "<http://spdx.org/rdf/terms#checksumValue>",
]
"""Which properties it wants once at most."""


def test_every_object_in_dcat_is_of_the_class_that_the_application_profile_wants(
    client: Client, release_folder: Path
) -> None:
    triples = client("graph", release_folder / "dcat.jsonld")
    typed = {(subject, kind) for subject, predicate, kind in triples if predicate == TYPE}
    met = {predicate for _, predicate, _ in triples}
    assert set(CLASSES) | set(AT_MOST_ONE) <= met
    wrong = [each for each in triples if each[1] in CLASSES and (each[2], CLASSES[each[1]]) not in typed]
    assert wrong == []
    once = [(subject, predicate) for subject, predicate, _ in triples if predicate in AT_MOST_ONE]
    assert sorted(once) == sorted(set(once))
