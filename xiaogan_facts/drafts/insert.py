"""Put a new row into its CSV file at its place in the order of ids, and leave every other line as it is."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from xiaogan_facts.gate.atomic import written_whole
from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.translation import say


def insert(path: Path, cells: Mapping[str, str]) -> int:
    """Write the row behind the last one whose id, its first column, comes before its own; return its line, from 1.

    Raises CannotRunError if the file cannot be read or written, or has other columns.
    """
    try:
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CannotRunError(
            say("{path}: a row can be added to a file in UTF-8 only: {error}", path=path, error=error)
        ) from None
    reader = csv.reader(io.StringIO(text, newline=""))
    if next(reader, None) != list(cells):
        raise CannotRunError(
            say("{path}: its columns are not those of the schema; run `xiaogan-facts validate`", path=path)
        )
    key = next(iter(cells.values()))
    behind = reader.line_num
    for record in reader:
        if record and record[0] < key:
            behind = reader.line_num
    lines = text.splitlines(keepends=True)
    lines[behind - 1 : behind] = [lines[behind - 1].rstrip("\r\n") + "\n", _written(cells)]
    with written_whole(path) as new:
        new.write_bytes("".join(lines).encode("utf-8"))
    return behind + 1


def _written(cells: Mapping[str, str]) -> str:
    row = io.StringIO(newline="")
    csv.writer(row, lineterminator="\n").writerow(cells.values())
    return row.getvalue()
