"""One row of the archive as a card: its content, who says so and where, its caveats, and how to cite it."""
