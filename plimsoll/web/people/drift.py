"""Signs of drift over a team's cases, and the rules by which they are looked for."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions import authorise
from plimsoll.actions.cases import Refused
from plimsoll.actions.drift import MOST, adopt_drift
from plimsoll.core.calendar import LONDON, moment
from plimsoll.core.drift import DriftRules, NotYet, Sign
from plimsoll.core.priority.told import capital
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.drift import DriftCase, DriftSettled, TeamDrift, get_settled, get_team_drift
from plimsoll.web.cases.drift import figure_of
from plimsoll.web.done import Done
from plimsoll.web.forms.fields import Several, Text
from plimsoll.web.forms.form import Form
from plimsoll.web.page import Page, Viewed
from plimsoll.web.parts import Cell, Column, Link, State, Table
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in


@dataclass(frozen=True)
class SignOfTeam:
    """The cases of a team on which one sign holds: what it is called, what it asks, whose figure it goes by."""

    id: str
    title: str
    asks: str
    source: str
    cases: Table


@dataclass(frozen=True)
class TeamDriftPage(Page):
    """A team's cases by sign, never by worker."""

    facts_shown = True
    said: str
    signs: tuple[SignOfTeam, ...]
    contents: tuple[Link, ...]
    nothing: State
    rules: Link


@signed_in("GET")
def team_drift(request: HttpRequest, team: UUID) -> HttpResponse:
    """A team's cases by sign of drift."""
    found = get_team_drift(request.viewer, team, moment(request.now))
    return show(request, "drift/team.jinja", _team_page(found))


def _team_page(found: TeamDrift) -> TeamDriftPage:
    signs = tuple(
        SignOfTeam(
            id=rule.sign.value.lower().replace("_", "-"),
            title=capital(rule.title),
            asks=rule.says,
            source=figure_of(rule),
            cases=_cases(rule.title, cases),
        )
        for rule, cases in found.found
    )
    every = {one.case: one for _, cases in found.found for one in cases}
    return TeamDriftPage(
        f"Signs of drift: {found.name}",
        said=f"{_many(found.looked_at)} that you may read, {len(every)} of them with a sign. Questions for supervision: "
        "they move nothing in the order of work, and say nothing of how anybody works.",
        signs=signs,
        contents=tuple(Link(f"{sign.title} ({len(sign.cases.rows)})", f"#{sign.id}") for sign in signs),
        nothing=State(
            "No sign of drift", "On none of the cases that you may read does a sign hold that is looked for."
        ),
        rules=Link("What is looked for, and by whose figures", reverse("drift-rules")),
        back=Link(found.name, reverse("team", args=[found.id])),
        viewed=Viewed(frozenset(one.child for one in every.values() if one.child), frozenset(every)),
    )


def _many(cases: int) -> str:
    return f"{cases} open case{'' if cases == 1 else 's'}"


def _cases(title: str, cases: Iterable[DriftCase]) -> Table:
    rows = tuple(
        (
            Cell(
                one.name if one.name == one.reference else f"{one.name} ({one.reference})",
                f"{reverse('case', args=[one.case])}#drift",
            ),
            Cell(day_words(one.since)),
            Cell(one.says),
        )
        for one in cases
    )
    return Table(capital(title), (Column("Child"), Column("Since"), Column("Facts")), rows, caption_hidden=True)


# ---- the rules -----------------------------------------------------------------------------------------------------------


class Settle(Form):
    """Which signs are looked for, and from when on each holds."""

    on = Several(label="Which signs are looked for?", choices=[], required=False)

    def __init__(self, *given: Any, rules: DriftRules, **rest: Any) -> None:
        super().__init__(*given, **rest)
        self.fields["on"].choices = [(rule.sign.value, capital(rule.title)) for rule in rules.rules]
        self.initial["on"] = [rule.sign.value for rule in rules.rules if rule.on]
        for rule in rules.rules:
            within = f", within {rule.within_months} months" if rule.within_months else ""
            self.fields[rule.sign.value] = Text(
                label=f"{capital(rule.title)}: from how many {rule.unit.label}{within}?", width=5, most=5
            )
            self.initial[rule.sign.value] = str(rule.amount)

    def clean(self) -> dict[str, Any]:
        """Figures as whole numbers."""
        said = super().clean() or self.cleaned_data
        for sign in Sign:
            typed = str(said.get(sign.value, "")).strip()
            if typed and not (typed.isascii() and typed.isdecimal() and 1 <= int(typed) <= MOST):
                self.add_error(sign.value, f"Write a whole number from 1 to {MOST:,}")
        return said


@dataclass(frozen=True)
class DriftRulesPage(Page):
    """By which rules signs are looked for, who agreed them, what cannot be computed yet; the form for those who settle
    them."""

    said: str
    table: Table
    later: tuple[NotYet, ...]
    form: Settle | None
    action: str


@signed_in("GET", "POST")
def drift_rules(request: HttpRequest) -> HttpResponse:
    """The signs that are looked for, and settling them."""
    authorise.check_can_read_criteria(request.viewer)
    settles = authorise.can_manage_settings(request.viewer)
    if request.method == "POST":
        authorise.check_can_manage_settings(request.viewer)
    found = get_settled(request.viewer, request.now.date())
    form = Settle(request.POST or None, rules=found.rules, as_at=request.now) if settles else None
    if form and request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            adopt_drift(
                {sign: int(said[sign.value]) for sign in Sign}, [Sign(word) for word in said["on"]],
                by=request.viewer, at=request.now,
            )  # fmt: skip
        except Refused as refusal:
            form.add_faults(refusal.faults)
        else:
            return redirect(f"{reverse('drift-rules')}?done={Done.SETTLED.value}")
    page = _rules_page(found, form, request.path)
    return show(request, "drift/rules.jinja", page, status=422 if form and form.is_bound else 200)


def _rules_page(found: DriftSettled, form: Settle | None, action: str) -> DriftRulesPage:
    rules = found.rules
    if found.at:
        whose = f"agreed by {found.by or 'your organisation'} on {day_words(found.at.astimezone(LONDON).date())}"
    else:
        whose = "as they ship: your organisation has agreed on none of its own"
    since = {rule.from_date for rule in rules.rules if rule.on}
    when = f" All that are looked for are so from {day_words(min(since))}." if len(since) == 1 else ""
    rows = tuple(
        (
            Cell(capital(rule.title)),
            Cell(rule.length),
            Cell(("yes" if when else f"from {day_words(rule.from_date)}") if rule.on else "no"),
            Cell("ours" if rule.ours else f"{rule.source.basis}: {rule.source.title}"),
        )
        for rule in rules.rules
    )
    return DriftRulesPage(
        "Signs of drift: what is looked for",
        said=f"Version {rules.version}, {whose}. {rules.note}{when}",
        table=Table(
            "Signs", tuple(map(Column, ("Sign", "Holds", "Looked for", "Whose figure"))), rows, caption_hidden=True
        ),
        later=rules.later,
        form=form,
        action=action,
    )
