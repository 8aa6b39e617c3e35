"""Families filled with children: so many of each kind, siblings together, nobody older than their story allows."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from plimsoll.demo import codes, shares
from plimsoll.demo.calendar_days import CalendarDays, months_before, years_at
from plimsoll.demo.columns import NO, UNKNOWN, YES
from plimsoll.demo.draws import Draws, Ranges, Turns, Weighted
from plimsoll.demo.histories import lesser, tell, with_earlier
from plimsoll.demo.names import Identifiers
from plimsoll.demo.people import IN_CARE, ON_PLAN, Child, Family, Kind, Story

# Invented, by kind: how often a family is known for a child's disability, and how often a sibling is only in need.
DISABILITY_FAMILIES = {Kind.NEED: 0.11, Kind.CARE: 0.05, Kind.ASSESSMENT: 0.04, Kind.CLOSED_NEED: 0.06}
LESSER_SIBLING_SHARE = 0.15
TWIN_SHARE = 0.03
TRIES = 12
MONTHS_APART_DAYS = 290
LONGEST_BEFORE_BIRTH = 120  # days from a referral to the birth
# Unaccompanied children came in the last years: within these days of care the share is as wanted over all.
UASC_DAYS, UASC_RECENT_SHARE = 900, shares.UASC_SHARE / 0.3
AGES_ALONE: Ranges = Weighted({(15, 15): 2, (16, 17): 8})
OTHER_DISABILITY: Weighted[str] = Weighted({NO: 91, YES: 6, UNKNOWN: 3})
CAN_BE_UNBORN = frozenset({Kind.ASSESSMENT, Kind.NEED, Kind.PROTECTION})


class Household:
    """Draws families of one town.

    Parameters: draws and days of the town; ids, the numbers still to give.
    """

    def __init__(self, draws: Draws, days: CalendarDays, ids: Identifiers) -> None:
        self._draws, self._days, self._ids = draws, days, ids
        self._again = Turns(0.5)

    def of_kind(self, kind: Kind, children: int) -> list[Family]:
        """Families with exactly so many children whose story ends in this kind, besides siblings only in need."""
        families = []
        while children > 0:
            family = self._family(kind, children)
            children -= sum(child.story.kind is kind for child in family.children)
            families.append(family)
        return families

    def _family(self, kind: Kind, most: int) -> Family:
        draws = self._draws
        story = self._told(kind)
        family = Family(story, draws.chance(DISABILITY_FAMILIES.get(kind, 0.0)), draws.of(codes.SOURCE))
        if self._alone(story):
            family.children.append(self._unaccompanied(family))
            return family
        size = 1 if kind is Kind.TURNED_ADULT else draws.of(shares.FAMILY_SIZE)
        ethnicity = draws.of(codes.ETHNICITY)
        for place in range(size):
            told = self._sibling_story(story) if place else story
            if told.kind is kind and sum(child.story.kind is kind for child in family.children) == most:
                break
            family.children.append(self._child(family, told, ethnicity, first=place == 0))
        return family

    def _told(self, kind: Kind) -> Story:
        """A story, re-referred in so many cases of those that list 3 shows."""
        story = tell(kind, self._draws, self._days)
        again = self._days.in_window(story.referral) and self._again.comes(shares.REREFERRED_FAMILIES)
        return with_earlier(story, self._draws, self._days) if again else story

    def _sibling_story(self, story: Story) -> Story:
        """A sibling's own form of the story; after many months the others are no longer known."""
        recent = (self._days.as_at - story.referral).days < 500
        splits = story.kind in IN_CARE | ON_PLAN and recent and story.assessment_end is not None
        return lesser(story) if splits and self._draws.chance(LESSER_SIBLING_SHARE) else story

    def _alone(self, story: Story) -> bool:
        recent = story.care_start and (self._days.as_at - story.care_start).days < UASC_DAYS
        return bool(story.kind is Kind.CARE and recent and self._draws.chance(UASC_RECENT_SHARE))

    def _unaccompanied(self, family: Family) -> Child:
        """One who came alone: there is no household here, and care is agreed rather than ordered."""
        child = self._child(family, family.story, self._draws.of(codes.ETHNICITY), first=False)
        child.birth = self._birth(AGES_ALONE, self._days.as_at - timedelta(1))
        child.age, child.uasc, child.need = years_at(child.birth, self._days.as_at), True, codes.ABSENT_PARENTING
        return child

    def _child(self, family: Family, story: Story, ethnicity: str, *, first: bool) -> Child:
        draws = self._draws
        unborn = self._unborn(story)
        birth = self._unborn_birth() if unborn else self._sibling_birth(family, story)
        disabled = YES if family.disabled and first else draws.of(OTHER_DISABILITY)
        need = codes.DISABLED if family.disabled and first else draws.of(codes.NEED)
        return Child(
            id=self._ids.next(),
            gender=codes.UNBORN_GENDER if unborn else draws.of(codes.GENDER),
            ethnicity=ethnicity,
            birth=birth,
            age=-1 if birth is None else years_at(birth, self._days.as_at),
            disability=NO if unborn else disabled,
            need=codes.ABUSE_OR_NEGLECT if unborn or (story.plan_start and need != codes.DISABLED) else need,
            story=self._own(story, birth),
            source=family.source,
        )

    def _own(self, story: Story, birth: date | None) -> Story:
        """The family's story without an earlier referral that was long before this child."""
        first = story.earlier_referral
        if first is None or (birth and first >= birth - timedelta(LONGEST_BEFORE_BIRTH)):
            return story
        return replace(story, earlier_referral=None, earlier_assessment_end=None)

    def _unborn(self, story: Story) -> bool:
        recent = (self._days.as_at - story.referral).days <= LONGEST_BEFORE_BIRTH - 60
        return story.kind in CAN_BE_UNBORN and recent and self._draws.chance(shares.UNBORN_SHARE)

    def _unborn_birth(self) -> date | None:
        """The expected day, known for two in three; otherwise the cell stays empty."""
        return self._days.as_at + timedelta(self._draws.between(1, 60)) if self._draws.chance(2 / 3) else None

    def _sibling_birth(self, family: Family, story: Story) -> date:
        """A birthday apart from those of the siblings, or the same day for a twin."""
        if story.kind is Kind.TURNED_ADULT and story.care_end:
            return months_before(story.care_end, 12 * 18)
        known = [child.birth for child in family.children if child.birth]
        if known and self._draws.chance(TWIN_SHARE) and self._fits(known[-1], story):
            return known[-1]
        for _ in range(TRIES):
            birth = self._birth(_ages(story.kind), self._latest_birth(story))
            if all(abs((birth - other).days) > MONTHS_APART_DAYS for other in known):
                return birth
        return next((birth for birth in known if self._fits(birth, story)), self._latest_birth(story))

    def _fits(self, birth: date, story: Story) -> bool:
        return birth <= self._latest_birth(story)

    def _latest_birth(self, story: Story) -> date:
        """Nobody comes into care before birth; a referral may come some months before it."""
        latest = min(story.referral + timedelta(LONGEST_BEFORE_BIRTH), self._days.as_at - timedelta(1))
        return min(latest, story.care_start or latest)

    def _birth(self, ages: Ranges, latest: date) -> date:
        for _ in range(TRIES):
            born = months_before(self._days.as_at, 12 * self._draws.within(ages)) - timedelta(
                self._draws.between(0, 364)
            )
            if born <= latest:
                return born
        return latest - timedelta(self._draws.between(0, 200))


def _ages(kind: Kind) -> Ranges:
    if kind is Kind.CLOSED_ADOPTED:
        return shares.AGES_ADOPTED
    return shares.AGES_CARE if kind in IN_CARE | {Kind.CLOSED_CARE, Kind.NEED_AFTER_CARE} else shares.AGES_NEED


def counted(families: list[Family]) -> Counter[Kind]:
    """How many children each kind has."""
    return Counter(child.story.kind for family in families for child in family.children)
