"""The archive as every writer of a release gets it: the package, and each table and view with its rows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from xiaogan_facts.archive import open as open_archive
from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.package import Package
from xiaogan_facts.gate.translation import say
from xiaogan_facts.release._dictionary_table import dictionary
from xiaogan_facts.release.contents import Content, contents

FACTS = "facts"


@dataclass(frozen=True)
class Snapshot:
    """A package, and what its database holds: its tables, those beside them, then the views."""

    package: Package
    contents: tuple[Content, ...]

    @classmethod
    def read(cls, folder: Path) -> Snapshot:
        """The archive in a folder. Raises CannotRunError where it cannot be a database, or is not this archive."""
        with open_archive(folder) as opened:
            archive = cls(opened.package, tuple(contents(opened.connection, opened.package)))
        if not any(content.name == FACTS for content in archive.contents):
            raise CannotRunError(
                say("{folder}: only this archive is released, and this package is another one", folder=folder)
            )
        return archive

    @property
    def tables(self) -> tuple[Content, ...]:
        """What formats without views hold: the facts first, then each table."""
        facts = (content for content in self.contents if content.name == FACTS)
        return (*facts, *(content for content in self.contents if not content.is_view))

    @cached_property
    def dictionary(self) -> Content:
        """Every table and column in words."""
        return dictionary(self.contents)
