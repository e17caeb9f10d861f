"""Where the rows of a query go, and in which format: to standard output, or to a file."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from xiaogan_facts.gate.atomic import written_whole
from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.translation import say
from xiaogan_facts.output._formats import FORMATS, Rows
from xiaogan_facts.output._parquet import write_parquet
from xiaogan_facts.output.width import terminal_width
from xiaogan_facts.output.xlsx import add_sheet, workbook

if TYPE_CHECKING:
    from duckdb import DuckDBPyRelation

BINARY = ("parquet", "xlsx")
ALL_FORMATS = (*FORMATS, *BINARY)
SUFFIXES = {f".{form}": form for form in ALL_FORMATS} | {".md": "markdown", ".jsonl": "ndjson", ".txt": "table"}
SHEET = "result"


def output_for(file: str | None, form: str | None) -> Output:
    """Return the output to a file, or to standard output if there is none. Without `form`, the file's suffix decides.

    Raises CannotRunError where the format cannot be told, or bytes would be written to a terminal.
    """
    path = Path(file) if file else None
    if form is None and path:
        form = SUFFIXES.get(path.suffix.lower())
        if form is None:
            raise CannotRunError(
                say(
                    "{file}: this name tells no format; choose one with --format: {all_formats}",
                    file=file,
                    all_formats=", ".join(ALL_FORMATS),
                )
            )
    if form in BINARY and path is None and sys.stdout.isatty():
        raise CannotRunError(say("{form} is not for a terminal: name a file with -o", form=form))
    return Output(form or "table", path)


@dataclass(frozen=True)
class Output:
    """A format, and the file to write in; None is standard output."""

    format: str
    path: Path | None

    def write_rows(self, rows: Rows, width: int | None = None) -> None:
        """Write the rows one by one, in `width` columns where they go to no terminal.

        Raises CannotRunError if the format or the place does not take them.
        """
        if self.format == "xlsx":
            self._write_bytes(lambda path: _write_xlsx(rows, path))
        elif self.path is None:
            FORMATS[self.format](rows, sys.stdout, terminal_width() or width)
        else:
            with written_whole(self.path) as new, new.open("w", encoding="utf-8", newline="\n") as out:
                FORMATS[self.format](rows, out, width)

    def write_relation(self, rows: DuckDBPyRelation) -> None:
        """Write the rows as Parquet, with the types that DuckDB knows them by."""
        self._write_bytes(lambda path: write_parquet(rows, path))

    def nothing(self) -> None:
        """Called if the SQL gives no rows. Raises CannotRunError if they were to go to a file."""
        if self.path is not None:
            raise CannotRunError(
                say("{path}: not written, for the SQL gives no rows: its last statement is no query", path=self.path)
            )

    def _write_bytes(self, write: Callable[[Path], None]) -> None:
        if self.path is not None:
            with written_whole(self.path) as new:
                write(new)
            return
        with tempfile.TemporaryDirectory(prefix="xiaogan-facts-") as folder:
            write(Path(folder) / SHEET)
            with (Path(folder) / SHEET).open("rb") as made:
                shutil.copyfileobj(made, sys.stdout.buffer)


def _write_xlsx(rows: Rows, path: Path) -> None:
    with workbook(path) as book:
        add_sheet(book, SHEET, rows.columns, rows.rows)
