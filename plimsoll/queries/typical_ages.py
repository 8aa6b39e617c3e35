"""The organisation's own list of typical ages."""

from dataclasses import dataclass

from plimsoll.core.access import Viewer
from plimsoll.core.terms import DevelopmentArea
from plimsoll.core.typical_ages import TypicalAge
from plimsoll.records.models.reference import Setting

KEY = "typical_ages"


@dataclass(frozen=True)
class TypicalAges:
    """A list, and what it says of itself: where it comes from. Without lines the organisation has none."""

    source: str
    lines: tuple[TypicalAge, ...]


def get_typical_ages(viewer: Viewer) -> TypicalAges:
    """The list that holds. One query."""
    row = Setting.objects.filter(org_id=viewer.org, key=KEY).first()
    if row is None:
        return TypicalAges("", ())
    lines = (TypicalAge(DevelopmentArea(area), begins, ends, text) for area, begins, ends, text in row.value["lines"])
    return TypicalAges(row.value["source"], tuple(lines))
