"""CSV: the facts alone, with a byte order mark, without which Excel takes Chinese for something else."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from xiaogan_facts.bilingual import Bilingual
from xiaogan_facts.output.cells import as_field
from xiaogan_facts.release.snapshot import FACTS, Snapshot

NAME = "facts.csv"
MEDIA_TYPE = "text/csv"
TITLE = Bilingual("CSV: every fact, one a row, for a spreadsheet", "CSV：全部事实，每行一条，可用电子表格打开")


def write(path: Path, archive: Snapshot) -> None:
    """Write the view `facts`: UTF-8 with a byte order mark, CR LF, a list as JSON."""
    facts = next(content for content in archive.contents if content.name == FACTS)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([column.name for column in facts.columns])
    writer.writerows([as_field(value) for value in row] for row in facts.rows)
    path.write_bytes(text.getvalue().encode("utf-8-sig"))
