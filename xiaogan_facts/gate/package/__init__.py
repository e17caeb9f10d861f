"""A Data Package's descriptor as plain objects. Nothing in here reads a table."""

from xiaogan_facts.gate.package.load import load
from xiaogan_facts.gate.package.model import (
    Category,
    Constraints,
    Dialect,
    Field,
    ForeignKey,
    MissingValue,
    Package,
    Resource,
    Schema,
)

__all__ = [
    "Category",
    "Constraints",
    "Dialect",
    "Field",
    "ForeignKey",
    "MissingValue",
    "Package",
    "Resource",
    "Schema",
    "load",
]
