"""The gate: judge any tabular Data Package. Nothing in here imports from the rest of this program."""
