"""Who looked at whom, as a page and as a file; viewings out of the ordinary."""

from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.http import content_disposition_header

from plimsoll.actions import authorise
from plimsoll.actions.cases import Refused
from plimsoll.actions.viewings import export_viewings
from plimsoll.core.access import NotThere, Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.queries.viewings import Asked, find_child, get_called, get_viewings, list_odd_viewings, list_people
from plimsoll.web.limited import limited
from plimsoll.web.sealed_words import opened
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in
from plimsoll.web.viewings.page import Ask, odd_page, viewings_page

DAYS, ODD_DAYS = 30, 7


@signed_in("GET")
def viewings(request: HttpRequest) -> HttpResponse:
    """The trail of a child, a person or a time; of the last thirty days where nothing is asked."""
    authorise.check_can_see_audit(request.viewer)
    form, asked = _asked(request.viewer, opened(request), request.now)
    called = get_called(request.viewer, asked.child) if asked and asked.child else None
    found = get_viewings(request.viewer, asked) if asked else None
    page = viewings_page(
        form,
        found,
        asked.child if asked else None,
        called,
        taken_by=_file(asked) if asked else "",
        called=request.viewer.called,
    )
    return show(request, "viewings/viewings.jinja", page, status=200 if asked else 422)


@signed_in("POST")
@limited("take-out")
def take(request: HttpRequest) -> HttpResponse:
    """The same as a file: an act, which is remembered, and so a POST."""
    authorise.check_can_see_audit(request.viewer)
    form, asked = _asked(request.viewer, request.GET, request.now)
    if asked:
        try:
            content = export_viewings(asked, by=request.viewer, at=request.now)
        except Refused as refusal:
            form.add_error("until", refusal.faults["until"])
        else:
            answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
            name = f"viewings-{request.now.astimezone(LONDON):%Y-%m-%d}.csv"
            answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
            answer.headers["Cache-Control"] = "no-store"
            return answer
    return show(
        request,
        "viewings/viewings.jinja",
        viewings_page(form, None, None, None, taken_by="", called=request.viewer.called),
        status=422,
    )


@signed_in("GET")
def odd(request: HttpRequest) -> HttpResponse:
    """Viewings out of the ordinary, of the week that ends with a day."""
    authorise.check_can_see_audit(request.viewer)
    form = Ask(request.GET or None, people=(), as_at=request.now)
    until = (form.cleaned_data["until"] if form.is_bound and form.is_valid() else None) or _today(request.now)
    begins, ends = _from(until - timedelta(ODD_DAYS - 1)), _from(until + timedelta(1))
    return show(
        request,
        "viewings/odd.jinja",
        odd_page(list_odd_viewings(request.viewer, begins, ends), until, _today(request.now), request.viewer.called),
    )


def _asked(viewer: Viewer, said: QueryDict, now: datetime) -> tuple[Ask, Asked | None]:
    """The form as it was filled in, and what it asks; nothing where something is wrong in it."""
    form = Ask(said or None, people=list_people(viewer), as_at=now)
    today = _today(now)
    if not form.is_bound:
        return form, Asked(None, None, _from(today - timedelta(DAYS - 1)), _from(today + timedelta(1)))
    if not form.is_valid():
        return form, None
    typed = form.cleaned_data
    try:
        child = find_child(viewer, typed["reference"]) if typed["reference"] else _child(said)
    except NotThere:
        form.add_error("reference", "There is no child or case with this reference. Look whether it is spelled so")
        return form, None
    until = typed["until"] or today
    begins = typed["begins"] or until - timedelta(DAYS - 1)
    if begins > until:
        form.add_error("begins", "The first day lies after the last. Change one of them")
        return form, None
    person = UUID(typed["person"]) if typed["person"] else None
    return form, Asked(child, person, _from(begins), _from(until + timedelta(1)))


def _child(said: QueryDict) -> UUID | None:
    try:
        return UUID(said["child"]) if said.get("child") else None
    except ValueError:
        raise Http404 from None


def _file(asked: Asked) -> str:
    last = asked.ends.astimezone(LONDON).date() - timedelta(1)
    said = {
        "child": asked.child,
        "person": asked.person,
        "begins": f"{asked.begins.astimezone(LONDON):%-d %b %Y}",
        "until": f"{last:%-d %b %Y}",
    }
    return f"{reverse('viewings-file')}?{urlencode({name: value for name, value in said.items() if value})}"


def _today(now: datetime) -> date:
    return now.astimezone(LONDON).date()


def _from(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON)
