"""CSV bytes as tables: string cells in batches for the checks, typed columns for queries and rules."""
