"""The gate: judges anybody's tabular Data Package. It imports nothing of this program from outside this room."""
