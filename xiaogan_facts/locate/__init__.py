"""Where a phrase stands in the received copy of an article, whichever characters it is typed in."""

from xiaogan_facts.locate.locate import NotOnRecordError, Place, Places, locate

__all__ = ["NotOnRecordError", "Place", "Places", "locate"]
