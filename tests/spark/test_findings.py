"""Findings as a data frame of Spark: the rows of the report, most of which the driver never sees."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from tests.spark.packages import FIELDS, faulty, write
from xiaogan_facts.gate.validate import validate
from xiaogan_facts.spark.kept_cells import KeptCells

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from xiaogan_facts.gate.report import Report

pytestmark = [pytest.mark.slow, pytest.mark.spark, pytest.mark.filterwarnings("ignore")]


def corners(folder: Path) -> None:
    """Write tables whose findings only the driver can judge as a whole, beside those of `faulty`."""
    limits = [{"minimum": 3, "maximum": 150}, {"enum": ["apple", "pear"], "pattern": "[a-z]+"}, {"maximum": 900}]
    fields = [{**field, "constraints": each} for field, each in zip(FIELDS, limits, strict=True)]
    keys = [{"fields": "of", "reference": {"resource": "other", "fields": "id"}}]
    rules = [{"expression": "of <= id"}, {"expression": "CAST(name AS INTEGER) > 0"}]
    names = ["apple", "aple", "peer"]
    records = "".join(f"{n},{names[n % 3]},{n * 9}\n" for n in range(200))
    (folder / "corners.csv").write_text(f"id,name,of\n{records}1,2\n1,2,3,4\n", encoding="utf-8")
    (folder / "semicolons.csv").write_text("id;name;of\n" + "1;x;2\n" * 300, encoding="utf-8")
    (folder / "broken.csv").write_bytes(b"id,name,of\n" + "1,孝感,x\n".encode("gbk") * 200)
    (folder / "other.csv").write_text("id,name,of\n" + "9,a,1\n" * 100, encoding="utf-8")
    write(
        folder,
        {
            "name": "corners",
            "path": "corners.csv",
            "schema": {"fields": fields, "rowRules": rules, "foreignKeys": keys},
        },
        {"name": "semicolons", "path": "semicolons.csv", "schema": {"fields": FIELDS}},
        {"name": "broken", "path": "broken.csv", "schema": {"fields": FIELDS}},
        {"name": "other", "path": "other.csv", "schema": {"fields": FIELDS}},
    )


@pytest.mark.parametrize("make", [faulty, corners])
def test_the_rows_are_those_of_the_report_and_few_are_in_the_driver(
    make: Any, session: SparkSession, tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from xiaogan_facts import spark

    told: list[pl.DataFrame] = []
    whole = KeptCells.frame

    def frame(self: KeptCells, report: Report) -> Any:
        told.append(report.frame())
        return whole(self, report)

    monkeypatch.setattr(KeptCells, "frame", frame)
    make(tmp_path)
    one = validate(tmp_path).frame()
    found = spark.findings(session, address, size=1500)
    rows = pl.from_arrow(found.toArrow())
    found.unpersist()
    assert isinstance(rows, pl.DataFrame)
    assert rows.columns == one.columns
    assert rows.cast(dict(one.schema)).sort(one.columns).equals(one.sort(one.columns))  # type: ignore[arg-type]
    split = pl.col("table").is_in(["parts", "corners"])
    in_driver = {"primaryKey", "foreignKey", "foreignKey-not-checked", "rowRule-not-checked"}
    assert set(told[0].filter(split)["rule"]) <= in_driver
    assert "cell-missing" in set(one.filter(split)["rule"])
