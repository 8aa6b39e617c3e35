"""Ofsted's "Annex A: child level data": reading the workbooks that authorities keep ready for inspection."""

from plimsoll.formats.annex_a.faults import Fault, FaultKind
from plimsoll.formats.annex_a.reading import read
from plimsoll.formats.annex_a.tables import AnnexA, ListTable
from plimsoll.formats.spreadsheet import UnusableFile

__all__ = ["AnnexA", "Fault", "FaultKind", "ListTable", "UnusableFile", "read"]
