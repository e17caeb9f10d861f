"""The paths of the archive's folders: beside the code in a checkout, inside the package once it is installed."""

from __future__ import annotations

from pathlib import Path

_CODE = Path(__file__).resolve().parent
_INSTALLED = _CODE / "data"

ROOT = _INSTALLED if _INSTALLED.is_dir() else _CODE.parent
"""The folder that holds the three below: the checkout, or `xiaogan_facts/data` of an installed wheel."""

DATAPACKAGE = ROOT / "datapackage"
DESCRIPTOR = DATAPACKAGE / "datapackage.json"
SCHEMAS = ROOT / "schemas"
QUERIES = ROOT / "queries"

CHECKOUT = None if _INSTALLED.is_dir() else ROOT
"""The checkout's folder; None in an installed wheel, where there is nothing to edit."""

NAME = "xiaogan-facts"
"""The archive's name in its descriptor. Its own rules, views and cards apply only to a package of this name."""

FACT_TABLES = ("observations", "events", "relations", "claims", "statements")
"""The tables whose rows are facts, in the order in which they are presented."""
