"""The passages of a card from the reader's own copy of the article, with its evidence marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from xiaogan_facts.cards.card import Excerpt
from xiaogan_facts.cards.lookup import Lookup, Row
from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.translation import say

PASSAGES = "FROM passages WHERE source_id = $source ORDER BY char_start"


def excerpts(lookup: Lookup, spans: Sequence[Row], paths: Iterable[str | Path]) -> tuple[Excerpt, ...]:
    """Return the passages that the spans (source_id, char_start, char_end) touch, in the order of their articles.

    Raises CannotRunError if one of the files is not a received copy, in which positions are counted.
    """
    return tuple(excerpt for path in paths for excerpt in _of_one_article(lookup, spans, path))


def _of_one_article(lookup: Lookup, spans: Iterable[Row], path: str | Path) -> Iterator[Excerpt]:
    from xiaogan_facts.rules.received import fingerprint, read_source  # here, for it loads pandera

    text = read_source(path)
    found = fingerprint(text)
    on_record = {row["sha256"]: row["source_id"] for row in lookup.rows("FROM sources")}
    if found not in on_record:
        raise CannotRunError(
            say(
                "{path}: this is not the received copy of the article, and positions count in no other. "
                "Its sha256 is {found}; on record is {on_record}",
                path=path,
                found=found,
                on_record=say(" or ").join(sorted(on_record)),
            )
        )
    source = on_record[found]
    wanted = sorted((row["char_start"], row["char_end"]) for row in spans if row["source_id"] == source)
    cut = (_excerpt(passage, wanted, text) for passage in lookup.rows(PASSAGES, source=source))
    yield from (excerpt for excerpt in cut if excerpt.marks)


def _excerpt(passage: Row, spans: Iterable[tuple[int, int]], text: str) -> Excerpt:
    first, last = passage["char_start"], passage["char_end"]
    marks: list[tuple[int, int]] = []
    for start, end in spans:
        mark = (max(start, first) - first, min(end, last) - first)
        if mark[0] >= mark[1]:
            continue
        if marks and mark[0] <= marks[-1][1]:
            marks[-1] = (marks[-1][0], max(marks[-1][1], mark[1]))
        else:
            marks.append(mark)
    return Excerpt(passage["passage_id"], passage["line"], text[first:last], tuple(marks))
