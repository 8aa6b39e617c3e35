"""Correcting what stands of a child and a case, and naming many children at once. A date of death is asked where one stands,
or where somebody says that there is one: `died` in the address."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions import authorise
from plimsoll.actions.cases import LONGEST_WHY, Refused
from plimsoll.actions.correcting import correct_record, name_children
from plimsoll.actions.new_case import LONGEST_NAME
from plimsoll.core.access import NotAllowed, Permission
from plimsoll.core.terms import CaseType
from plimsoll.queries.case_life import get_life_rules
from plimsoll.queries.cases import CaseView, get_case
from plimsoll.queries.correcting import Nameless, Particulars, get_particulars, list_nameless
from plimsoll.web.ages import age
from plimsoll.web.cases.forms import levels_of
from plimsoll.web.cases.page import form_page
from plimsoll.web.done import Done
from plimsoll.web.forms.fields import Day, LongText, Pick, Text, choices_of
from plimsoll.web.forms.form import Form
from plimsoll.web.page import Page, Viewed
from plimsoll.web.parts import State
from plimsoll.web.shell import places
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in


class Correct(Form):
    """What stands of a case and its child. `seen`: what stood when the form was made, so that nobody overwrites what another
    changed meanwhile."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)  # who has no name begins with a tab
    given_name = Text(label="Given name", required=False, most=LONGEST_NAME, width=20)
    family_name = Text(label="Family name", required=False, most=LONGEST_NAME, width=20)
    born_on = Day(
        label="Date of birth",
        required=False,
        help_text="For example 3/4/21 or 3 Apr 2021. Leave it empty if nobody knows.",
    )
    expected_on = Day(
        label="When is birth expected?",
        required=False,
        forward=True,
        help_text="Only of a child who is not born yet. For example 3 Feb 2027.",
    )
    died_on = Day(
        label="Date of death",
        required=False,
        help_text="For example 3 Apr 2026; say why below. Emptied, a date that should not stand is taken away.",
    )
    case_type = Pick(
        label="Kind of case",
        choices=choices_of(CaseType),
        missing="Choose the kind of case",
        help_text="What is due is counted from what happened. Where a new kind of work began, do not correct it: "
        "step the case up or down on its page.",
    )
    level_of_need = Pick(
        label="Level of need",
        required=False,
        choices=[],
        help_text="By your threshold document. It may stay empty.",
    )
    opened_on = Day(label="Open since", required=False, help_text="For example 3 Mar 2026.")
    why = LongText(
        label="Why is it corrected?",
        required=False,
        most=LONGEST_WHY,
        rows=2,
        help_text="Needed where something that stood is replaced. It may stay empty where you only fill in what is missing.",
    )

    def __init__(self, *given: Any, now: Particulars, of_child: bool, died: bool, **rest: Any) -> None:
        super().__init__(*given, initial={**typed(now), "seen": seen(now)}, **rest)
        if not of_child:
            for name in ("given_name", "family_name", "born_on", "expected_on", "died_on"):
                del self.fields[name]
        else:
            if now.born_on is not None:
                del self.fields["expected_on"]
            if not (died or now.died_on):
                del self.fields["died_on"]
        self.now = now

    def said(self) -> Particulars:
        """What was typed; what is not asked stays as it stands."""
        typed = {name: self.cleaned_data[name] for name in self.fields if name not in ("seen", "why")}
        level = typed["level_of_need"]
        typed |= {"level_of_need": int(level) if level else None, "case_type": CaseType(typed["case_type"])}
        typed |= {name: typed[name].strip() for name in ("given_name", "family_name") if name in typed}
        return Particulars(**{**vars(self.now), **typed})


def typed(now: Particulars) -> dict[str, Any]:
    """What stands, as it would be typed."""
    return {**vars(now), "case_type": now.case_type.value, "level_of_need": str(now.level_of_need or "")}


def seen(now: Particulars) -> str:
    """What stands in one text, by which a change meanwhile is found."""
    return "\t".join(str(getattr(now, one.name) or "") for one in fields(now))


@signed_in("GET", "POST")
def correct(request: HttpRequest, case: UUID) -> HttpResponse:
    """Correcting what stands of a case and its child."""
    authorise.check_can_write(request.viewer, case)
    found, now = get_case(request.viewer, case), get_particulars(request.viewer, case)
    died = "died" in request.GET
    form = Correct(request.POST or None, now=now, of_child=found.child is not None, died=died, as_at=request.now)
    form.fields["level_of_need"].choices = levels_of(
        get_life_rules(request.viewer, request.now.date()), now.level_of_need
    )
    if form.is_bound and form.is_valid():
        try:
            _correct(request, found, form)
        except Refused as refusal:
            form.add_faults(refusal.faults)
        else:
            return redirect(f"{reverse('case', args=[case])}?done={Done.CORRECTED.value}")
    page = form_page(found, form, title="Correct the record", button="Save", action=request.get_full_path())
    return show(request, "cases/correct.jinja", page, status=422 if form.is_bound else 200)


def _correct(request: HttpRequest, found: CaseView, form: Correct) -> None:
    if form.cleaned_data["seen"] not in ("", seen(form.now)):
        raise Refused(
            {
                "record": f"Somebody changed this record meanwhile. What stands now: {_stands(form.now)}. Correct it again."
            }
        )
    correct_record(found.id, form.said(), form.cleaned_data["why"], seen=form.now, by=request.viewer, at=request.now)


def _stands(now: Particulars) -> str:
    name = f"{now.given_name} {now.family_name}".strip() or "no name"
    born = f"born {now.born_on.day} {now.born_on:%b %Y}" if now.born_on else "date of birth not known"
    return f"{name}, {born}, {now.case_type.label}, level of need {now.level_of_need or 'not known'}"


# ---- naming many ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class NameRow:
    """One child to be named: what tells them apart, and the two fields of the form."""

    said: str
    more: str
    href: str
    given: Any
    family: Any


@dataclass(frozen=True)
class NamesPage(Page):
    """Children without a name, each with two fields; `nothing` where there are none."""

    facts_shown = True
    said: tuple[str, ...]
    form: Form
    action: str
    cancel: str
    rows: tuple[NameRow, ...]
    nothing: State


class Names(Form):
    """Two fields for each child."""

    def offer(self, children: Iterable[Nameless]) -> None:
        """Whom to name."""
        for child in children:
            for part in ("given", "family"):
                label = f"{part.title()} name"
                self.fields[f"{part}-{child.case}"] = Text(label=label, required=False, most=LONGEST_NAME)

    def names(self) -> dict[UUID, tuple[str, str]]:
        """What was typed, by case; also of those who are not on the list any more."""
        found: dict[UUID, list[str]] = {}
        for place, part in enumerate(("given", "family")):
            for name, text in self.data.items():
                case = _case(name, f"{part}-")
                if case is not None:
                    found.setdefault(case, ["", ""])[place] = str(text)
        return {case: (given, family) for case, (given, family) in found.items()}


def _case(name: str, before: str) -> UUID | None:
    try:
        return UUID(name.removeprefix(before)) if name.startswith(before) else None
    except ValueError:
        return None


@signed_in("GET", "POST")
def names(request: HttpRequest) -> HttpResponse:
    """Naming children whom a file left without a name."""
    if not request.viewer.reach(Permission.WRITE_RECORD):
        raise NotAllowed("Children are named by those who may write on their cases. Ask their allocated worker.")
    children, many = list_nameless(request.viewer)
    form = Names(request.POST or None, as_at=request.now)
    form.offer(children)
    if request.method == "POST" and form.is_valid():
        try:
            name_children(form.names(), by=request.viewer, at=request.now)
        except Refused as refusal:
            of = {str(child.case): child.reference for child in children}
            for field, sentence in refusal.faults.items():
                known = field in form.fields
                form.add_error(field if known else None, f"{of[field[-36:]]}: {sentence}" if known else sentence)
        else:
            left = many > sum(bool("".join(name).strip()) for name in form.names().values())
            to = reverse("case-names") if left else places(request)[0].href
            return redirect(f"{to}?done={Done.NAMED.value}")
    page = names_page(form, children, many, cancel=places(request)[0].href, today=request.now.date())
    return show(request, "cases/names.jinja", page, status=422 if request.method == "POST" else 200)


def names_page(form: Form, children: tuple[Nameless, ...], many: int, *, cancel: str, today: date) -> NamesPage:
    """Everyone who has no name, with what tells them apart."""
    said = ["Some files, such as an Annex A workbook, hold no names. Write those you know, and leave the rest empty."]
    if many > len(children):
        said.append(f"The first {len(children)} of {many:,} children stand here; the next follow when these are saved.")
    return NamesPage(
        "Name the children",
        said=tuple(said),
        form=form,
        action=reverse("case-names"),
        cancel=cancel,
        rows=tuple(
            NameRow(
                child.reference,
                ", ".join(
                    filter(None, (age(child.born_on, child.expected_on, today), child.case_type.label, child.holder))
                ),
                reverse("case", args=[child.case]),
                form[f"given-{child.case}"],
                form[f"family-{child.case}"],
            )
            for child in children
        ),
        nothing=State("Every child has a name", "Nobody on the cases that you may write on is without a name."),
        viewed=Viewed(frozenset(child.child for child in children), frozenset(child.case for child in children)),
    )
