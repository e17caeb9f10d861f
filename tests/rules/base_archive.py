"""The base archive: thirteen small tables on an invented article, which keep every rule."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import polars as pl

from xiaogan_facts.paths import SCHEMAS

HERE = Path(__file__).parent
BASE = HERE / "base"
FIXTURES = HERE / "fixtures"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
TABLES = tuple(sorted(path.stem for path in BASE.glob("*.csv")))

Frames = dict[str, pl.DataFrame]


def lay_out(folder: Path, *changed: Path) -> Path:
    """The base archive as a Data Package in `folder`, with the files of the `changed` folders in place of its own."""
    for source in (BASE, *changed):
        for path in source.glob("*.csv"):
            shutil.copyfile(path, folder / path.name)
    resources = [
        {
            "name": table,
            "path": f"{table}.csv",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": json.loads((SCHEMAS / f"{table}.json").read_text(encoding="utf-8")),
        }
        for table in TABLES
    ]
    descriptor = folder / "datapackage.json"
    package = {"$schema": PROFILE, "name": "xiaogan-facts", "resources": resources}
    descriptor.write_text(json.dumps(package), encoding="utf-8")
    return descriptor
