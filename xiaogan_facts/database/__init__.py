"""The archive as a DuckDB database: typed tables with keys and comments, the view `facts`, ready-made queries."""
