"""Blocks of lines, cut as Spark cuts them, give the findings that one process gives. This needs no Spark."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, partial
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pytest

from tests.gate.test_splits import FILES, SOUND, package, report
from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.splits import Range, Split, Survey, Task, judge, plan, whole_for
from xiaogan_facts.gate.splits.jobs import Jobs
from xiaogan_facts.gate.tables.table import FileRows, Table
from xiaogan_facts.spark.blocks import by_block, surveyed
from xiaogan_facts.spark.by_address import Block, blocks_of, cut_of
from xiaogan_facts.spark.hadoop import HadoopFile
from xiaogan_facts.spark.tasks import Piece, answers, as_sent


@dataclass(frozen=True)
class Local(HadoopFile):
    """A file that is read without Java; `address` is its path."""

    session: Any = None
    address: str = ""

    @property
    def path(self) -> Path:
        return Path(self.address)

    @cached_property
    def size(self) -> int:
        return self.path.stat().st_size

    def open(self) -> IO[bytes]:
        return self.path.open("rb")


def read(file: Local, number: int, size: int) -> Iterator[list[pa.RecordBatch]]:
    """The lines of a file as Spark gives them: a block has those that start in it, or right below it."""
    text = file.path.read_bytes()
    starts = [0, *(n + 1 for n, byte in enumerate(text) if byte == 10 and n + 1 < len(text))]
    for start, end in pairwise([*range(0, len(text), size), len(text)]):
        own = [at for at in starts if start < at <= end or at == start == 0]
        lines = [text[at:].partition(b"\n")[0] for at in own]
        if own and own[0] == 0:
            lines[0] = lines[0].removeprefix(b"\xef\xbb\xbf")
        if lines and text != b"\xef\xbb\xbf":
            columns = {
                "file": pa.array([number] * len(lines), pa.int32()),
                "start": [start] * len(lines),
                "line": lines,
            }
            yield pa.table(columns).to_batches(max_chunksize=2)


class Blocks(Jobs):
    """Judges tables in blocks of a few bytes, and what is in no block by itself."""

    def __init__(self, size: int) -> None:
        super().__init__(1)
        self.size, self.number = size, 0

    def judge(self, table: Table, tracked: Any, lookups: Any) -> Any:
        if whole_for(table):
            return None
        rows = table.rows
        assert isinstance(rows, FileRows)
        sent, files = pickle.dumps(as_sent(table)), [Local(None, str(part.path)) for part in rows.files]
        self.batches = [some for number, file in enumerate(files) for some in read(file, number, self.size)]
        surveys = [row for some in self.batches for batch in surveyed(sent)(iter(some)) for row in batch.to_pylist()]
        self.heads = {(row["file"], row["start"]): row["head"] for row in surveys}
        self.blocks: dict[int, list[Block]] = {}
        for number, file in enumerate(files):
            own = [(row["start"], *pickle.loads(row["answer"])) for row in surveys if row["file"] == number]
            self.blocks[number] = blocks_of(file, own) if own else []
        splits = plan(table, [block.survey for blocks in self.blocks.values() for block in blocks])
        splits += [Split(number, 0, None, 1) for number, blocks in self.blocks.items() if not blocks]
        return self._judged(
            Task(as_sent(table), tracked, lookups), sorted(splits, key=lambda each: (each.file, each.start))
        )

    def map(self, function: Any, calls: Any) -> Any:
        for task, split in calls:
            cut = cut_of(split, self.blocks[split.file])
            yield judge(task, split) if cut is None else self._in_block(task, split, cut)

    def _in_block(self, task: Task, split: Split, cut: Any) -> Any:
        self.number += 1
        cut = cut._replace(after=b"".join(self.heads[split.file, start][:length] for start, length in cut.heads))
        work = answers(pickle.dumps(partial(judged, task)))
        block = by_block(work, pickle.dumps({(split.file, cut.block): (Piece(0, split), cut)}))
        (row,) = [row for some in self.batches for batch in block(iter(some)) for row in batch.to_pylist()]
        found, error = pickle.loads(row["answer"])
        assert error is None
        return found


def judged(task: Task, piece: Piece) -> Any:
    return judge(replace(task, table=piece.of(task.table)), piece.what)


@pytest.mark.parametrize("text", FILES.values(), ids=FILES)
def test_a_file_in_blocks_of_any_size_gives_the_same_report(text: str, tmp_path: Path) -> None:
    given = package(tmp_path, text)
    whole = report(given)
    for size in range(1, len(text.encode()) + 2, 1 + len(text) // 30):
        assert report(given, Blocks(size).judge) == whole, size


def test_several_parts_are_in_blocks_each(tmp_path: Path) -> None:
    given = package(tmp_path, SOUND, '6,"a\nb",1\nx,c,1\n', "", "id,name,of\n7,d,1\n7,e", "name,id,of\na,1,1\n")
    whole = report(given)
    for size in (3, 11, 40):
        blocks = Blocks(size)
        assert report(given, blocks.judge) == whole
        assert blocks.number > 4


@pytest.mark.parametrize("encoding", ["gbk", "latin-1"])
def test_bytes_of_other_encodings_survive(encoding: str, tmp_path: Path) -> None:
    name = "é\xa0" if encoding == "latin-1" else "孝感"
    text = (
        f'id,name,of\n1,{name},1\n2,"{name}\r\n{name}",1\nx,{name},1\n'.encode(encoding) + b"4,\xff\xfe\0,1\n5,\x81,1\n"
    )
    given = package(tmp_path, text, encoding=encoding)
    assert report(given, Blocks(7).judge) == report(given)


def test_a_cell_that_is_longer_than_what_is_looked_through_is_judged_by_the_driver(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("xiaogan_facts.gate.splits.survey", "xiaogan_facts.spark.blocks"):
        monkeypatch.setattr(import_module(module), "LOOKED_THROUGH", 8)
    given = package(tmp_path, 'id,name,of\n1,a,1\n2,"' + "b\n" * 40 + '",1\nx,c,1\ny,d,1\n')
    blocks = Blocks(20)
    assert report(given, blocks.judge) == report(given)
    assert len(blocks.heads) > blocks.number > 0


def test_a_file_that_changed_meanwhile_is_not_judged(tmp_path: Path) -> None:
    file = Local(None, str(tmp_path / "data.csv"))
    file.path.write_text("id\n1\n", encoding="utf-8")
    survey = Survey(Range(0, 0, 9), 4, 0, None, None)
    with pytest.raises(CannotRunError, match="has changed while it was read"):
        blocks_of(file, [(0, survey, 0)])
