"""The out-of-hours route: settling it, and taking what must be done now by it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from plimsoll.actions.audit import record_event
from plimsoll.actions.authorise import check_can_manage_settings, check_can_take_by_route
from plimsoll.actions.cases import Refused, one_at_a_time_on, too_long
from plimsoll.actions.settings import one_at_a_time
from plimsoll.core.access import NotThere, Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.route import Place
from plimsoll.core.terms import Act
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.facts.route import on_route
from plimsoll.records import scopes
from plimsoll.records.models.people import Team
from plimsoll.records.models.route import RoutePlace, RouteTaking

MOST_PLACES, LONGEST_TAKER, LONGEST_TOLD = 20, 200, 2_000


def set_route(team: UUID | None, places: Sequence[Place], *, by: Viewer, at: datetime) -> None:
    """Settles from now on by whom what must be done now is taken out of hours, for a team, or (None) for every team without
    a route of its own; what held before is ended, and stays on record. No places: there is no route. Whoever manages
    settings; event ROUTE_SET.

    Raises
    ------
    NotThere : no such team is open. NotAllowed : as `check_can_manage_settings`. Refused : too many, or somebody who does
    not work here.
    """
    check_can_manage_settings(by)
    if team is not None and not Team.objects.filter(org_id=by.org, pk=team, closed_on__isnull=True).exists():
        raise NotThere
    people = {place.worker for place in places if place.worker}
    here = scopes.here(by.org, at.astimezone(LONDON).date()).filter(pk__in=people).values_list("pk", flat=True)
    faults = [f"Write at most {MOST_PLACES} lines; these are {len(places)}."] if len(places) > MOST_PLACES else []
    faults += ["Somebody of these does not work here any more. Take them out."] if people - set(here) else []
    if faults:
        raise Refused({"places": " ".join(faults)})
    one_at_a_time(by)  # of two routes written at once both would hold
    now = RoutePlace.objects.filter(org_id=by.org, ended_at__isnull=True)
    old = now.filter(team_id=team) if team else now.filter(team__isnull=True)
    old.update(ended_at=at, ended_by_id=by.worker)
    for number, place in enumerate(places, start=1):
        RoutePlace.objects.create(
            org_id=by.org, team_id=team, number=number, worker_id=place.worker,
            name="" if place.worker else place.name, phone=place.phone, from_minute=place.from_minute,
            to_minute=place.to_minute, minutes=place.minutes, set_at=at, set_by_id=by.worker,
        )  # fmt: skip
    record_event(by, Act.ROUTE_SET, about_id=team, detail={"places": len(places)})


def take_by_route(case: UUID, taker: str, *, by: Viewer, at: datetime) -> None:
    """Takes what must be done now on a case while it goes by the out-of-hours route: from now on it stands with whoever took
    it, and nobody else is told. `taker`: who took it by telephone, where whoever writes this down did not take it
    themselves; '' else. Whoever may write on the case, which the route lets those do with whom it stands; event ROUTE_TAKEN,
    which keeps who had been told when.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_take_by_route`. Refused : nothing goes by the route now, or somebody has taken it.
    """
    one_at_a_time_on(case, by=by)
    found = check_can_take_by_route(by, case)
    some = on_route(by, at, case)
    taken = [(one.taken_at, one.taker) for one in some if one.taken_at is not None]
    faults = {}
    if fault := too_long(taker, LONGEST_TAKER):
        faults["taker"] = fault
    if not some:
        faults["case"] = "Nothing goes by the out-of-hours route on this case now: whoever holds it is there."
    elif len(taken) == len(some):
        when, who = max(taken)
        faults["case"] = f"{who} has taken it already, at {_clock(when)}."
    if faults:
        raise Refused(faults)
    for one in some:
        if one.taken_at is None:
            told = [f"{telling.place.name}, {_clock(telling.at)}" for telling in one.told]
            row = RouteTaking.objects.create(
                org_id=by.org, case_id=case, event_id=one.event, worker_id=by.worker, taker=taker.strip(),
                told=told_words(told), taken_at=at,
            )  # fmt: skip
            record_event(
                by, Act.ROUTE_TAKEN, case_id=case, child_id=found.child_id, about_id=row.pk,
                detail={"event": one.kind.value, "told": "; ".join(told)},
            )  # fmt: skip


def told_words(told: Sequence[str], most: int = LONGEST_TOLD) -> str:
    """Who was told when, as far as there is room, and of how many there is none; '' for nobody.

    >>> told_words(["Ann, 22:00", "Bob, 22:30", "Cat, 23:00"], most=36)
    'Ann, 22:00; Bob, 22:30; and 1 more'
    """
    said = ""
    for number, words in enumerate(told):
        longer = f"{said}; {words}" if said else words
        if len(longer) + len("; and 20 more") > most and said:
            return f"{said}; and {len(told) - number} more"
        said = longer
    return said


def _clock(at: datetime) -> str:
    local = at.astimezone(LONDON)
    return f"{day_words(local.date(), year=False)} {local:%H:%M}"
