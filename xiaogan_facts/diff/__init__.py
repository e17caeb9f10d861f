"""What changed between two versions of a Data Package: tables, columns, and rows cell by cell."""

from xiaogan_facts.diff._comparison import compare
from xiaogan_facts.diff._model import Difference
from xiaogan_facts.diff.as_json import as_json
from xiaogan_facts.diff.as_markdown import as_markdown
from xiaogan_facts.diff.as_text import as_text

__all__ = ["Difference", "as_json", "as_markdown", "as_text", "compare"]
