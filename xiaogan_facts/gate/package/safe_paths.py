"""Decide which paths a descriptor may name: regular files inside the package's own folder, and nothing else.

Source: Data Package, glossary "URL or Path": absolute paths and relative parent paths are forbidden.
"""

from __future__ import annotations

import re
import stat
from pathlib import Path

from xiaogan_facts.gate.errors import Error
from xiaogan_facts.gate.translation import say

_WEB = re.compile(r"(?:https?|ftps?)://", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")


class UnsafePathError(Error):
    """Raised if a path leaves the package's folder or names no regular file; the message completes "this path …"."""


def is_remote(path: str) -> bool:
    """Return whether a path is a web address, of one of the four schemes that the standard names."""
    return bool(_WEB.match(path))


def is_address(path: str) -> bool:
    """Return whether a path is an address of any scheme: `https://…`, `s3://…`, `file:…`."""
    return bool(_SCHEME.match(path)) and not _DRIVE.match(path)


def safe_path(base: Path, path: str) -> Path:
    """Return the file that a relative path names below `base`. Symbolic links may not lead out of it.

    Raises UnsafePathError if the path is absolute, leads out of `base`, or names no regular file; FileNotFoundError if
    nothing is there.
    """
    if not path or "\0" in path:
        raise UnsafePathError(say("is empty or holds a NUL character"))
    if path.startswith(("/", "\\", "~")) or _DRIVE.match(path):
        raise UnsafePathError(say("is absolute"))
    if is_address(path):
        raise UnsafePathError(say("is an address, but none that begins with http://, https://, ftp:// or ftps://"))
    if ".." in re.split(r"[\\/]", path):
        raise UnsafePathError(say("climbs out of the package's folder"))
    try:
        root = base.resolve()
        target = (root / path).resolve(strict=True)
        mode = target.stat().st_mode
    except FileNotFoundError:
        raise
    except (OSError, RuntimeError, ValueError) as error:
        raise UnsafePathError(say("cannot be opened ({name})", name=type(error).__name__)) from error
    if not target.is_relative_to(root):
        raise UnsafePathError(say("is a link out of the package's folder"))
    if not stat.S_ISREG(mode):
        raise UnsafePathError(say("is not a regular file"))
    return target
