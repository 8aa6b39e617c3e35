"""Who is round a child: looking, and writing it down."""

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions import authorise
from plimsoll.actions.cases import Refused
from plimsoll.actions.people_round import (
    about,
    describe_child,
    end_safety_note,
    note_safety,
    tell,
    write_person,
)
from plimsoll.core.terms import ContactKind
from plimsoll.queries.people_round import get_person, get_round
from plimsoll.web.cases.page import form_page
from plimsoll.web.done import Done
from plimsoll.web.families.forms import EndSafety, OfChild, OneOfFamily, OnePerson, Safety, Tell, as_seen
from plimsoll.web.families.page import round_page
from plimsoll.web.forms.form import Form
from plimsoll.web.page import Link
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in


@signed_in("GET")
def people_round(request: HttpRequest, case: UUID) -> HttpResponse:
    """Who is round the child of a case, drawn and in words."""
    authorise.check_can_read(request.viewer, case)
    found = get_round(request.viewer, case)
    page = round_page(found, may_write=authorise.can_write(request.viewer, case), as_at=request.now)
    return show(request, "families/round.jinja", page)


@signed_in("GET", "POST")
def person(request: HttpRequest, case: UUID) -> HttpResponse:
    """Somebody round the child: new, or with `who` in the address changed; `kind=professional` is for somebody new who is
    not of the family."""
    authorise.check_can_write(request.viewer, case)
    who = key_in(request, "who")
    now = get_person(request.viewer, case, who) if who else None
    others = get_round(request.viewer, case).people
    kind = now.kind if now else ContactKind(request.GET.get("kind", "").upper() or ContactKind.FAMILY)
    form: OnePerson
    if kind is ContactKind.FAMILY:
        form = OneOfFamily(request.POST or None, now=now, others=others, as_at=request.now)
    else:
        form = OnePerson(request.POST or None, now=now, as_at=request.now)

    def do() -> None:
        write_person(case, form.said(), who=who, key=form.cleaned_data["key"], by=request.viewer, at=request.now)

    added = "Add somebody of the family" if kind is ContactKind.FAMILY else "Add a professional"
    return done_or_asked(request, case, form, do, now.name if now else added)


@signed_in("GET", "POST")
def told(request: HttpRequest, case: UUID) -> HttpResponse:
    """What somebody was told; `who` in the address is somebody."""
    authorise.check_can_write(request.viewer, case)
    form = Tell(request.POST or None, as_at=request.now)
    form.offer(get_round(request.viewer, case).people, request.GET.get("who", ""))

    def do() -> None:
        said = form.cleaned_data
        tell(
            case, UUID(said["contact"]), said["what"], on=said["told_on"], key=said["key"], by=request.viewer,
            at=request.now,
        )  # fmt: skip

    return done_or_asked(request, case, form, do, "What somebody was told")


@signed_in("GET", "POST")
def child(request: HttpRequest, case: UUID) -> HttpResponse:
    """Who the child is to other services, and how one talks with them."""
    authorise.check_can_write(request.viewer, case)
    found = get_round(request.viewer, case)
    if found.child is None:
        raise authorise.NotAllowed("This is the case of a whole family. Write this on the case of a child.")
    now = about(found.child)
    form = OfChild(request.POST or None, now=now, as_at=request.now)

    def do() -> None:
        if form.cleaned_data["seen"] != as_seen(now):
            raise Refused(
                {"about": "This was changed after you opened the page. Open it again, and write yours there."}
            )
        describe_child(case, form.said(), seen=now, by=request.viewer, at=request.now)

    return done_or_asked(request, case, form, do, "Who the child is")


@signed_in("GET", "POST")
def safety(request: HttpRequest, case: UUID) -> HttpResponse:
    """A staff safety note: a new one, or with `note` in the address the end of one."""
    authorise.check_can_write(request.viewer, case)
    note = key_in(request, "note")
    form: Form = (
        EndSafety(request.POST or None, as_at=request.now) if note else Safety(request.POST or None, as_at=request.now)
    )

    def do() -> None:
        said = form.cleaned_data
        if note:
            end_safety_note(case, note, said["why"], by=request.viewer, at=request.now)
        else:
            note_safety(
                case, said["text"], said["source"], review_on=said["review_on"], key=said["key"], by=request.viewer,
                at=request.now,
            )  # fmt: skip

    return done_or_asked(request, case, form, do, "End a staff safety note" if note else "Add a staff safety note")


def key_in(request: HttpRequest, name: str) -> UUID | None:
    """An id out of the address; None where it has none.

    Raises
    ------
    Http404 : what stands there is no id.
    """
    text = request.GET.get(name, "")
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Http404 from None


def done_or_asked(
    request: HttpRequest,
    case: UUID,
    form: Form,
    do: Callable[[], None],
    title: str,
    *,
    button: str = "Save",
    done: Done = Done.ROUND_WRITTEN,
) -> HttpResponse:
    """The act, where the form is whole; else the form, with everything that is wrong."""
    back = reverse("case-people", args=[case])
    if request.method == "POST" and form.is_valid():
        try:
            do()
        except Refused as refusal:
            form.add_faults(refusal.faults)
        else:
            return redirect(f"{back}?done={done.value}")
    found = get_round(request.viewer, case).case
    page = form_page(found, form, title=title, button=button, action=request.get_full_path())
    page = type(page)(**{**vars(page), "cancel": back, "back": Link(f"Family and network of {found.called}", back)})
    return show(request, "cases/form.jinja", page, status=422 if form.is_bound else 200)
