"""Files: bringing one in step by step, and deciding what it left open."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions.authorise import check_can_import
from plimsoll.actions.cases import Refused
from plimsoll.actions.exchange import (
    ADD,
    decide_matter,
    leave_import,
    set_facts_on,
    settle_people,
    settle_teams,
    settle_values,
    stage_file,
    start_applying,
    undo_import,
)
from plimsoll.core.access import NotAllowed, Permission
from plimsoll.core.terms import Matter
from plimsoll.formats.plain import example as plain_example
from plimsoll.queries.cases import list_within
from plimsoll.queries.exchange import (
    ImportView,
    MatterView,
    get_import,
    list_imports,
    list_matters,
    list_on_record,
    list_teams_to_match,
    list_workers_to_match,
)
from plimsoll.web.done import Done
from plimsoll.web.exchange import lists, page
from plimsoll.web.exchange.columns import columns_page
from plimsoll.web.exchange.deciding import decide_page
from plimsoll.web.exchange.forms import Decide, FactsOn, People, Teams, Undo, Upload, Values
from plimsoll.web.exchange.settling import asked_about, people_page, teams_asked_about, teams_page, values_page
from plimsoll.web.exchange.uploads import was_too_large
from plimsoll.web.forms.form import Form
from plimsoll.web.parts import Fault
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in

DECIDING = (Permission.ALLOCATE, Permission.CLOSE_CASE, Permission.WRITE_RECORD)


@signed_in("GET", "POST")
def files(request: HttpRequest) -> HttpResponse:
    """Bringing a file in, and all that were."""
    check_can_import(request.viewer)
    form = (
        Upload(request.POST, request.FILES, as_at=request.now)
        if request.method == "POST"
        else Upload(as_at=request.now)
    )
    if request.method == "POST":
        if was_too_large(request):
            form.errors.clear()
            form.add_error(
                "file", f"This file is larger than {settings.UPLOAD_MEGABYTES} MB. Take sheets out that are not needed"
            )
        elif form.is_valid() and (made := _staged(request, form)):
            return _to("file", made, Done.FILE_READ)
    found = list_imports(request.viewer)
    shown = page.files_page(found, form, as_at=request.now, megabytes=settings.UPLOAD_MEGABYTES)
    return show(request, "exchange/files.jinja", shown, status=_status(form))


def _staged(request: HttpRequest, form: Form) -> UUID | None:
    sent, on, by = form.cleaned_data["file"], form.cleaned_data["facts_on"], request.viewer
    try:
        with transaction.atomic():
            return stage_file(sent.read(), sent.name, by=by, org=by.org, at=request.now, facts_on=on)
    except Refused as refusal:
        _tell(form, refusal, "file")
    return None


@signed_in("GET")
def columns(request: HttpRequest) -> HttpResponse:
    """Which columns a plain table can have."""
    check_can_import(request.viewer)
    return show(request, "exchange/columns.jinja", columns_page())


@signed_in("GET")
def example(request: HttpRequest) -> HttpResponse:
    """An example of a plain table, as a file."""
    check_can_import(request.viewer)
    answer = HttpResponse(plain_example().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="plain-table-example.csv"'
    return answer


@signed_in("GET")
def file(request: HttpRequest, file: UUID) -> HttpResponse:
    """One file: what was understood of it, and what can be done with it."""
    shown = page.file_page(get_import(request.viewer, file), as_at=request.now)
    return show(request, "exchange/file.jinja", shown)


@signed_in("GET", "POST")
def facts_on(request: HttpRequest, file: UUID) -> HttpResponse:
    """The day of which a file speaks."""
    found = get_import(request.viewer, file)
    form = FactsOn(_given(request), as_at=request.now, initial={"facts_on": found.line.facts_on})
    if form.is_bound and form.is_valid():
        try:
            set_facts_on(file, form.cleaned_data["facts_on"], by=request.viewer, at=request.now)
        except Refused as refusal:
            _tell(form, refusal, "facts_on")
        else:
            return _to("file", file, Done.FILE_DATED)
    return show(request, "exchange/ask.jinja", page.date_page(found, form), status=_status(form))


@signed_in("GET", "POST")
def people(request: HttpRequest, file: UUID) -> HttpResponse:
    """Whose the names of a file are."""
    found = get_import(request.viewer, file)
    again = "again" in request.GET
    asked = asked_about(found, again=again)
    if "all" in request.POST:
        everyone = {one.name: ADD for one in found.people if not one.settled}
        try:
            settle_people(file, everyone, by=request.viewer, at=request.now)
        except Refused as refusal:
            return _refused(request, file, refusal)
        return _to("file", file, Done.PEOPLE_SETTLED)
    workers = list_workers_to_match(request.viewer)
    form = People(_given(request), as_at=request.now, people=asked, workers=workers)
    if form.is_bound and form.is_valid():
        try:
            settle_people(file, form.said(), by=request.viewer, at=request.now)
        except Refused as refusal:
            _tell(form, refusal)
        else:
            return _to("file", file, Done.PEOPLE_SETTLED)
    return show(request, "exchange/settle.jinja", people_page(found, asked, form, again=again), status=_status(form))


@signed_in("GET", "POST")
def teams(request: HttpRequest, file: UUID) -> HttpResponse:
    """Which teams the names of a file are."""
    found = get_import(request.viewer, file)
    again = "again" in request.GET
    asked = teams_asked_about(found, again=again)
    if "all" in request.POST:
        every = {team.name: ADD for team in found.teams if not team.settled}
        try:
            settle_teams(file, every, by=request.viewer, at=request.now)
        except Refused as refusal:
            return _refused(request, file, refusal)
        return _to("file", file, Done.TEAMS_SETTLED)
    here = list_teams_to_match(request.viewer)
    form = Teams(_given(request), as_at=request.now, teams=asked, here=here)
    if form.is_bound and form.is_valid():
        try:
            settle_teams(file, form.said(), by=request.viewer, at=request.now)
        except Refused as refusal:
            _tell(form, refusal)
        else:
            return _to("file", file, Done.TEAMS_SETTLED)
    return show(request, "exchange/settle.jinja", teams_page(found, asked, form, again=again), status=_status(form))


@signed_in("GET", "POST")
def values(request: HttpRequest, file: UUID) -> HttpResponse:
    """What values mean that stand for nothing we know."""
    found = get_import(request.viewer, file)
    form = Values(_given(request), as_at=request.now, unknown=found.unknown)
    if form.is_bound and form.is_valid():
        said = form.said()
        try:
            if said:
                settle_values(file, said, by=request.viewer, at=request.now)
        except Refused as refusal:
            _tell(form, refusal)
        else:
            return _to("file", file, Done.VALUES_SETTLED) if said else redirect("file", file)
    return show(request, "exchange/settle.jinja", values_page(found, form), status=_status(form))


@signed_in("GET")
def children(request: HttpRequest, file: UUID) -> HttpResponse:
    """Every child of a file, accounted for."""
    found = get_import(request.viewer, file)
    shown = lists.children_page(found, request.GET.dict(), partial(list_on_record, request.viewer))
    return show(request, "exchange/list.jinja", shown)


@signed_in("GET")
def faults(request: HttpRequest, file: UUID) -> HttpResponse:
    """What is wrong in a file."""
    found = get_import(request.viewer, file)
    shown = lists.faults_page(found, request.GET.dict(), partial(list_on_record, request.viewer))
    return show(request, "exchange/list.jinja", shown)


@signed_in("POST")
def apply(request: HttpRequest, file: UUID) -> HttpResponse:
    """Hands a file to the jobs worker, and shows how far it is; where something is open, says what."""
    try:
        with transaction.atomic():
            start_applying(file, by=request.viewer, at=request.now, leave_unknown="leave_unknown" in request.POST)
    except Refused as refusal:
        return _refused(request, file, refusal)
    return redirect("file-progress", file)


@signed_in("POST")
def leave(request: HttpRequest, file: UUID) -> HttpResponse:
    """Puts a file aside."""
    try:
        with transaction.atomic():
            leave_import(file, by=request.viewer, at=request.now)
    except Refused as refusal:
        return _refused(request, file, refusal)
    return redirect(f"{reverse('files')}?done={Done.FILE_LEFT.value}")


@signed_in("GET")
def progress(request: HttpRequest, file: UUID) -> HttpResponse:
    """How far a file is."""
    return show(request, "exchange/progress.jinja", page.progress_page(get_import(request.viewer, file)))


@signed_in("GET", "POST")
def undo(request: HttpRequest, file: UUID) -> HttpResponse:
    """Takes back what a file did."""
    found = get_import(request.viewer, file)
    form = Undo(_given(request), as_at=request.now)
    if form.is_bound and form.is_valid():
        try:
            with transaction.atomic():
                undo_import(file, form.cleaned_data["why"], by=request.viewer, at=request.now)
        except Refused as refusal:
            _tell(form, refusal, "why")
        else:
            return _to("file", file, Done.FILE_UNDONE)
    return show(request, "exchange/undo.jinja", page.undo_page(found, form), status=_status(form))


# ---- deciding ------------------------------------------------------------------------------------------------------------


@signed_in("GET", "POST")
def decide(request: HttpRequest) -> HttpResponse:
    """All that files left open, within the viewer's reach."""
    return _decide(request, list_matters(request.viewer), reverse("decide"))


@signed_in("GET", "POST")
def decide_of_file(request: HttpRequest, file: UUID) -> HttpResponse:
    """What one file left open."""
    found = get_import(request.viewer, file)
    matters = list_matters(request.viewer, import_id=file)
    return _decide(request, matters, reverse("file-decide", args=[file]), of=found)


def _decide(
    request: HttpRequest, matters: Sequence[MatterView], action: str, *, of: ImportView | None = None
) -> HttpResponse:
    sent = _sent(request, matters)
    if sent is not None and sent.is_valid() and _decided(request, sent):
        return redirect(f"{action}?done={Done.DECIDED.value}")

    def make_form(kind: Matter, some: Sequence[MatterView]) -> Decide:
        if sent is not None and request.POST.get("kind") == kind:
            return sent
        return Decide(as_at=request.now, matters=some, auto_id=f"{kind.lower()}-%s")

    cases = [one.case for one in matters if one.case]
    may = {each: list_within(request.viewer, each, cases) for each in DECIDING}
    shown = decide_page(matters, may, make_form, action=action, of=of)
    return show(request, "exchange/decide.jinja", shown, status=200 if sent is None else 422)


def _sent(request: HttpRequest, matters: Sequence[MatterView]) -> Decide | None:
    """The form that was sent, with what is open of its kind; what is not there for the viewer cannot be chosen in it."""
    if request.method != "POST":
        return None
    kind = request.POST.get("kind", "")
    some = [one for one in matters if one.matter == kind and not one.decided]
    return Decide(request.POST, as_at=request.now, matters=some, auto_id=f"{kind.lower()}-%s")


def _decided(request: HttpRequest, sent: Decide) -> bool:
    """Whether all that was ticked could be decided; else none of it is, and the form says why."""
    take, why = request.POST.get("take") == "yes", sent.cleaned_data["why"]
    try:
        with transaction.atomic():
            for matter in sent.cleaned_data["matter"]:
                decide_matter(UUID(matter), take, why, by=request.viewer, at=request.now)
    except Refused as refusal:
        _tell(sent, refusal, "matter")
    except NotAllowed as refusal:
        sent.add_error("matter", str(refusal))
    else:
        return True
    return False


# ---- shared --------------------------------------------------------------------------------------------------------------


def _given(request: HttpRequest) -> QueryDict | None:
    """What was sent, also where it is nothing; None where nothing was."""
    return request.POST if request.method == "POST" else None


def _tell(form: Form, refusal: Refused, field: str | None = None) -> None:
    """What was refused, at its field, or at `field` where the form has none of its name."""
    for name, sentence in refusal.faults.items():
        form.add_error(name if name in form.fields else field, sentence)


def _refused(request: HttpRequest, file: UUID, refusal: Refused) -> HttpResponse:
    """The file, with why what was asked could not be done."""
    faults = tuple(Fault(sentence) for sentence in refusal.faults.values())
    shown = replace(page.file_page(get_import(request.viewer, file), as_at=request.now), faults=faults)
    return show(request, "exchange/file.jinja", shown, status=422)


def _status(form: Form) -> int:
    return 422 if form.is_bound else 200


def _to(name: str, key: UUID, done: Done) -> HttpResponse:
    return redirect(f"{reverse(name, args=[key])}?done={done.value}")
