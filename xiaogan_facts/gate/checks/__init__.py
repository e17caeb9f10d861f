"""Checks of a package against its descriptor: cells with pandera, keys by their hashes. No table is known by name."""
