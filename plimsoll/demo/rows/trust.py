"""What the town does before it trusts its criteria: invented cases that its managers order blind, and a shadow month of one
team, which the jobs worker keeps and compares in its first night."""

from datetime import timedelta

from plimsoll.core.priority import worked
from plimsoll.core.priority.blind import pairs, stands
from plimsoll.core.priority.criteria import parse
from plimsoll.demo.rows.making import Making, at
from plimsoll.demo.rows.reference import text_of
from plimsoll.demo.service import Person, Post, Unit
from plimsoll.records.models.priority import BlindExercise, BlindOrder, ShadowSpell

BLIND = "blind/general.toml"
ASKED_DAYS = 7  # ago
SHADOW_DAYS, OVER_DAYS = 28, 7  # ago; over before anybody's last look, so that what moved since can be told
ORDERS = 3
FURTHEST = 4  # places by which somebody moves a case
WHY = "Before the criteria are trusted by everybody"


def add_trust(making: Making) -> None:
    """An exercise that is under way, which some managers have done already, and a shadow month that has passed."""
    managers = [person for person in making.book.service.people if person.is_here and person.post is Post.MANAGER]
    decides = making.book.service.administrator
    text, criteria = text_of(BLIND), parse(text_of("criteria/statutory.toml"))
    found = stands(worked.parse(text), criteria)
    begun = at(making.as_at - timedelta(ASKED_DAYS), 600)
    exercise = making.add(
        BlindExercise,
        criteria_set_id=making.editions["criteria"],
        text=text,
        stands=[
            {"key": one.key, "place": one.place, "band": one.band.value, "reasons": list(one.reasons)} for one in found
        ],
        why=WHY,
        begun_at=begun,
        begun_by_id=making.people[decides],
    )
    engine = [one.place for one in found]
    for number, manager in enumerate(managers[:ORDERS]):
        places = _order(making, engine)
        making.add(
            BlindOrder,
            exercise_id=exercise,
            worker_id=making.people[manager],
            places=places,
            submitted_at=begun + timedelta(days=number, hours=3),
            tau=pairs(places, engine).tau,
        )
    for unit in [manager.unit for manager in managers if manager.unit][:1]:
        _shadow(making, unit, decides)


def _order(making: Making, engine: list[int]) -> list[int]:
    """The order of the criteria with each case moved a little, as somebody would have it who knows the work."""
    moved = [place + making.draws.between(-FURTHEST, FURTHEST) for place in engine]
    return [1 + sum((other, at) < (own, here) for at, other in enumerate(moved)) for here, own in enumerate(moved)]


def _shadow(making: Making, unit: Unit, decides: Person) -> None:
    begins = making.as_at - timedelta(SHADOW_DAYS)
    making.add(
        ShadowSpell,
        team_id=making.units[unit],
        from_date=begins,
        to_date=making.as_at - timedelta(OVER_DAYS),
        why=WHY,
        decided_at=at(begins, 540),
        decided_by_id=making.people[decides],
    )
