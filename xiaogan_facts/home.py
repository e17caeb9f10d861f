"""Where the project lives: `[project.urls]` in pyproject.toml says it, and a wheel carries it along."""

from __future__ import annotations

from importlib import metadata

PLACEHOLDER = "OWNER"
"""What stands in the address in place of its owner, as long as nobody knows who that is."""


def repository() -> str | None:
    """Return the web address of the repository, None while it has no owner."""
    urls = metadata.metadata("xiaogan-facts").get_all("Project-URL") or []
    address = dict(url.split(", ", 1) for url in urls).get("Repository")
    return known(address) if address else None  # what was installed before it was said has none


def known(address: str) -> str | None:
    """Return an address if its owner is known."""
    return None if PLACEHOLDER in address.split("/") else address
