"""Validate this archive, or any package: with the gate, and the archive with its own rules as well."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from xiaogan_facts.gate import validate as gate
from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.package import Package
from xiaogan_facts.gate.report import Problem, Report
from xiaogan_facts.gate.translation import say
from xiaogan_facts.paths import DESCRIPTOR, NAME

if TYPE_CHECKING:  # it loads pandera: see `gate.validate`
    from xiaogan_facts.gate.checks.one_table import Elsewhere, Progress
    from xiaogan_facts.gate.validate import Rules


def validate(
    package: str | Path | Package | None = None,
    *,
    source: str | Path | Sequence[str | Path] = (),
    strict: bool = False,
    allow_unread: bool = False,
    limit: int | None = None,
    progress: Progress | None = None,
    jobs: int = 1,
    elsewhere: Elsewhere | None = None,
) -> Report:
    """Validate a Data Package: this archive, or the one whose descriptor file or folder is given.

    `source` is a copy of an article, or several, which adds the rules that need one; `strict` makes warnings count as
    errors; `allow_unread` lets a package be valid of which a declared table was not read; `limit` is how many problems
    a rendering of the report shows; `progress` is called after each batch with the table's name, how many of its
    records have been judged, and the share of its bytes (0 to 1, None if not known); `jobs`
    is how many processes judge splits of large files side by side, with the same report; `elsewhere` is an engine that
    judges them. Raises OSError if the descriptor cannot be opened, Error if `source` cannot be read or is for another
    package; faults of the package are in the report.

    >>> import xiaogan_facts
    >>> xiaogan_facts.validate().valid
    True
    """
    sources = (source,) if isinstance(source, str | Path) else tuple(source)
    return gate.validate(
        DESCRIPTOR if package is None else package,
        rules=_own_rules(sources),
        strict=strict,
        allow_unread=allow_unread,
        limit=limit,
        progress=progress,
        jobs=jobs,
        elsewhere=elsewhere,
    )


def _own_rules(sources: Sequence[str | Path]) -> Rules:
    """Return the archive's own rules; those that need an article are held against each of the `sources`."""

    def own_rules(loaded: Package, readable: Collection[str]) -> list[Problem]:
        if loaded.name != NAME:
            if sources:
                raise _not_ours(loaded)
            return []
        # Imported only here, for they load pandera: `gate.validate` starts its worker first.
        from xiaogan_facts import rules
        from xiaogan_facts.gate.tables.table import read_typed

        texts = [rules.read_source(each) for each in sources]
        frames = {table: read_typed(loaded, table) for table in readable}
        return rules.run_rules(frames, texts, loaded.descriptor)

    return own_rules


def _not_ours(package: Package) -> CannotRunError:
    return CannotRunError(
        say("a copy of the article is for the package {name}, and this is '{other}'", name=NAME, other=package.name)
    )
