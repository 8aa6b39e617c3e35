"""People of whom the lists hold little more than that they exist: contacts, early help, adopters' children."""

from datetime import timedelta

from plimsoll.demo import codes
from plimsoll.demo.building import Town
from plimsoll.demo.calendar_days import months_before, years_at
from plimsoll.demo.draws import Ranges
from plimsoll.demo.people import Cell


def person(town: Town, ages: Ranges, ethnicity: str | None = None) -> list[Cell]:
    """The five cells that begin a row, for someone new: number, gender, ethnicity, birthday, age in years."""
    draws, as_at = town.draws, town.days.as_at
    birth = months_before(as_at, 12 * draws.within(ages)) - timedelta(draws.between(0, 364))
    birth = min(birth, months_before(as_at, 6))
    gender = draws.of(codes.GENDER)
    return [town.ids.next(), gender, ethnicity or draws.of(codes.ETHNICITY), birth, years_at(birth, as_at)]
