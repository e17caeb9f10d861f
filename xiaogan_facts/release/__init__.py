"""The downloads: the archive in every format that a reader's tool likes best, byte for byte the same each time."""

from xiaogan_facts.release._build import release
from xiaogan_facts.release.files import ReleasedFile

__all__ = ["ReleasedFile", "release"]
