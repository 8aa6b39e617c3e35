"""Lists 10 and 11: children on the way to adoption in the last twelve months, and the people who adopt."""

from dataclasses import dataclass
from datetime import date, timedelta

from plimsoll.demo import codes, shares
from plimsoll.demo.building import Town
from plimsoll.demo.calendar_days import CalendarDays, years_at
from plimsoll.demo.columns import NO, yes_no
from plimsoll.demo.draws import Draws
from plimsoll.demo.outsiders import person
from plimsoll.demo.people import AdoptionPath, Cell, Child, Kind

# Invented, all of them.
OLDEST, LEAST_CARE_DAYS = 6, 150
DECIDED_SHARE, REVERSED_SHARE, EARLY_FOSTERING_SHARE = 0.35, 0.12, 0.15
COUPLE_SHARE, LEAVING_SHARE = 0.75, 0.12


@dataclass(frozen=True, slots=True)
class OnTheWay:
    """A child of list 10: the cells about the child, and the path."""

    about: list[Cell]
    disability: str
    path: AdoptionPath


def paths(town: Town) -> list[OnTheWay]:
    """Give young children in care and the adopted their path, and add those adopted before the window."""
    draws, days = town.draws, town.days
    found = []
    for child in town.children():
        child.adoption = _path(child, draws, days)
        if child.adoption:
            found.append(OnTheWay(child.about(), child.disability, child.adoption))
    open_children = sum(child.is_open for child in town.children())
    for _ in range(round(open_children * shares.ADOPTIONS_BEYOND_CARE)):
        adopted = days.year_start + timedelta(draws.between(1, 175))
        about = person(town, shares.AGES_ADOPTED)
        about[3] = min(_day(about[3]), adopted - timedelta(500))
        about[4] = years_at(_day(about[3]), days.as_at)
        path = _adopted(adopted - timedelta(draws.between(420, 480)), adopted, draws)
        found.append(OnTheWay(about, NO, path))
    return found


def _day(cell: Cell) -> date:
    if not isinstance(cell, date):
        raise ValueError(f"{cell!r} is not a date")
    return cell


def _path(child: Child, draws: Draws, days: CalendarDays) -> AdoptionPath | None:
    story = child.story
    if story.care_start is None or child.uasc:
        return None
    if story.kind is Kind.CLOSED_ADOPTED and story.care_end:
        return _adopted(story.care_start, story.care_end, draws)
    earliest = max(story.care_start + timedelta(LEAST_CARE_DAYS - 50), days.year_start)
    young = story.kind is Kind.CARE and 0 <= child.age <= OLDEST
    if not young or (days.as_at - story.care_start).days < LEAST_CARE_DAYS or not draws.chance(DECIDED_SHARE):
        return None
    decision = earliest + timedelta(draws.between(0, (days.as_at - earliest).days))
    if draws.chance(REVERSED_SHARE):
        after = decision + timedelta(draws.between(30, 200))
        return AdoptionPath(story.care_start, decision, reversed_=after if after <= days.as_at else None)
    return _so_far(story.care_start, decision, draws, days.as_at)


def _so_far(entered: date, decision: date, draws: Draws, as_at: date) -> AdoptionPath:
    """The steps after a decision that have been reached by the reporting day."""
    order = decision + timedelta(draws.between(30, 90))
    matched = order + timedelta(draws.between(40, 150))
    placed = matched + timedelta(draws.between(14, 40))
    fostered = entered + timedelta(draws.between(0, 60)) if draws.chance(EARLY_FOSTERING_SHARE) else None
    reached = [day if day <= as_at else None for day in (order, matched, placed)]
    return AdoptionPath(entered, decision, reached[0], reached[1], reached[2], early_fostering=fostered)


def _adopted(entered: date, adopted: date, draws: Draws) -> AdoptionPath:
    """The steps before an adoption order, told backwards; together they take less than a year."""
    placed = adopted - timedelta(draws.between(90, 160))
    matched = placed - timedelta(draws.between(14, 30))
    order = matched - timedelta(draws.between(40, 90))
    return AdoptionPath(entered, order - timedelta(draws.between(20, 60)), order, matched, placed, adopted)


def rows(children: list[OnTheWay], town: Town) -> tuple[list[list[Cell]], list[list[Cell]]]:
    """Rows of list 10, and of list 11 with one row for each adopter; a matched child has the number of its family."""
    draws = town.draws
    open_children = sum(child.is_open for child in town.children())
    of_children: list[list[Cell]] = []
    of_adopters: list[list[Cell]] = []
    matched = 0
    for child in children:
        family = town.ids.next() if child.path.matched else None
        of_children.append(_child_row(child, family, draws))
        if family:
            matched += 1
            of_adopters += _adopters(family, _steps(child.path, draws, town.days.as_at), town)
    for _ in range(round(open_children * shares.ADOPTER_FAMILIES) - matched):
        of_adopters += _adopters(town.ids.next(), _steps(None, draws, town.days.as_at), town)
    return of_children, of_adopters


def _child_row(child: OnTheWay, family: str | None, draws: Draws) -> list[Cell]:
    path = child.path
    steps = [path.entered, path.decision, path.order, path.matched, path.placed, path.adopted, path.reversed_]
    reason = draws.of(codes.NO_LONGER_ADOPTION) if path.reversed_ else None
    return [child.about[0], family, *child.about[1:], child.disability, *steps, reason, path.early_fostering]


def _steps(path: AdoptionPath | None, draws: Draws, as_at: date) -> list[Cell]:
    """From enquiry to leaving: told backwards from a match, or forwards as far as the reporting day."""
    gaps = [draws.between(5, 40), draws.between(50, 75), draws.between(1, 60), draws.between(80, 130), 7, 20]
    if path and path.matched:
        days_before = [sum(gaps[place:]) + 60 for place in range(len(gaps) + 1)]
        steps: list[Cell] = [path.matched - timedelta(before) for before in days_before]
        return [*steps, path.matched, path.placed, 1 if path.placed else None, path.adopted, None, None]
    enquiry = as_at - timedelta(draws.between(5, 364))
    reached = [enquiry + timedelta(sum(gaps[:place])) for place in range(len(gaps) + 1)]
    steps = [day if day <= as_at else None for day in reached]
    left = draws.chance(LEAVING_SHARE)
    gone = as_at - timedelta(draws.between(0, 4)) if left else None
    return [*steps, None, None, None, None, gone, draws.of(codes.LEFT_ADOPTION) if left else None]


def _adopters(family: str, steps: list[Cell], town: Town) -> list[list[Cell]]:
    draws = town.draws
    fostering = "Yes" if draws.chance(EARLY_FOSTERING_SHARE) else "No"
    ethnicity = draws.of(codes.ETHNICITY)
    people = 2 if draws.chance(COUPLE_SHARE) else 1
    return [
        [
            town.ids.next(),
            family,
            draws.of(codes.ADOPTER_GENDER),
            ethnicity,
            yes_no(draws.chance(0.05)),
            fostering,
            *steps,
        ]
        for _ in range(people)
    ]
