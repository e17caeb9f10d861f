"""Build a release: every format from the one archive, the metadata for machines, and last the hashes of all."""

from __future__ import annotations

from pathlib import Path

from xiaogan_facts.bilingual import Bilingual
from xiaogan_facts.diff import as_json, as_markdown, compare
from xiaogan_facts.gate.translation import speaking
from xiaogan_facts.optional import extra
from xiaogan_facts.paths import DATAPACKAGE
from xiaogan_facts.release import metadata, to_csv, to_datasette, to_parquet
from xiaogan_facts.release._writers import WRITERS
from xiaogan_facts.release.files import ReleasedFile, write_checksums
from xiaogan_facts.release.folder import replaced
from xiaogan_facts.release.snapshot import Snapshot

CHANGES = Bilingual("What has changed since the version before", "与上一版本相比的变化")
NEEDED = ("pyarrow.parquet", "xlsxwriter")


def release(
    out: Path, archive: Path = DATAPACKAGE, since: Path | None = None, *, keep: bool = False
) -> list[ReleasedFile]:
    """Write a release of the archive into the folder `out`, which it replaces as a whole, and return its files.

    `since` is the version before: a folder or zip of a package, or a release folder; what has changed is then written
    too. The same archive gives the same bytes. Raises CannotRunError where `out` holds something else than a release
    (with `keep` only where it holds no release), where the archive cannot be a database, or where a library is missing.
    """
    for module in NEEDED:
        extra(module, "write a release")
    content = Snapshot.read(archive)
    with replaced(out, keep=keep) as folder, speaking("en"):
        files = _data(folder, content)
        if since:
            files += _changes(folder, since, archive)
        files += metadata.write(content, folder, files)
        write_checksums(folder, files)
    return files


def _data(folder: Path, archive: Snapshot) -> list[ReleasedFile]:
    files = []
    for writer in WRITERS:
        path = folder / f"{archive.package.name}-{archive.package.version}{writer.ending}"
        writer.write(path, archive)
        files.append(ReleasedFile.of(path, writer.media_type, writer.title))
    to_csv.write(folder / to_csv.NAME, archive)
    files.append(ReleasedFile.of(folder / to_csv.NAME, to_csv.MEDIA_TYPE, to_csv.TITLE))
    database = folder / f"{archive.package.name}-{archive.package.version}.sqlite"
    to_datasette.write(folder / to_datasette.NAME, archive, database)
    files.append(ReleasedFile.of(folder / to_datasette.NAME, to_datasette.MEDIA_TYPE, to_datasette.TITLE))
    for table in archive.tables:
        path = folder / f"{table.name}.parquet"
        to_parquet.write(path, table, archive)
        title = Bilingual(f"Parquet: {table.description.en}", f"Parquet：{table.description.zh}")
        files.append(ReleasedFile.of(path, to_parquet.MEDIA_TYPE, title, table.name))
    return files


def _changes(folder: Path, since: Path, archive: Path) -> list[ReleasedFile]:
    zips = sorted(since.glob("*.zip"))
    difference = compare(zips[0] if len(zips) == 1 else since, archive)
    files = []
    for name, media_type, text in (
        ("CHANGES.md", "text/markdown", as_markdown(difference)),
        ("changes.json", "application/json", as_json(difference)),
    ):
        (folder / name).write_text(text, "utf-8", newline="\n")
        files.append(ReleasedFile.of(folder / name, media_type, CHANGES))
    return files
