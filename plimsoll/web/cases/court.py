"""What the page of a case says of court work: beside what is due, and what can be done about it."""

from django.urls import reverse

from plimsoll.core.calendar import LONDON
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.cases import CaseView
from plimsoll.queries.court import CourtWork, Dated, Status
from plimsoll.web.cases.standing import SaidBeside
from plimsoll.web.parts import Act


def said_of(one: Dated) -> tuple[str, ...]:
    """What is known of a date, a line each."""
    due = one.due_at.astimezone(LONDON)
    by = (
        f"Ordered on {day_words(one.ordered_on)} by {one.court}"
        if one.court
        else f"Agreed on {day_words(one.ordered_on)}"
    )
    lines = (f"“{one.what}”" if one.what else "", f"By {due:%H:%M} that day" if one.time_known else "")
    return tuple(filter(None, (*lines, f"{by}. Written here by {one.by}.")))


def date_acts(found: CaseView, one: Dated) -> tuple[Act, ...]:
    """What can be done about a date that is open."""
    about, asked = f": {one.kind.label}", f"?date={one.id}"
    return (
        Act("Say what became of it", href=reverse("case-court-end", args=[found.id]) + asked, about=about),
        Act("Varied by an order", href=reverse("case-court-vary", args=[found.id]) + asked, about=about),
    )


def status_act(found: CaseView, one: Status) -> Act:
    """What can be done about a legal status that runs out."""
    return Act(
        "Say what came next",
        href=f"{reverse('case-legal-status-end', args=[found.id])}?status={one.id}",
        about=f": {one.kind.label}",
    )


def court_beside(found: CaseView, work: CourtWork, *, may: bool) -> dict[str, SaidBeside]:
    """What the case page says beside what is due by court work, by the key of the due item, and what can be done there."""
    lines = {one.key: SaidBeside(said_of(one), date_acts(found, one) if may and one.open else ()) for one in work.dates}
    for status in work.now:
        said = tuple(filter(None, (f"Since {day_words(status.from_date)}", status.court, status.note)))
        lines[status.key] = SaidBeside(said, (status_act(found, status),) if may else ())
    return lines
