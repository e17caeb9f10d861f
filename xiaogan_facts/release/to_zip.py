"""The zip: the Data Package with the size and hash of each file, a readme, the licences and how to cite it."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Mapping
from importlib import metadata as distributions
from pathlib import Path
from typing import Any

from xiaogan_facts.gate.package import Package
from xiaogan_facts.gate.package.safe_paths import safe_path
from xiaogan_facts.paths import CHECKOUT
from xiaogan_facts.release import metadata
from xiaogan_facts.release._readme import readme
from xiaogan_facts.release.snapshot import Snapshot

NOTICES = ("CITATION.cff", "LICENSE", "LICENSE-DATA.md")
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The one date of every file in the zip, for there is no other that stays the same: the first that a zip can hold."""


def write(path: Path, archive: Snapshot) -> None:
    """Write the package, and what describes it to other machines beside its tables."""
    package = archive.package
    tables = {file: safe_path(package.base, file).read_bytes() for each in package.resources for file in each.paths}
    described = json.dumps(descriptor(package, tables), ensure_ascii=False, indent=2) + "\n"
    files = {
        "datapackage.json": described.encode(),
        "README.md": readme(package).encode(),
        **{name: _notice(name) for name in NOTICES},
        **{name: text.encode() for name, text in metadata.beside_csv(package).items()},
        **tables,
    }
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.create_system = 3  # Unix, whichever system writes it: that decides how the rights below are read
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, content, zipfile.ZIP_DEFLATED, 9)


def descriptor(package: Package, tables: Mapping[str, bytes]) -> dict[str, Any]:
    """Return the package's descriptor with the size and SHA-256 of each resource's file."""
    resources = []
    for resource in package.resources:
        content = b"".join(tables[file] for file in resource.paths)
        proof = {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
        words = dict(resource.descriptor)
        schema = words.pop("schema")
        resources.append({**words, **proof, "schema": schema})
    return {**package.descriptor, "resources": resources}


def _notice(name: str) -> bytes:
    """Read a file on rights: of the checkout, or as the installed distribution carries it (PEP 639)."""
    if CHECKOUT:
        return (CHECKOUT / name).read_bytes()
    carried = distributions.distribution("xiaogan-facts")
    [file] = [file for file in carried.files or () if file.name == name and "licenses" in file.parts]
    return Path(str(file.locate())).read_bytes()
