"""What an organisation settles about the life of its cases: the levels of need, and who agrees to which step."""

from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from plimsoll.actions.authorise import check_can_manage_settings
from plimsoll.actions.need_level import adopt_life
from plimsoll.core.case_life import LifeRules
from plimsoll.core.priority.told import capital
from plimsoll.core.terms import Authority
from plimsoll.queries.case_life import get_life_rules
from plimsoll.web.done import Done
from plimsoll.web.forms.fields import LongText, Pick, choices_of
from plimsoll.web.forms.form import Form
from plimsoll.web.parts import Link
from plimsoll.web.set_up.asking import ask
from plimsoll.web.set_up.page import FormPage
from plimsoll.web.signed_in import signed_in

SIDES = ("begins", "ends")
COLUMNS = ("It begins on an open case", "It ends, and the case goes on")
_WHO = choices_of(Authority)


class LifeForm(Form):
    """The levels of need, the lowest first, and who agrees to which step."""

    levels = LongText(
        label="What are the levels of need called here?",
        help_text="A line for each, the lowest first. As many as your threshold document has.",
        missing="Write at least one level",
        most=1_000,
        rows=6,
    )

    def offer(self, rules: LifeRules) -> None:
        """A question for each step, with what holds now."""
        self.fields["levels"].initial = "\n".join(level.name for level in rules.levels)
        self.fields["close-needs"] = _who("A case is closed: who has to agree?", rules.close, alone=False)
        self.fields["reopen-needs"] = _who("A case is opened again: who has to agree?", rules.reopen, alone=False)
        for work in rules.works:
            for side, says, now in zip(SIDES, COLUMNS, (work.begins, work.ends), strict=True):
                asks = f"{capital(work.kind.label)}, {says[:1].lower()}{says[1:]}: who has to agree?"
                self.fields[f"{work.kind}-{side}"] = _who(asks, now, in_table=True)

    def needs(self) -> dict[tuple[str, str], Authority]:
        """Whose agreement each step needs, by what it is of and which side."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "levels"}
        return {(name.rpartition("-")[0], name.rpartition("-")[2]): Authority(value) for name, value in said.items()}


def _who(label: str, now: Authority, *, alone: bool = True, in_table: bool = False) -> forms.Field:
    choices = _WHO if alone else [one for one in _WHO if one[0] != Authority.WORKER]
    return Pick(label=label, choices=choices, initial=now.value, missing=f"{label[:-1]}: choose one", in_table=in_table)


@dataclass(frozen=True)
class Work:
    """A kind of work, with the fields of its steps."""

    name: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class LifePage(FormPage):
    """What is settled. alone : fields by themselves; rows : kinds of work, with a field under each of `columns`."""

    alone: tuple[str, ...] = ("levels", "close-needs", "reopen-needs")
    columns: tuple[str, ...] = COLUMNS
    rows: tuple[Work, ...] = ()


@signed_in("GET", "POST")
def life_rules(request: HttpRequest) -> HttpResponse:
    """Settling the levels of need, and who agrees to which step in the life of a case."""
    check_can_manage_settings(request.viewer)
    rules = get_life_rules(request.viewer, request.now.date())
    form = LifeForm(request.POST or None, as_at=request.now)
    form.offer(rules)
    page = LifePage(
        "Life of a case",
        (
            f"What holds now: {rules.title}, {rules.version}. {rules.note}",
            "Where several kinds of work begin and end in one step, the most that any of them asks for is needed. What was "
            "chosen before keeps the name that its level had then.",
        ),
        form,
        request.path,
        "Settle it from today",
        cancel=reverse("set-up"),
        back=Link("Set up", reverse("set-up")),
        rows=tuple(
            Work(capital(work.kind.label), tuple(f"{work.kind}-{side}" for side in SIDES)) for work in rules.works
        ),
    )

    def do(said: dict[str, str]) -> None:
        adopt_life(said["levels"].split("\n"), form.needs(), by=request.viewer, at=request.now)

    return ask(request, page, do, then=reverse("set-up"), done=Done.SETTLED, template="set_up/life.jinja")
