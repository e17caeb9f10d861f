"""The archive described for machines: schema.org, Croissant, DCAT, CSVW and DataCite, each in its own terms."""

from xiaogan_facts.release.metadata._documents import beside_csv, write

__all__ = ["beside_csv", "write"]
