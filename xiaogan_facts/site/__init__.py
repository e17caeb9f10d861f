"""The archive as a static site that any host serves, and that works from a folder without network."""

from xiaogan_facts.site.write import build

__all__ = ["build"]
