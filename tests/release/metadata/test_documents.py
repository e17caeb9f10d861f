"""What the metadata documents say: every file and column, in both languages, the same bytes each time."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from xiaogan_facts.bilingual import Bilingual, tagged
from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.package import load
from xiaogan_facts.paths import DATAPACKAGE
from xiaogan_facts.release.files import ReleasedFile
from xiaogan_facts.release.metadata import beside_csv, write
from xiaogan_facts.release.metadata._dataset import dataset
from xiaogan_facts.release.metadata._documents import TITLES
from xiaogan_facts.release.snapshot import Snapshot

pytestmark = pytest.mark.slow

JSON_LD = ("schema-org.jsonld", "dcat.jsonld")


def document(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_text("utf-8"))


def data_files(folder: Path) -> list[Path]:
    """The files of a release that hold data."""
    return [path for path in folder.iterdir() if path.name not in {*TITLES, "SHA256SUMS"}]


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in a JSON value."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from objects(inner)


def test_the_same_archive_gives_the_same_bytes(snapshot: Snapshot, tmp_path: Path) -> None:
    files = [
        ReleasedFile(
            "facts.parquet", "application/vnd.apache.parquet", Bilingual("Facts", "事实"), 1, "0" * 64, "facts"
        )
    ]
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        write(snapshot, tmp_path / name, files)
    for name in TITLES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()
    assert beside_csv(load(DATAPACKAGE)) == beside_csv(load(DATAPACKAGE))


@pytest.mark.parametrize("name", TITLES)
def test_a_document_is_canonical_json_without_a_byte_order_mark_or_carriage_return(
    name: str, release_folder: Path
) -> None:
    raw = (release_folder / name).read_bytes()
    assert raw.decode("utf-8") == json.dumps(json.loads(raw), ensure_ascii=False, indent=2) + "\n"


def test_what_is_written_is_told_with_its_size_and_hash(snapshot: Snapshot, tmp_path: Path) -> None:
    for file in write(snapshot, tmp_path, []):
        raw = (tmp_path / file.name).read_bytes()
        assert (file.bytes, file.sha256) == (len(raw), hashlib.sha256(raw).hexdigest())
        assert file.title.en.isascii()
        assert not file.title.zh.isascii()


def test_schema_org_lists_every_data_file_with_its_hash(release_folder: Path) -> None:
    listed = document(release_folder, "schema-org.jsonld")["distribution"]
    assert {each["contentUrl"]: each["sha256"] for each in listed} == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in data_files(release_folder)
    }
    assert {each["contentUrl"]: each["contentSize"] for each in listed} == {
        path.name: f"{path.stat().st_size} B" for path in data_files(release_folder)
    }


def test_croissant_lists_every_data_file_with_its_hash(release_folder: Path) -> None:
    listed = document(release_folder, "croissant.json")["distribution"]
    assert {each["@id"]: each["sha256"] for each in listed} == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in data_files(release_folder)
    }


@pytest.mark.parametrize("name", JSON_LD)
def test_every_title_and_description_is_in_both_languages(name: str, release_folder: Path) -> None:
    words = [
        value
        for each in objects(document(release_folder, name))
        for key, value in each.items()
        if key in ("name", "description", "dcterms:title", "dcterms:description") and isinstance(value, list)
    ]
    assert len(words) > 20
    assert [value for value in words if [each["@language"] for each in value] != ["en", "zh-Hans"]] == []


def test_every_record_set_and_field_of_croissant_is_described_in_both_languages(release_folder: Path) -> None:
    described = [
        each
        for each in objects(document(release_folder, "croissant.json"))
        if each.get("@type") in ("cr:RecordSet", "cr:Field")
    ]
    assert len(described) > 180
    assert [each["@id"] for each in described if set(each["description"]) != {"en", "zh-Hans"}] == []


def test_every_column_of_csvw_is_titled_and_described_in_both_languages(unpacked: Path) -> None:
    tables = document(unpacked, "csv-metadata.json")["tables"]
    columns = [column for table in tables for column in table["tableSchema"]["columns"]]
    fields = [field for resource in load(DATAPACKAGE).resources if resource.schema for field in resource.schema.fields]
    assert [column["name"] for column in columns] == [field.name for field in fields]
    for each in (*tables, *columns):
        for words in ("dc:title", "dc:description"):
            assert [value["@language"] for value in each[words]] == ["en", "zh-Hans"], each


def test_csvw_has_every_foreign_key_as_a_key_or_where_values_may_be_missing_as_a_reference(unpacked: Path) -> None:
    tables = document(unpacked, "csv-metadata.json")["tables"]
    told = {
        (table["url"], *key["columnReference"], key["reference"]["resource"])
        for table in tables
        for key in table["tableSchema"].get("foreignKeys", ())
    } | {
        (table["url"], column["name"], column["dc:references"]["@id"])
        for table in tables
        for column in table["tableSchema"]["columns"]
        if "dc:references" in column
    }
    assert told == {
        (resource.file, *key.fields, f"{key.reference_resource or resource.name}.csv")
        for resource in load(DATAPACKAGE).resources
        if resource.schema
        for key in resource.schema.foreign_keys
    }


def test_csvw_has_the_missing_values_the_code_lists_and_the_limits(unpacked: Path) -> None:
    tables = {table["url"]: table["tableSchema"] for table in document(unpacked, "csv-metadata.json")["tables"]}
    columns = {column["name"]: column for column in tables["observations.csv"]["columns"]}
    assert tables["observations.csv"]["primaryKey"] == ["observation_id"]
    assert columns["value_type"]["datatype"] == {
        "base": "string",
        "format": "^(actual|ongoing|planned|target|forecast)$",
    }
    assert columns["comparator"]["null"] == ["not-applicable"]
    assert columns["multiplier"]["datatype"] == {"base": "integer", "minimum": 0, "maximum": 12}
    assert columns["is_near"]["datatype"]["base"] == "boolean"
    assert columns["value"]["required"]


def test_no_document_repeats_a_sentence_of_the_article(article: Path, release_folder: Path, unpacked: Path) -> None:
    text = article.read_text("utf-8")
    documents = [release_folder / name for name in TITLES] + [unpacked / "csv-metadata.json"]
    said = "\n".join(path.read_text("utf-8") for path in documents)
    assert [text[at : at + 25] for at in range(len(text) - 24) if text[at : at + 25] in said] == []


@pytest.mark.parametrize("name", ["schema-org.jsonld", "croissant.json"])
def test_the_article_is_named_by_its_publisher_and_nothing_more_is_said_of_its_text(
    name: str, release_folder: Path
) -> None:
    article = document(release_folder, name)["isBasedOn"]
    assert article["@type"] == "NewsArticle"
    assert "Hubei Daily" in json.dumps(article["publisher"])
    assert "湖北日报" in json.dumps(article["publisher"], ensure_ascii=False)
    assert {"text", "articleBody", "description", "headline"}.isdisjoint(article)


def test_the_archive_is_cited_by_maker_year_title_version_and_licence() -> None:
    whole = dataset(load(DATAPACKAGE))
    descriptor = load(DATAPACKAGE).descriptor
    assert whole.citation == (
        f"{whole.maker} ({descriptor['created'][:4]}). {descriptor['title']}. "
        f"Version {descriptor['version']}. CC-BY-4.0."
    )


@pytest.mark.parametrize("name", ["title", "description", "name", "version", "created", "licenses", "contributors"])
def test_what_the_descriptor_lacks_is_named(name: str, tmp_path: Path) -> None:
    folder = shutil.copytree(DATAPACKAGE, tmp_path / "archive")
    descriptor = document(folder, "datapackage.json")
    del descriptor[name]
    (folder / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")
    with pytest.raises(CannotRunError, match=f"datapackage.json: there is no `{name}`"):
        dataset(load(folder))


def test_a_word_is_tagged_with_the_language_that_it_is_in() -> None:
    assert [tagged(word)["@language"] for word in ("Xiaogan", "孝感", "3D印刷")] == ["en", "zh-Hans", "zh-Hans"]
    assert Bilingual("one").tagged() == [{"@value": "one", "@language": "en"}]
