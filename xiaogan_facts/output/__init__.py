"""The rows of a query as text: aligned for a terminal, or as CSV, JSON or Markdown."""

from xiaogan_facts.output.formats import FORMATS, Rows

__all__ = ["FORMATS", "Rows"]
