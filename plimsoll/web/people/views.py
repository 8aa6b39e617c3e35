"""Teams, what roles may do, and keeping people."""

import csv
import tempfile
from collections.abc import Callable
from functools import wraps
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions import authorise
from plimsoll.actions import people as keeping
from plimsoll.actions.account import end_way_in
from plimsoll.actions.bringing.staging import plain_name
from plimsoll.actions.cases import Refused
from plimsoll.core.access import Permission
from plimsoll.core.calendar import moment
from plimsoll.core.terms import Role
from plimsoll.formats.people_file import EXAMPLE, PersonFault, PersonRow, read_people
from plimsoll.formats.sheets import UnusableFile
from plimsoll.queries.matters import count_matters
from plimsoll.queries.people import (
    get_person,
    get_team,
    is_alone,
    list_missing,
    list_open_teams,
    list_people,
)
from plimsoll.queries.teams import list_teams
from plimsoll.web.done import Done, counts
from plimsoll.web.forms.form import Form
from plimsoll.web.out_of_sight import told
from plimsoll.web.people import keeping as pages
from plimsoll.web.people.forms import (
    EVERYWHERE,
    Add,
    EndingWayIn,
    EndRole,
    GiveRole,
    Hours,
    Leaving,
    ManyHours,
    Move,
    PeopleFile,
    Supervisor,
)
from plimsoll.web.people.page import roles_page, team_page, teams_page
from plimsoll.web.set_up.asking import ask
from plimsoll.web.show import show
from plimsoll.web.signed_in import View, asked_again, signed_in


@signed_in("GET")
def teams(request: HttpRequest) -> HttpResponse:
    """The teams whose cases the viewer may see: which of them needs somebody now."""
    found = list_teams(request.viewer, moment(request.now))
    keeps = authorise.can_manage_people(request.viewer)
    today = request.now.date()
    page = teams_page(found, count_matters(request.viewer), told(request.viewer, today), today=today, keeps=keeps)
    return show(request, "people/teams.jinja", page)


@signed_in("GET")
def team(request: HttpRequest, team: UUID) -> HttpResponse:
    """One team: every load line, and what nobody holds."""
    found = get_team(request.viewer, team, moment(request.now))
    keeps = authorise.can_manage_people(request.viewer)
    reads, gives = bool(request.viewer.reach(Permission.READ_RECORD)), authorise.can_note_absence(request.viewer, team)
    page = team_page(found, request.GET.dict(), today=request.now.date(), keeps=keeps, reads=reads, gives=gives)
    return show(request, "people/team.jinja", page)


@signed_in("GET")
def roles(request: HttpRequest) -> HttpResponse:
    """What each role may do, and which the viewer holds."""
    return show(request, "people/roles.jinja", roles_page(request.viewer))


# ---- keeping people ------------------------------------------------------------------------------------------------------


def _keeping(*methods: str) -> Callable[[View], View]:
    """A page for whoever keeps people alone."""

    def made(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, **named: Any) -> HttpResponse:
            authorise.check_can_manage_people(request.viewer)
            return view(request, **named)

        return signed_in(*methods)(checked)

    return made


@_keeping("GET")
def people(request: HttpRequest) -> HttpResponse:
    """Everyone who is here."""
    today = request.now.date()
    found, lacking = list_people(request.viewer, today), list_missing(request.viewer, today)
    return show(request, "people/people.jinja", pages.people_page(found, lacking, told(request.viewer, today), today))


@_keeping("GET", "POST")
def add(request: HttpRequest) -> HttpResponse:
    """Somebody new."""
    teams = list_open_teams(request.viewer)
    form = Add(request.POST or None, as_at=request.now)
    form.offer(teams, request.viewer.called)

    def do(said: dict[str, Any]) -> None:
        person = keeping.Person(
            said["key"],
            said["name"],
            _team(said["team"]),
            tuple(Role(word) for word in said["roles"]),
            said["hours"] or None,
            said["newly_qualified_until"],
        )
        keeping.add_worker(person, by=request.viewer, at=request.now)

    return ask(request, pages.add_page(form, teams=bool(teams)), do, then=reverse("people"), done=Done.ENTERED)


@_keeping("GET", "POST")
def by_file(request: HttpRequest) -> HttpResponse:
    """A list of people as a file: all of it is brought in, or nothing."""
    sent = request.method == "POST"
    form = PeopleFile(request.POST if sent else None, request.FILES if sent else None, as_at=request.now)
    faults: tuple[PersonFault, ...] = ()
    if sent and form.is_valid():
        try:
            rows, faults = _read(form.cleaned_data["file"])
            known = {(fault.row, fault.column) for fault in faults}
            found = keeping.file_faults(rows, by=request.viewer, at=request.now)
            faults += tuple(fault for fault in found if (fault.row, fault.column) not in known)
            if not faults:
                came = keeping.bring_people(rows, by=request.viewer, at=request.now)
                many = counts(added=came.added, changed=came.changed, same=came.same)
                return redirect(f"{reverse('people')}?done={Done.PEOPLE_BROUGHT.value}&{many}")
            form.add_error("file", "Nothing was brought in. Mend what is listed below, and choose the file again")
        except UnusableFile as fault:
            form.add_error("file", str(fault))
        except Refused as refusal:
            form.add_faults(refusal.faults)
    page = pages.file_page(form, sorted(faults, key=lambda fault: fault.row))
    return show(request, "people/file.jinja", page, status=422 if sent else 200)


def _read(sent: UploadedFile) -> tuple[tuple[PersonRow, ...], tuple[PersonFault, ...]]:
    """A file is told by its content; it lies under its own name, which the faults say, and is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="plimsoll-people-") as folder:
        path = Path(folder) / plain_name(sent.name or "")
        path.write_bytes(sent.read())
        return read_people(path)


@_keeping("GET")
def example(request: HttpRequest) -> HttpResponse:
    """A list of people to fill in."""
    lines = StringIO()
    csv.writer(lines, lineterminator="\r\n").writerows(EXAMPLE)
    answer = HttpResponse(lines.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="people.csv"'
    return answer


@_keeping("GET")
def person(request: HttpRequest, worker: UUID) -> HttpResponse:
    """Somebody: their team, roles and hours."""
    today = request.now.date()
    own = worker == request.viewer.worker and not is_alone(request.viewer)
    page = pages.person_page(
        get_person(request.viewer, worker, today), today, why_not=keeping.NOT_ONESELF if own else ""
    )
    return show(request, "people/person.jinja", page)


@_keeping("GET", "POST")
@asked_again
def role(request: HttpRequest, worker: UUID) -> HttpResponse:
    """One role more."""
    form = GiveRole(request.POST or None, as_at=request.now)
    form.offer(list_open_teams(request.viewer), request.viewer.called)

    def do(said: dict[str, Any]) -> None:
        keeping.give_role(
            worker,
            role=Role(said["role"]),
            team=_team(said["team"]),
            begins=said["begins"],
            until=said["until"],
            by=request.viewer,
            at=request.now,
        )

    return _change(
        request, worker, form, do, title="Give a role", name="person-role", button="Give the role",
        said="One person can hold several roles, each in one team or in several. Before its first day a role allows "
        "nothing. A role held in the whole organisation reaches every team.",
    )  # fmt: skip


@_keeping("GET", "POST")
def supervisor(request: HttpRequest) -> HttpResponse:
    """A supervisor for a team."""
    form = Supervisor(request.POST or None, as_at=request.now, initial={"team": request.GET.get("team", "")})
    people = list_people(request.viewer, request.now.date())
    form.offer(list_open_teams(request.viewer), [(one.key, one.name) for one in people])

    def do(said: dict[str, Any]) -> None:
        keeping.give_role(
            UUID(said["worker"]), role=Role.SUPERVISOR, team=_team(said["team"]), by=request.viewer, at=request.now
        )

    return ask(request, pages.supervisor_page(form), do, then=reverse("people"), done=Done.CHANGED)


@_keeping("GET", "POST")
def role_end(request: HttpRequest, worker: UUID) -> HttpResponse:
    """A role ends, now or after a day to come; one that is to come is taken back."""
    today = request.now.date()
    found = get_person(request.viewer, worker, today)
    form = EndRole(request.POST or None, as_at=request.now, initial={"held": request.GET.get("held", "")})
    form.offer(pages.roles_to_end(found, today))

    def do(said: dict[str, Any]) -> None:
        keeping.end_role(worker, held=UUID(said["held"]), last=said["last"], by=request.viewer, at=request.now)

    return _change(
        request, worker, form, do, title="End a role", name="person-role-end", button="End the role",
        said="What they did in it stays on the record.",
        then=_after(request, worker),
    )  # fmt: skip


@_keeping("GET", "POST")
def move(request: HttpRequest, worker: UUID) -> HttpResponse:
    """Another team."""
    form = Move(request.POST or None, as_at=request.now)
    form.offer(list_open_teams(request.viewer))

    def do(said: dict[str, Any]) -> None:
        keeping.move_team(worker, team=_team(said["team"]), by=request.viewer, at=request.now)

    return _change(
        request, worker, form, do, title="Change team", name="person-team", button="Change the team",
        said="From today they belong to it, and hold there the roles that they held in the team before. Cases stay with "
        "whoever holds them.",
    )  # fmt: skip


@_keeping("GET", "POST")
def hours(request: HttpRequest, worker: UUID) -> HttpResponse:
    """Contracted hours."""
    form = Hours(request.POST or None, as_at=request.now)

    def do(said: dict[str, Any]) -> None:
        keeping.set_pattern(worker, minutes=form.week(), by=request.viewer, at=request.now)

    return _change(
        request, worker, form, do, title="Change hours", name="person-hours", button="Change the hours",
        said="Their load is measured against these hours from today.",
    )  # fmt: skip


@_keeping("GET", "POST")
def many_hours(request: HttpRequest) -> HttpResponse:
    """Contracted hours of everyone, or with `team` in the address of one team."""
    today, team = request.now.date(), request.GET.get("team", "")
    teams = list_open_teams(request.viewer)
    people = pages.of_team(list_people(request.viewer, today), team, teams, today)
    form = ManyHours(request.POST or None, as_at=request.now)
    form.offer(pages.hours_asked(people, today))

    def do(said: dict[str, Any]) -> None:
        keeping.set_hours({UUID(key): minutes for key, minutes in said.items()}, by=request.viewer, at=request.now)

    page = pages.hours_page(form, teams, team, action=request.get_full_path())
    return ask(request, page, do, then=reverse("people"), done=Done.CHANGED, template="people/hours.jinja")


@_keeping("GET", "POST")
def leaving(request: HttpRequest, worker: UUID) -> HttpResponse:
    """That somebody is here no longer."""
    form = Leaving(request.POST or None, as_at=request.now)

    def do(said: dict[str, Any]) -> None:
        keeping.record_leaving(worker, by=request.viewer, at=request.now)

    return _change(
        request, worker, form, do, title="Record that they left", name="person-leaving", button="Record it",
        said="From today they cannot sign in, and hold no role. Any case that they hold goes to the unallocated queue, "
        "where the team's supervisor finds it; a restricted one of which nobody else knows, under People.",
        then=reverse("people"), done=Done.LEFT,
    )  # fmt: skip


@_keeping("GET", "POST")
@asked_again
def way_in(request: HttpRequest, worker: UUID) -> HttpResponse:
    """That somebody needs a new way in: nothing by which they signed in counts any more."""
    form = EndingWayIn(request.POST or None, as_at=request.now)

    def do(said: dict[str, Any]) -> None:
        end_way_in(worker, by=request.viewer, at=request.now)

    return _change(
        request, worker, form, do, title="End how they sign in", name="person-way-in", button="End it",
        said="For whoever lost their password, their telephone or both, or if somebody else may know them. They are signed "
        "out at once, and their password, second step and recovery codes count no more. Then they need an invitation, "
        "under Let people in. They are told that it was you.",
        done=Done.WAY_IN_ENDED,
    )  # fmt: skip


def _change(
    request: HttpRequest,
    worker: UUID,
    form: Form,
    do: Callable[[dict[str, Any]], None],
    *,
    then: str = "",
    done: Done = Done.CHANGED,
    **words: str,
) -> HttpResponse:
    """Asks what is to change of somebody, and does it; then back to them, or to `then`."""
    page = pages.person_form(get_person(request.viewer, worker, request.now.date()), form, **words)
    return ask(request, page, do, then=then or reverse("person", args=[worker]), done=done)


def _team(said: str) -> UUID | None:
    return UUID(said) if said and said != EVERYWHERE else None


def _after(request: HttpRequest, worker: UUID) -> str:
    """Back to the person; whoever ends their own role as administrator can no longer go there."""
    return reverse("home") if worker == request.viewer.worker else reverse("person", args=[worker])
