"""One row of the archive as a card: what it says, who says so, where it stands, with which caveats, how to cite it."""
