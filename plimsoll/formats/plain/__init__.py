"""A plain table of cases, one row a case: for services that keep no Annex A."""

from plimsoll.formats.plain.layout import example, table

__all__ = ["example", "table"]
