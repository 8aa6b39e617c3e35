"""Where a child's cases stood in the order of work, and why, in plain words: what was kept each time when a list was gone
through, where they stand now, and what each criterion means."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from plimsoll.core.access import Viewer
from plimsoll.core.calendar import LONDON, day_of, moment
from plimsoll.core.priority.told import capital, told
from plimsoll.core.terms import Band, Known
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.cases import get_case
from plimsoll.queries.facts import editions
from plimsoll.queries.facts.editions import NothingInForce
from plimsoll.queries.place import get_standing
from plimsoll.queries.shipped import shipped_scales
from plimsoll.records.models.cases import Case
from plimsoll.records.models.priority import PrioritisationReview

Kept = dict[str, Any]  # plain data, as a request keeps it
_DECIDES = "The order is advice. People decide: whoever holds the case, and whoever agrees where it goes lower."


def list_order_of_work(viewer: Viewer, cases: Iterable[UUID], at: datetime) -> list[Kept]:
    """What a copy says of the order of work, to be kept with the request: lists hold other children too, and whoever looks
    at the copy may not see each of them. Of a list that the viewer may not see nothing is said."""
    ids = sorted(cases)
    found = list(_confirmed(viewer, ids))
    for case in Case.objects.filter(org_id=viewer.org, pk__in=ids, closed_at__isnull=True).order_by("reference"):
        found += _now(viewer, case.pk, at)
    return [*found, *_criteria(viewer, ids, at)] if found else []


def _confirmed(viewer: Viewer, cases: list[UUID]) -> Iterator[Kept]:
    """Each time when a list with one of the cases was gone through and confirmed."""
    reviews = PrioritisationReview.objects.filter(org_id=viewer.org, ranking__cases__overlap=cases)
    reviews = reviews.select_related("ranking", "ranking__criteria_set", "confirmed_by", "supervisor")
    wanted = {str(case) for case in cases}
    for review in reviews.order_by("confirmed_at", "pk"):
        kept = review.ranking
        for one in kept.result["cases"]:
            if one["case"] not in wanted:
                continue
            with_whom = f", with {review.supervisor.name}" if review.supervisor else ""
            says = [
                ("band", "Where it stood", Band(one["band"]).label),
                ("reasons", "Why", ". ".join(one["reasons"])),
                ("information", "Which information was used", f"What was on record on {_day(kept.known_at)}"),
                ("criteria", "By which criteria", f"{kept.criteria_set.title}, version {kept.criteria_set.version}"),
                ("decided", "Who decided", f"{review.confirmed_by.name}{with_whom}, on {_day(review.confirmed_at)}"),
            ]
            yield _kept(one["case"], f"{review.pk}", "The list was gone through", review.confirmed_at, says)


def _now(viewer: Viewer, case: UUID, at: datetime) -> list[Kept]:
    """Where a case stands at the moment, with each fact that counts."""
    try:
        found = get_standing(viewer, get_case(viewer, case), moment(at))
    except NothingInForce:
        return []
    if found is None:
        return []
    used = [
        f"{capital(one.indicator.label)}: {one.value}" + (f" ({one.by})" if one.by else "")
        for one in found.given
        if one.known is not Known.UNKNOWN
    ]
    unknown = [one.indicator.label for one in found.given if one.known is Known.UNKNOWN]
    says = [
        ("band", "Where it stands", found.band.label),
        ("reasons", "Why", ". ".join(found.reasons)),
        ("information", "Which information was used", ". ".join(used) or "None"),
        *([("unknown", "What was not known", ", ".join(unknown))] if unknown else []),
        ("criteria", "By which criteria", found.criteria),
        ("decided", "Who decides", _DECIDES),
    ]
    return [_kept(str(case), f"now:{case}", "Where the case stands when this copy was gathered", at, says)]


def _criteria(viewer: Viewer, cases: list[UUID], at: datetime) -> Iterator[Kept]:
    """What each criterion means, in the words of the page that tells everybody."""
    try:
        criteria = editions.criteria(viewer, day_of(moment(at)), None)
    except NothingInForce:
        return
    for section in told(criteria, shipped_scales()):
        says = [
            (f"line_{number}", line.name, ". ".join(part.rstrip(".") for part in (line.text, *line.more) if part))
            for number, line in enumerate(section.lines)
        ]
        yield _kept(str(cases[0]), f"criteria:{section.key}", section.title, at, [("says", "", section.says), *says])


def _kept(case: str, key: str, title: str, at: datetime, says: Iterable[tuple[str, str, str]]) -> Kept:
    when = at.astimezone(LONDON).date().isoformat()
    return {"case": case, "key": key, "title": title, "when": when, "says": [list(one) for one in says]}


def _day(at: datetime) -> str:
    return day_words(at.astimezone(LONDON).date())
