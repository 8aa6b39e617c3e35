"""A copy of a child's record: the request, its pieces, the second person, and the file."""

from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions import copies as does
from plimsoll.actions.authorise import check_can_copy
from plimsoll.actions.cases import Refused
from plimsoll.core.terms import AccessEnd, Asker, Exemption, Keeping
from plimsoll.queries.cases import get_case
from plimsoll.queries.copies.requests import PieceView, list_pieces, list_requests, running
from plimsoll.web.assets import BUILT, version
from plimsoll.web.copies import forms
from plimsoll.web.copies.page import PieceRow, ask_page, at, copy_page, piece_row, pieces_page
from plimsoll.web.done import Done
from plimsoll.web.forms.form import Form
from plimsoll.web.limited import limited
from plimsoll.web.show import show
from plimsoll.web.signed_in import asked_again, signed_in


@signed_in("GET")
def copy(request: HttpRequest, case: UUID) -> HttpResponse:
    """How far a copy is."""
    check_can_copy(request.viewer, case)
    row = running(request.viewer, case)
    page = copy_page(
        get_case(request.viewer, case),
        list_requests(request.viewer, case),
        list_pieces(request.viewer, row) if row else (),
        me=request.viewer.worker,
        now=request.now,
    )
    return show(request, "copies/copy.jinja", page)


@signed_in("GET", "POST")
def ask(request: HttpRequest, case: UUID) -> HttpResponse:
    """Putting on record that somebody asks for a copy."""
    check_can_copy(request.viewer, case)
    form = forms.Ask(request.POST or None, as_at=request.now)

    def do() -> None:
        said = form.cleaned_data
        asked = does.Asked(
            Asker(said["asked_by"]), said["name"], said["authority"], said["identity"], said["received_on"]
        )
        does.ask_for_copy(case, asked, by=request.viewer, at=request.now)

    said = (
        "An answer is due within a month (UK GDPR, article 12(3)). The record is gathered as it stands now.",
        "Where the child or the parent is at risk from whoever asks, speak to the safeguarding lead first.",
    )
    return _asked(
        request,
        case,
        form,
        do,
        title="Somebody asks for a copy",
        button="Put it on record",
        done=Done.COPY_ASKED,
        said=said,
    )


@signed_in("GET")
def pieces(request: HttpRequest, case: UUID) -> HttpResponse:
    """What is in a copy, piece by piece."""
    row = does.check_can_decide(case, by=request.viewer)
    page = pieces_page(
        get_case(request.viewer, case),
        list_pieces(request.viewer, row),
        request.GET.dict(),
        changes=row.prepared_at is None,
    )
    return show(request, "copies/pieces.jinja", page)


@signed_in("GET", "POST")
def piece(request: HttpRequest, case: UUID) -> HttpResponse:
    """Deciding on one piece: the one that is asked for, else the next that waits."""
    row = does.check_can_decide(case, by=request.viewer)
    some = list_pieces(request.viewer, row)
    asked = request.GET.get("piece", "")
    one = next((each for each in some if (each.piece.key == asked if asked else _waits(each))), None)
    if one is None:
        if asked:
            raise Http404
        return redirect(at("case-copy", case))
    form = forms.Decide(request.POST or None, as_at=request.now, initial=_initial(one))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        ground = Exemption(said["ground"]) if said["ground"] else None
        decided = does.Said(Keeping(said["keeping"]), ground, said["words"], said["why"])
        try:
            does.decide_pieces(case, {one.piece.key: decided}, by=request.viewer, at=request.now)
        except Refused as refusal:
            form.add_error("keeping", next(iter(refusal.faults.values())))
        else:
            left = any(_waits(each) for each in some if each.piece.key != one.piece.key)
            to = at("case-copy-piece", case) if left else at("case-copy-pieces", case)
            return redirect(f"{to}?done={Done.COPY_DECIDED.value}")
    waiting = sum(map(_waits, some))
    return _form(
        request,
        case,
        form,
        title="What becomes of this?",
        button="Save, and go on to the next" if waiting > 1 else "Save",
        said=(f"{waiting} still to decide.",) if waiting else (),
        row=piece_row(case, one, changes=False, whole=True),
        action=at("case-copy-piece", case, piece=one.piece.key),
    )


def _waits(one: PieceView) -> bool:
    return one.must and one.decided is None


def _initial(one: PieceView) -> dict[str, str]:
    """What was decided before; of words their places alone are kept, and they stand in the piece."""
    if one.decided is None:
        return {}
    texts = {line.name: line.text for line in one.piece.lines}
    words = [texts[name][begin:end] for name, places in one.decided.places.items() for begin, end in places]
    return {
        "keeping": one.decided.keeping.value,
        "words": "\n".join(dict.fromkeys(words)),
        "ground": one.decided.ground.value if one.decided.ground else "",
        "why": one.why,
    }


@signed_in("GET", "POST")
def words(request: HttpRequest, case: UUID) -> HttpResponse:
    """Taking words out wherever they stand."""
    does.check_can_decide(case, by=request.viewer)
    form = forms.Words(request.POST or None, as_at=request.now)

    def do() -> None:
        said = form.cleaned_data
        does.take_words_out(
            case, said["words"], Exemption(said["ground"]), said["why"], by=request.viewer, at=request.now
        )

    said = ("They are taken out of every piece in which they stand. Look at the pieces afterwards.",)
    return _asked(
        request,
        case,
        form,
        do,
        title="Take words out everywhere",
        button="Take them out",
        done=Done.COPY_DECIDED,
        said=said,
    )


@signed_in("POST")
def anew(request: HttpRequest, case: UUID) -> HttpResponse:
    """Having the copy be of what is on record now."""
    does.gather_anew(case, by=request.viewer, at=request.now)
    return redirect(f"{reverse('case-copy', args=[case])}?done={Done.COPY_GATHERED.value}")


@signed_in("GET", "POST")
def ready(request: HttpRequest, case: UUID) -> HttpResponse:
    """Saying that a copy is ready for a second person."""
    does.check_can_decide(case, by=request.viewer)
    form = forms.Ready(request.POST or None, as_at=request.now)

    def do() -> None:
        read = forms.READ in form.cleaned_data["read"]
        does.prepare_copy(case, read=read, by=request.viewer, at=request.now)

    return _asked(
        request, case, form, do, title="It is ready for a second person", button="It is ready", done=Done.COPY_PREPARED
    )


@signed_in("GET", "POST")
def look(request: HttpRequest, case: UUID) -> HttpResponse:
    """Releasing a copy that somebody else prepared, or sending it back."""
    does.check_can_look(case, by=request.viewer)
    form = forms.Look(request.POST or None, as_at=request.now)

    def do() -> None:
        said = form.cleaned_data
        if said["answer"] == forms.RELEASE:
            does.release_copy(case, by=request.viewer, at=request.now)
        else:
            does.send_back_copy(case, said["why"], by=request.viewer, at=request.now)

    said = (
        "Read it piece by piece first. Look for names, addresses and telephone numbers of other people, and for what could "
        "harm somebody if it is read.",
    )
    return _asked(
        request, case, form, do, title="May this copy go out?", button="Save", done=Done.COPY_LOOKED, said=said
    )


@signed_in("GET", "POST")
def more_time(request: HttpRequest, case: UUID) -> HttpResponse:
    """Giving an answer two months more."""
    does.check_can_decide(case, by=request.viewer)
    form = forms.Why(request.POST or None, as_at=request.now)

    def do() -> None:
        does.extend_answer(case, form.cleaned_data["why"], by=request.viewer, at=request.now)

    said = (
        "Two months more, where it is complex or there are many requests. Tell whoever asks, and why, within the first "
        "month (UK GDPR, article 12(3)).",
    )
    return _asked(
        request,
        case,
        form,
        do,
        title="It needs more time",
        button="Give it two months more",
        done=Done.CHANGED,
        said=said,
    )


@signed_in("GET", "POST")
def end(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ending that somebody asks for a copy."""
    does.check_can_decide(case, by=request.viewer)
    form = forms.End(request.POST or None, as_at=request.now)

    def do() -> None:
        said = form.cleaned_data
        does.end_request(case, AccessEnd(said["how"]), said["why"], by=request.viewer, at=request.now)

    return _asked(request, case, form, do, title="The request has ended", button="Save", done=Done.COPY_ENDED)


@signed_in("GET", "POST")
@asked_again
@limited("take-out")
def take(request: HttpRequest, case: UUID) -> HttpResponse:
    """A released copy as one file. It leaves the house, so whoever takes it shows again who they are."""
    does.check_can_take(case, by=request.viewer)
    if request.method == "GET":
        said = (
            "One file with three things in it: record.pdf for people, record.json for programs, and the documents.",
            "It is not encrypted. Hand it over in a way that reaches nobody else, and delete it where you kept it.",
        )
        return _form(
            request, case, forms.Take(as_at=request.now), title="Take the copy out", button="Take it out", said=said
        )
    content = does.take_copy(case, fonts=_fonts(), by=request.viewer)
    answer = HttpResponse(content, content_type="application/zip")
    answer.headers["Content-Disposition"] = 'attachment; filename="copy-of-a-record.zip"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _fonts() -> tuple[Path, ...]:
    """Where the typeface of the pages lies."""
    return (BUILT / version() / "fonts",)


def _asked(
    request: HttpRequest,
    case: UUID,
    form: Form,
    do: Callable[[], None],
    *,
    title: str,
    button: str,
    done: Done,
    said: Sequence[str] = (),
) -> HttpResponse:
    """The act, where the form is whole; else the form, with everything that is wrong."""
    if request.method == "POST" and form.is_valid():
        try:
            do()
        except Refused as refusal:
            form.add_faults(refusal.faults)
        else:
            return redirect(f"{reverse('case-copy', args=[case])}?done={done.value}")
    return _form(request, case, form, title=title, button=button, said=said)


def _form(
    request: HttpRequest,
    case: UUID,
    form: Form,
    *,
    title: str,
    button: str,
    said: Sequence[str] = (),
    row: PieceRow | None = None,
    action: str = "",
) -> HttpResponse:
    page = ask_page(
        get_case(request.viewer, case), form, title=title, button=button, said=said, row=row,
        action=action or request.get_full_path(),
    )  # fmt: skip
    return show(request, "copies/ask.jinja", page, status=422 if form.is_bound else 200)
