"""The site as files: complete, valid, alive in every link, the same each time, without a sentence of the article."""

from __future__ import annotations

import hashlib
import json
import subprocess
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from tests.conftest import VNU
from xiaogan_facts import connect
from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.report.codes import CODES
from xiaogan_facts.site import build
from xiaogan_facts.site.words import LANGUAGES, WORDS

pytestmark = pytest.mark.slow


@cache
def parsed(file: Path) -> Any:
    """A page as a tree, in which nothing is wrong by the rules of HTML."""
    html5lib = import_module("html5lib")
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(file.read_text(encoding="utf-8"))
    assert parser.errors == [], file
    return tree


@pytest.mark.java
def test_the_pages_are_valid_by_the_nu_html_checker(site: Path) -> None:
    of_each_kind = [
        site / "index.html",
        *(site / "en").glob("*.html"),
        *(site / "zh").glob("*.html"),
        *(min((site / "zh" / kind).glob("*.html")) for kind in ("fact", "entity", "caveat", "passage")),
    ]
    command = ["java", "-jar", str(VNU), "--errors-only", *map(str, of_each_kind)]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (run.stdout + run.stderr, run.returncode) == ("", 0)


def test_both_trees_have_the_same_pages_each_in_its_language(site: Path) -> None:
    trees = {tree: {file.relative_to(site / tree) for file in (site / tree).rglob("*.html")} for tree in LANGUAGES}
    assert trees["en"] == trees["zh"]
    assert len(trees["en"]) > 400
    for tree, language in LANGUAGES.items():
        for file in (site / tree).glob("*.html"):
            assert parsed(file).get("lang") == language


def test_every_word_is_said_in_both_languages() -> None:
    assert [key for key, words in WORDS.items() if not words.en or not words.zh] == []
    for words in WORDS.values():
        assert words.en.count("{") == words.zh.count("{")


def test_every_link_and_anchor_is_alive(site: Path) -> None:
    dead = []
    for file in site.rglob("*.html"):
        for element in parsed(file).iter():
            for name in ("href", "src"):
                target = element.get(name) if isinstance(element.tag, str) else None
                if target is None or urlsplit(target).scheme:
                    continue
                path = file if not urlsplit(target).path else file.parent / unquote(urlsplit(target).path)
                anchor = urlsplit(target).fragment
                if not path.resolve().is_file() or (anchor and anchor not in anchors(path.resolve())):
                    dead.append((file.name, target))
    assert dead == []


@cache
def anchors(file: Path) -> frozenset[str]:
    return frozenset(element.get("id") for element in parsed(file).iter() if element.get("id"))


def test_no_page_asks_another_host_for_anything_or_holds_a_script_or_a_style(site: Path) -> None:
    for file in site.rglob("*.html"):
        for element in parsed(file).iter():
            source = element.get("src") or (element.get("href") if element.tag == "link" else None)
            assert not urlsplit(source or "").netloc, (file, source)
            assert element.get("style") is None, file
            assert element.tag != "style", file
            assert not [name for name in element.attrib if name.startswith("on")], file
            if element.tag == "script" and not element.get("src"):
                assert element.get("type") in ("application/ld+json", "application/json"), file


def test_every_fact_has_a_page_with_both_sentences_and_its_json_beside_it(site: Path) -> None:
    with connect() as connection:
        facts = connection.sql("SELECT fact_id, text_en, text_zh FROM facts").fetchall()
    assert len(facts) > 200
    for key, english, chinese in facts:
        raw = json.loads((site / "data" / "fact" / f"{key}.json").read_text(encoding="utf-8"))
        assert raw["title"] == {"en": english, "zh": chinese}
        for tree in LANGUAGES:
            text = "".join(parsed(site / tree / "fact" / f"{key}.html").itertext())
            assert english in text
            assert chinese in text


def test_the_list_of_facts_is_complete_without_a_script(site: Path) -> None:
    with connect() as connection:
        ((count,),) = connection.sql("SELECT count(*) FROM facts").fetchall()
    for tree in LANGUAGES:
        (listed,) = (each for each in parsed(site / tree / "facts.html").iter("ol") if each.get("id") == "facts")
        assert len(list(listed)) == count


def test_every_problem_code_and_column_has_an_anchor(site: Path) -> None:
    assert {code.anchor for code in CODES.values()} <= anchors(site / "en" / "problems.html")
    assert {"observations-value_type", "observations-value_type-target"} <= anchors(site / "zh" / "dictionary.html")


def test_downloads_are_those_of_a_release_with_their_hashes(site: Path) -> None:
    text = (site / "en" / "downloads.html").read_text(encoding="utf-8")
    for file in (site / "downloads").iterdir():
        if file.name != "SHA256SUMS":
            assert hashlib.sha256(file.read_bytes()).hexdigest() in text, file.name


def test_the_charts_show_the_numbers_of_the_archive(site: Path) -> None:
    with connect() as connection:
        speakers = connection.sql(
            "SELECT attributed_to_id, count(*) AS n FROM facts GROUP BY 1 ORDER BY n DESC"
        ).fetchall()
    text = "".join(parsed(site / "en" / "index.html").itertext())
    assert f"{speakers[0][1]} of the" in text
    assert f"says {speakers[1][1]}" in text


def test_no_sentence_of_the_article_is_on_the_site(site: Path, article: Path) -> None:
    text = article.read_text(encoding="utf-8")
    pieces = {line[start : start + 25] for line in text.splitlines() for start in range(len(line) - 24)}
    for file in [*site.rglob("*.html"), *site.rglob("*.json"), *(site / "assets").glob("*-data.js")]:
        content = file.read_text(encoding="utf-8")
        assert not any(content[start : start + 25] in pieces for start in range(len(content) - 24)), file


def test_the_first_view_is_light(site: Path) -> None:
    for tree in LANGUAGES:
        files = [site / tree / "index.html", site / "assets" / "site.css", site / "assets" / "icon.svg"]
        assert sum(file.stat().st_size for file in files) < 300_000


def test_a_site_is_replaced_and_what_is_none_is_not(site: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    build(again)
    before = {file.relative_to(site): file.read_bytes() for file in site.rglob("*") if file.is_file()}
    after = {file.relative_to(again): file.read_bytes() for file in again.rglob("*") if file.is_file()}
    assert before == after
    (again / "en" / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(CannotRunError, match=r"en/mine\.txt"):
        build(again)
    assert (again / "en" / "mine.txt").is_file()
