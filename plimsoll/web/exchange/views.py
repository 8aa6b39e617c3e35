"""Files: bringing one in step by step, and deciding what it left open."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions import authorise
from plimsoll.actions.authorise import check_can_import
from plimsoll.actions.cases import Refused
from plimsoll.actions.exchange import (
    ADD,
    UNDER_WAY,
    decide_matter,
    leave_import,
    leave_values,
    send_file,
    set_facts_on,
    settle_people,
    settle_teams,
    settle_values,
    start_applying,
    start_undoing,
)
from plimsoll.core.access import NotAllowed
from plimsoll.core.terms import ImportState
from plimsoll.formats.plain import example as plain_example
from plimsoll.queries.comparing import list_changes
from plimsoll.queries.exchange import (
    ImportView,
    PersonFound,
    TeamFound,
    get_import,
    get_under_way,
    list_imports,
    list_on_record,
    list_teams_to_match,
    list_workers_to_match,
)
from plimsoll.queries.matters import MatterView, list_matters
from plimsoll.queries.out_of_sight import get_out_of_sight_of
from plimsoll.queries.people import get_staffing, list_missing
from plimsoll.queries.undoing import get_hindrance
from plimsoll.web.done import Done
from plimsoll.web.exchange import lists, page
from plimsoll.web.exchange.changes import changes_page
from plimsoll.web.exchange.columns import columns_page
from plimsoll.web.exchange.deciding import WORDS, May, all_page, decidable, decide_page, kind_of, may_decide
from plimsoll.web.exchange.forms import Decide, FactsOn, People, Teams, Undo, Upload, Values
from plimsoll.web.exchange.paging import part
from plimsoll.web.exchange.settling import (
    Name,
    SettlePage,
    all_mine,
    asked_about,
    people_page,
    teams_page,
    to_add_at_once,
    values_page,
)
from plimsoll.web.exchange.under_way import under_way_page
from plimsoll.web.exchange.uploads import was_too_large
from plimsoll.web.forms.form import Form
from plimsoll.web.limited import limited
from plimsoll.web.out_of_sight import holds_own, out_of_sight_notices, own_team, told, would_be_notices
from plimsoll.web.parts import Fault, Link, Notice
from plimsoll.web.sealed_words import opened
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in

Shown = TypeVar("Shown", page.FilePage, page.ProgressPage)


@signed_in("GET", "POST")
@limited("send-file")
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
        elif form.is_valid() and (made := _sent_in(request, form)):
            return _to_progress(made, Done.FILE_READ)
    found = list_imports(request.viewer)
    shown = page.files_page(found, form, as_at=request.now, megabytes=settings.UPLOAD_MEGABYTES)
    return show(request, "exchange/files.jinja", shown, status=_status(form))


def _sent_in(request: HttpRequest, form: Form) -> UUID | None:
    sent, on = form.cleaned_data["file"], form.cleaned_data["facts_on"]
    try:
        with transaction.atomic():
            return send_file(sent.read(), sent.name, by=request.viewer, at=request.now, facts_on=on)
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
    found = get_import(request.viewer, file)
    shown = page.file_page(found, get_staffing(request.viewer, request.now.date()), as_at=request.now)
    return show(request, "exchange/file.jinja", _with_unseen(request, shown, file, found.line.state))


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
            return _to_progress(file, Done.FILE_DATED)
    return show(request, "exchange/ask.jinja", page.date_page(found, form), status=_status(form))


@signed_in("GET", "POST")
def people(request: HttpRequest, file: UUID) -> HttpResponse:
    """Whose the names of a file are."""
    found = get_import(request.viewer, file)

    def form(asked: Sequence[PersonFound]) -> People:
        workers, suggested = list_workers_to_match(request.viewer), "suggested" in request.GET
        return People(_given(request), as_at=request.now, people=asked, workers=workers, suggested=suggested)

    at_once = to_add_at_once(found)
    return _names(
        request, found, found.people, at_once, form, settle_people, people_page, "file-people", Done.PEOPLE_SETTLED,
        request.viewer.worker if holds_own(request.viewer) else None,
    )  # fmt: skip


@signed_in("GET", "POST")
def teams(request: HttpRequest, file: UUID) -> HttpResponse:
    """Which teams the names of a file are."""
    found = get_import(request.viewer, file)

    def form(asked: Sequence[TeamFound]) -> Teams:
        return Teams(_given(request), as_at=request.now, teams=asked, here=list_teams_to_match(request.viewer))

    at_once = [one.name for one in found.teams if not one.settled]
    return _names(
        request, found, found.teams, at_once, form, settle_teams, teams_page, "file-teams", Done.TEAMS_SETTLED,
        own_team(request.viewer),
    )  # fmt: skip


def _names(
    request: HttpRequest,
    found: ImportView,
    names: Sequence[Name],
    at_once: Sequence[str],
    make_form: Callable[[Sequence[Name]], People | Teams],
    settle: Callable[..., bool],
    make_page: Callable[..., SettlePage],
    here: str,
    done: Done,
    mine: UUID | None,
) -> HttpResponse:
    """What names of a file stand for: each as it is chosen, a page of them at a time, or those `at_once` as new, or all of
    them as what is the viewer's own (`mine`)."""
    file, again = found.line.id, "again" in request.GET
    if "mine" in request.POST and mine:
        asked_of = {one.name: mine for one in asked_about(names, again=again)}
        try:
            read_again = settle(file, asked_of, by=request.viewer, at=request.now)
        except Refused as refusal:
            return _refused(request, file, refusal)
        return _to_progress(file, done) if read_again else _to("file", file, done)
    if "all" in request.POST:
        try:
            settle(file, dict.fromkeys(at_once, ADD), by=request.viewer, at=request.now)
        except Refused as refusal:
            return _refused(request, file, refusal)
        left = sum(not one.settled for one in names) > len(at_once)
        return _to(here if left else "file", file, done)
    kept = {"again": "yes"} if again else {}
    asked, pages = part(asked_about(names, again=again), request.GET.dict(), reverse(here, args=[file]), kept)
    form = make_form(asked)
    if form.is_bound and form.is_valid():
        try:
            read_again = settle(file, form.said(), by=request.viewer, at=request.now)
        except Refused as refusal:
            _tell(form, refusal)
        else:
            if read_again:
                return _to_progress(file, done)
            return _to(here if pages and not again else "file", file, done)
    shown = make_page(found, asked, form, action=_same(request), again=again, pages=pages)
    if mine and asked:
        shown = replace(shown, all_mine=all_mine(found, here, again=again))
    return show(request, "exchange/settle.jinja", shown, status=_status(form))


@signed_in("GET", "POST")
def values(request: HttpRequest, file: UUID) -> HttpResponse:
    """What values mean that stand for nothing we know."""
    found = get_import(request.viewer, file)
    again = "again" in request.GET
    every = (*found.unknown, *(found.left_out if again else ()))
    kept = {"again": "yes"} if again else {}
    asked, pages = part(every, request.GET.dict(), reverse("file-values", args=[file]), kept)
    form = Values(_given(request), as_at=request.now, unknown=asked)
    if form.is_bound and form.is_valid():
        said = form.said()
        try:
            with transaction.atomic():
                if form.left_out():
                    leave_values(file, form.left_out(), by=request.viewer, at=request.now)
                if said:
                    settle_values(file, said, by=request.viewer, at=request.now)
        except Refused as refusal:
            _tell(form, refusal)
        else:
            if said:
                return _to_progress(file, Done.VALUES_SETTLED)
            return redirect("file-values" if pages and not again else "file", file)
    shown = values_page(found, asked, form, action=_same(request), pages=pages)
    return show(request, "exchange/settle.jinja", shown, status=_status(form))


@signed_in("GET")
def children(request: HttpRequest, file: UUID) -> HttpResponse:
    """Every child of a file, accounted for."""
    found = get_import(request.viewer, file)
    may_add = authorise.can_add(request.viewer)
    shown = lists.children_page(
        found, opened(request).dict(), partial(list_on_record, request.viewer), request.viewer, may_add=may_add
    )
    return show(request, "exchange/list.jinja", shown)


@signed_in("GET")
def changes(request: HttpRequest, file: UUID) -> HttpResponse:
    """What a file changes, child by child."""
    found = get_import(request.viewer, file)
    changed = list_changes(request.viewer, file)
    shown = changes_page(
        found, changed, opened(request).dict(), partial(list_on_record, request.viewer), request.viewer
    )
    return show(request, "exchange/changes.jinja", shown)


@signed_in("GET")
def faults(request: HttpRequest, file: UUID) -> HttpResponse:
    """What is wrong in a file."""
    found = get_import(request.viewer, file)
    shown = lists.faults_page(found, opened(request).dict(), partial(list_on_record, request.viewer), request.viewer)
    return show(request, "exchange/list.jinja", shown)


@signed_in("POST")
def apply(request: HttpRequest, file: UUID) -> HttpResponse:
    """Hands a file to the jobs worker, and shows how far it is; where something is open, says what."""
    get_under_way(request.viewer, file)  # not there for whoever is not to know of it, as for every page of a file
    try:
        with transaction.atomic():
            start_applying(file, by=request.viewer, at=request.now, leave_unknown="leave_unknown" in request.POST)
    except Refused as refusal:
        return _refused(request, file, refusal)
    return redirect("file-progress", file)


@signed_in("POST")
def leave(request: HttpRequest, file: UUID) -> HttpResponse:
    """Puts a file aside."""
    get_under_way(request.viewer, file)
    try:
        with transaction.atomic():
            leave_import(file, by=request.viewer, at=request.now)
    except Refused as refusal:
        return _refused(request, file, refusal)
    return redirect(f"{reverse('files')}?done={Done.FILE_LEFT.value}")


@signed_in("GET")
def progress(request: HttpRequest, file: UUID) -> HttpResponse:
    """How far a file is; once it is read or undone, the file itself, which says how that ended."""
    found = get_under_way(request.viewer, file)
    state = found.line.state
    if state in UNDER_WAY:
        return show(request, "exchange/progress.jinja", under_way_page(found))
    if state is ImportState.STAGED and (then := request.GET.get("then")) in set(Done):
        return _to("file", file, Done(then))
    if state is ImportState.UNDONE:
        return _to("file", file, Done.FILE_UNDONE)
    ended = get_import(request.viewer, file)
    if state is ImportState.FAILED or (state is ImportState.APPLIED and not ended.failed):
        keeps = authorise.can_manage_people(request.viewer)
        lacking = list_missing(request.viewer, request.now.date()) if keeps else None
        shown = _with_unseen(request, page.ended_page(ended, lacking), file, state)
        return show(request, "exchange/progress.jinja", shown)
    return redirect("file", file)


@signed_in("GET", "POST")
def undo(request: HttpRequest, file: UUID) -> HttpResponse:
    """Hands a file to the jobs worker, which takes back what it did, and shows how far it is."""
    found = get_import(request.viewer, file)
    if found.line.state is ImportState.UNDOING:
        return redirect("file-progress", file)
    form = Undo(_given(request), as_at=request.now)
    if form.is_bound and form.is_valid():
        try:
            with transaction.atomic():
                start_undoing(file, form.cleaned_data["why"], by=request.viewer, at=request.now)
        except Refused as refusal:
            _tell(form, refusal, "why")
        else:
            return redirect("file-progress", file)
    shown = page.undo_page(found, form, get_hindrance(request.viewer, file), as_at=request.now)
    return show(request, "exchange/undo.jinja", shown, status=_status(form))


# ---- deciding ------------------------------------------------------------------------------------------------------------


@signed_in("GET", "POST")
def decide(request: HttpRequest) -> HttpResponse:
    """All that files left open, within the viewer's reach; `case` in the address: what is open about that case alone, which
    one comes back to."""
    here, case = reverse("decide"), _case(request.GET.get("case", ""))
    if case is None:
        return _decide(request, list_matters(request.viewer, on=request.now.date()), here)
    found = list_matters(request.viewer, case=case, waiting=True, on=request.now.date())
    back = Link("The case", reverse("case", args=[case])) if found else None
    return _decide(request, found, f"{here}?case={case}", back=back, case=case)


def _case(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@signed_in("GET", "POST")
def decide_of_file(request: HttpRequest, file: UUID) -> HttpResponse:
    """What one file left open."""
    found = get_import(request.viewer, file)
    matters = list_matters(request.viewer, import_id=file, on=request.now.date())
    return _decide(request, matters, reverse("file-decide", args=[file]), back=page.back_to(found))


def _decide(
    request: HttpRequest,
    matters: Sequence[MatterView],
    action: str,
    *,
    back: Link | None = None,
    case: UUID | None = None,
) -> HttpResponse:
    may = may_decide(request.viewer, matters)
    sent = _sent(request, matters)
    if sent is not None and "all" in request.POST:
        return _asked_once_more(request, matters, may, action)
    if sent is not None and sent.is_valid() and _decided(request, sent, matters):
        return redirect(_after(request, action, case))

    def make_form(kind: str, some: Sequence[MatterView]) -> Decide:
        if sent is not None and request.POST.get("kind") == kind:
            return sent
        return Decide(as_at=request.now, matters=some, auto_id=f"{kind.lower()}-%s")

    may_add = authorise.can_add(request.viewer)
    shown = decide_page(matters, may, make_form, action=action, back=back, may_add=may_add)
    return show(request, "exchange/decide.jinja", shown, status=200 if sent is None else 422)


def _asked_once_more(request: HttpRequest, matters: Sequence[MatterView], may: May, action: str) -> HttpResponse:
    """All of one kind, before it is decided the same way. What was typed already is kept."""
    kind = request.POST.get("kind", "")
    some = decidable(matters, may, kind) if kind in WORDS else []
    if not some:
        return redirect(action)
    form = Decide(as_at=request.now, matters=some, initial={"why": request.POST.get("why", "")})
    return show(request, "exchange/decide_all.jinja", all_page(kind, some, may, form, action=action))


def _sent(request: HttpRequest, matters: Sequence[MatterView]) -> Decide | None:
    """The form that was sent, with what is open of its kind; what is not there for the viewer cannot be chosen in it."""
    if request.method != "POST":
        return None
    kind = request.POST.get("kind", "")
    some = [one for one in matters if kind_of(one) == kind and not one.decided]
    return Decide(request.POST, as_at=request.now, matters=some, auto_id=f"{kind.lower()}-%s")


def _decided(request: HttpRequest, sent: Decide, matters: Sequence[MatterView]) -> bool:
    """Whether all that was ticked could be decided; else none of it is, and the form says of whom it could not and why."""
    take, why = request.POST.get("take") == "yes", sent.cleaned_data["why"]
    called = {str(one.id): one.child_name or one.reference for one in matters}
    matter = ""
    try:
        with transaction.atomic():
            for matter in sent.cleaned_data["matter"]:
                decide_matter(UUID(matter), take, why, by=request.viewer, at=request.now)
    except Refused as refusal:
        for field, sentence in refusal.faults.items():
            at_matter = field not in sent.fields or field == "matter"
            sent.add_error("matter" if at_matter else field, f"{called[matter]}: {sentence}" if at_matter else sentence)
    except NotAllowed as refusal:
        sent.add_error("matter", f"{called[matter]}: {refusal}")
    else:
        return True
    return False


def _after(request: HttpRequest, action: str, case: UUID | None) -> str:
    """Back to the case where one came from it, and it is still there for them."""
    if case is None:
        return f"{action}?done={Done.DECIDED.value}"
    to = reverse("case", args=[case]) if authorise.can_see(request.viewer, case) else reverse("decide")
    return f"{to}?done={Done.DECIDED.value}"


# ---- shared --------------------------------------------------------------------------------------------------------------


def _given(request: HttpRequest) -> QueryDict | None:
    """What was sent, also where it is nothing; None where nothing was."""
    return request.POST if request.method == "POST" else None


def _same(request: HttpRequest) -> str:
    """The address of this page, with which part of it is shown."""
    kept = {name: request.GET[name] for name in ("again", "suggested", "page") if name in request.GET}
    return f"{request.path}?{urlencode(kept)}" if kept else request.path


def _tell(form: Form, refusal: Refused, field: str | None = None) -> None:
    """What was refused, at its field, or at `field` where the form has none of its name."""
    for name, sentence in refusal.faults.items():
        form.add_error(name if name in form.fields else field, sentence)


def _with_unseen(request: HttpRequest, shown: Shown, file: UUID, state: ImportState) -> Shown:
    """The page of a file, first saying how many cases stand where nobody can see them: those that would, before it is
    brought in, and afterwards all that do."""
    viewer, today = request.viewer, request.now.date()
    notices: Iterable[Notice] = ()
    if state is ImportState.STAGED:
        notices = would_be_notices(viewer, get_out_of_sight_of(viewer, file, today))
    elif state is ImportState.APPLIED:
        notices = out_of_sight_notices(viewer, told(viewer, today))
    return replace(shown, notices=(*notices, *shown.notices))


def _refused(request: HttpRequest, file: UUID, refusal: Refused) -> HttpResponse:
    """The file, with why what was asked could not be done."""
    faults = tuple(Fault(sentence) for sentence in refusal.faults.values())
    shown = replace(page.file_page(get_import(request.viewer, file), as_at=request.now), faults=faults)
    return show(request, "exchange/file.jinja", shown, status=422)


def _status(form: Form) -> int:
    return 422 if form.is_bound else 200


def _to_progress(file: UUID, then: Done) -> HttpResponse:
    """How far the reading of a file is; `then` is said once it has been read."""
    return redirect(f"{reverse('file-progress', args=[file])}?then={then.value}")


def _to(name: str, key: UUID, done: Done) -> HttpResponse:
    return redirect(f"{reverse(name, args=[key])}?done={done.value}")
