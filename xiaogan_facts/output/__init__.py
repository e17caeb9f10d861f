"""Write the rows of a query: as text for a terminal or a program, or as a Parquet or Excel file."""

from xiaogan_facts.output._formats import FORMATS, Rows
from xiaogan_facts.output.output import ALL_FORMATS, Output, output_for

__all__ = ["ALL_FORMATS", "FORMATS", "Output", "Rows", "output_for"]
