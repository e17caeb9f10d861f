"""The archive described for machines: schema.org, Croissant, DCAT, CSVW and DataCite, each in its own terms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xiaogan_facts.release.metadata.files import beside_csv, write

__all__ = ["beside_csv", "write"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from xiaogan_facts.release.metadata import files

        return getattr(files, name)
    raise AttributeError(name)
