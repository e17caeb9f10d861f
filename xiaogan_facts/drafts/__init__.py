"""Begin a new row of the archive: what is known of it is filled in, and it stands at its place in the file."""

from xiaogan_facts.drafts.draft import Draft, begin
from xiaogan_facts.drafts.insert import insert
from xiaogan_facts.drafts.workbench import Spot, Workbench

__all__ = ["Draft", "Spot", "Workbench", "begin", "insert"]
