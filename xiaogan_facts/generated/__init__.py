"""Committed files that are generated: the descriptor, and the reference pages in `docs/`."""
