"""Build the site: the release to download, both trees of pages, what the scripts need, and the hashes of all."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from xiaogan_facts.archive import open as open_archive
from xiaogan_facts.release import release
from xiaogan_facts.release.files import SHA256SUMS
from xiaogan_facts.release.folder import replaced
from xiaogan_facts.site import scripts
from xiaogan_facts.site.content import read
from xiaogan_facts.site.pages import pages

_ASSETS = Path(__file__).with_name("assets")


def build(out: Path) -> list[str]:
    """Write the site into the folder `out`, which it replaces as a whole, and return the names of its files.

    The same archive gives the same bytes. Raises CannotRunError where `out` holds something else than a site.
    """
    with replaced(out) as folder:
        files = release(folder / "downloads")
        with open_archive() as archive:
            content = read(archive, files)
            for name, text in pages(content):
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text, "utf-8", newline="\n")
            shutil.copytree(_ASSETS, folder / "assets")
            scripts.write(folder / "assets", content)
        return _listed(folder)


def _listed(folder: Path) -> list[str]:
    """Write the hash of every file, so that the folder can be told from somebody else's, and return all names."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    names = [file.relative_to(folder).as_posix() for file in files]
    hashes = (hashlib.sha256(file.read_bytes()).hexdigest() for file in files)
    lines = "".join(f"{digest}  {name}\n" for name, digest in zip(names, hashes, strict=True))
    (folder / SHA256SUMS).write_text(lines, "utf-8", newline="\n")
    return [*names, SHA256SUMS]
