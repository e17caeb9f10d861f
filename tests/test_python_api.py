"""The archive from Python: tables and facts as data frames, ready-made queries, and docstrings that hold."""

from __future__ import annotations

import doctest
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module

import duckdb
import polars
import pytest

import xiaogan_facts
from tests.checkout import ROOT, clients, run_python

DOCUMENTED = [
    ".".join(file.relative_to(ROOT).with_suffix("").parts)
    for file in sorted((ROOT / "xiaogan_facts").rglob("*.py"))
    if ">>> " in file.read_text("utf-8")
]
"""The modules that hold an example."""


@pytest.mark.slow
@pytest.mark.parametrize("module", DOCUMENTED)
def test_the_examples_in_the_docstrings_run_and_say_what_they_say(module: str) -> None:
    failed, attempted = doctest.testmod(import_module(module))
    assert attempted
    assert failed == 0


@pytest.mark.parametrize("name", [name for name in xiaogan_facts.__all__ if name != "__version__"])
def test_whatever_the_package_offers_explains_itself_with_an_example(name: str) -> None:
    assert name in dir(xiaogan_facts)
    assert ">>> " in (getattr(xiaogan_facts, name).__doc__ or "")


def test_a_table_is_a_polars_frame_of_typed_columns_in_the_order_of_the_file() -> None:
    observations = xiaogan_facts.table("observations")
    first = observations.row(0, named=True)
    assert first["observation_id"] == "hd24-o02-02"
    kinds = {name: str(kind) for name, kind in observations.schema.items()}
    assert (kinds["value"], kinds["multiplier"], kinds["is_near"], kinds["printed"]) == (
        "Float64",
        "Int64",
        "Boolean",
        "String",
    )
    assert xiaogan_facts.table("sources")["reports_until"].dtype == polars.Date
    assert observations.filter(polars.col("observation_id") == "hd24-o17-01")["comparator"].to_list() == [None]


def test_views_are_tables_too_and_the_facts_stand_in_the_order_of_the_article() -> None:
    facts = xiaogan_facts.table("facts")
    assert facts["char_start"].is_sorted()
    assert facts.equals(xiaogan_facts.facts())
    assert xiaogan_facts.table("coverage").height == xiaogan_facts.table("passages").height


def test_a_table_that_is_not_there_is_answered_with_the_nearest_and_with_all() -> None:
    with pytest.raises(
        ValueError, match=r"no table or view 'observation'; did you mean 'observations'\? There are: ca"
    ):
        xiaogan_facts.table("observation")


def test_filters_narrow_and_lists_widen() -> None:
    claims = xiaogan_facts.facts(subject="huagong-gaoli", table="claims")
    assert claims["fact_table"].unique().to_list() == ["claims"]
    assert claims["subject_id"].unique().to_list() == ["huagong-gaoli"]
    both = xiaogan_facts.facts(line=[17, 18])
    assert both.height == xiaogan_facts.facts(line=17).height + xiaogan_facts.facts(line=18).height > 0
    assert xiaogan_facts.facts(line=[]).height == 0


def test_a_filter_may_bear_the_name_of_its_column() -> None:
    assert xiaogan_facts.facts(subject="huagong-gaoli").equals(xiaogan_facts.facts(subject_id="huagong-gaoli"))
    assert xiaogan_facts.facts(value=100_000_000)["fact_id"].to_list() == ["hd24-o24-02"]


def test_none_asks_for_what_is_empty() -> None:
    untyped = xiaogan_facts.facts(value_type=None)
    assert untyped["value_type"].null_count() == untyped.height > 0
    aims_or_untyped = xiaogan_facts.facts(value_type=[None, "target"])
    assert aims_or_untyped.height == untyped.height + xiaogan_facts.facts(value_type="target").height


def test_a_caveat_leads_to_the_facts_that_it_touches() -> None:
    assert "hd24-o24-02" in xiaogan_facts.facts(caveat="centre-building-base-running")["fact_id"].to_list()
    assert xiaogan_facts.facts(caveat="no-such-caveat").height == 0


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        ({"lines": 17}, "cannot be filtered by 'lines'; did you mean 'line'? There are: table, subject, object, "),
        ({"table": "claim"}, "no fact_table is 'claim'; did you mean 'claims'? There are: claims, events, "),
        ({"value_type": "plan"}, "no value_type is 'plan'; did you mean 'planned'?"),
        ({"line": "17"}, "the filter 'line' takes a number, or a list of such, not '17'"),
        ({"value": True}, "the filter 'value' takes a number, or a list of such, not True"),
        ({"subject": ["chip-topic", 3]}, "the filter 'subject' takes a text, or a list of such, not 3"),
    ],
)
def test_a_filter_that_cannot_be_meant_is_refused(filters: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=r"filter|_t") as refused:
        xiaogan_facts.facts(**filters)  # type: ignore[call-overload]
    assert said in str(refused.value)


@pytest.mark.slow
def test_what_one_caller_does_to_a_connection_no_other_caller_sees() -> None:
    before = xiaogan_facts.facts(line=17)
    with xiaogan_facts.connect() as connection:
        connection.execute("CREATE OR REPLACE VIEW facts AS SELECT 1 AS n")
    assert xiaogan_facts.facts(line=17).equals(before)


def test_queries_are_run_by_name_with_their_parameters() -> None:
    ready = xiaogan_facts.queries()
    assert ready["paragraph"].parameters[0].name == "line"
    assert ready["paragraph"].run(line=38).height > 1
    assert ready["targets"].title_zh == "有哪些目标，是谁的，何时到期？"
    with pytest.raises(ValueError, match="'paragraph' has no parameter 'lines'; it has: line"):
        ready["paragraph"].run(lines=38)


@pytest.mark.slow
def test_an_archive_is_opened_once_for_tables_facts_queries_and_cards() -> None:
    with xiaogan_facts.open(ROOT / "datapackage") as archive:
        assert archive.package.name == "xiaogan-facts"
        assert archive.table("units").equals(xiaogan_facts.table("units"))
        assert archive.facts(line=17).equals(xiaogan_facts.facts(line=17))
        assert archive.query("ranks").equals(archive.queries["ranks"].run())
        assert archive.card("hd24-o17-01").title.zh.endswith("112亿元。")


@pytest.mark.slow
def test_what_is_done_to_an_archive_is_seen_by_all_its_methods_and_by_no_other() -> None:
    with xiaogan_facts.open() as archive:
        archive.connection.execute("DELETE FROM missing_values; CREATE TEMP TABLE mine AS SELECT 1 AS n")
        assert archive.table("missing_values").is_empty()
        assert archive.queries["unsaid"].run().is_empty()
        assert archive.query("SELECT n + $more AS n FROM mine", more=2).item() == 3
    assert not xiaogan_facts.queries()["unsaid"].run().is_empty()


def test_an_archive_can_be_opened_sealed() -> None:
    with xiaogan_facts.open(sealed=True) as archive, pytest.raises(duckdb.PermissionException):
        archive.query("FROM read_text('pyproject.toml')")


@pytest.mark.parametrize(
    ("query", "parameters", "said"),
    [
        ("rank", {}, "there is no ready-made query 'rank'; did you mean 'ranks'?"),
        ("paragraph", {"lines": 3}, "'paragraph' has no parameter 'lines'; it has: line"),
    ],
)
def test_a_query_that_is_not_there_is_refused_as_an_error_of_ours(
    opened: xiaogan_facts.Archive, query: str, parameters: dict[str, object], said: str
) -> None:
    with pytest.raises(xiaogan_facts.Error) as refused:
        opened.query(query, **parameters)  # type: ignore[call-overload]
    assert said in str(refused.value)


def test_to_import_the_package_loads_no_data_library() -> None:
    program = "import sys, xiaogan_facts; print([each for each in ('duckdb', 'polars') if each in sys.modules])"
    assert run_python("-c", program) == (0, "[]\n", "")


@pytest.mark.slow
def test_another_copy_of_the_archive_can_be_read() -> None:
    copy = ROOT / "datapackage"
    assert xiaogan_facts.table("units", package=copy).equals(xiaogan_facts.table("units"))
    assert xiaogan_facts.facts(package=copy, line=1).equals(xiaogan_facts.facts(line=1))
    assert xiaogan_facts.queries()["ranks"].run(package=copy).equals(xiaogan_facts.queries()["ranks"].run())


PANDAS: list[Callable[[], object]] = [
    lambda: xiaogan_facts.table("units", "pandas"),
    lambda: xiaogan_facts.facts(format="pandas"),
    lambda: xiaogan_facts.queries()["ranks"].run(format="pandas"),
]


@pytest.mark.parametrize("ask", PANDAS)
def test_without_pandas_the_message_says_what_to_do(ask: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError, match=r"pandas is not installed: pip install pandas, or take format='polars'"):
        ask()


def test_another_kind_of_frame_is_refused() -> None:
    with pytest.raises(ValueError, match="a data frame is of 'polars' or 'pandas', not of 'arrow'"):
        xiaogan_facts.table("units", "arrow")  # type: ignore[call-overload]


@pytest.mark.slow
def test_with_pandas_the_columns_are_typed_and_gaps_stay_gaps() -> None:
    program = """
import xiaogan_facts
facts = xiaogan_facts.facts(format="pandas", line=17)
row = facts[facts.fact_id == "hd24-o17-01"].iloc[0]
print(row.value, row.caveats[0], row.line + 1)
print([str(facts[name].dtype) for name in ("text_zh", "number_of_items", "value", "caveats")])
print(xiaogan_facts.table("observations", "pandas").dtypes[["multiplier", "is_near"]].astype(str).to_list())
print(str(xiaogan_facts.table("sources", "pandas").reports_until[0]))
print(len(xiaogan_facts.facts(format="pandas", line=[])))
"""
    ran = subprocess.run(
        [clients(), "-W", "error", "-c", program], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert ran.stderr == ""
    assert ran.stdout.splitlines() == [
        "11200000000.0 investment-is-not-spent 18",
        "['string', 'Int64', 'float64', 'object']",
        "['Int64', 'boolean']",
        "2024-09-01 00:00:00",
        "0",
    ]


def test_the_facts_that_no_caveat_touches_can_be_asked_for() -> None:
    untouched = xiaogan_facts.facts(caveat=None)
    assert 0 < len(untouched) < len(xiaogan_facts.facts())
    assert untouched["caveats"].list.len().sum() == 0
