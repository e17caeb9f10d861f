"""What a Table Schema asks of a table, checked: cells with pandera, keys by their hashes. Knows no table by name."""
