"""How long records are kept, as settings."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from plimsoll.actions.authorise import check_can_manage_settings
from plimsoll.actions.removals import Said, set_retention
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import CaseType, CountedFrom
from plimsoll.queries.removals import list_settled
from plimsoll.web.done import Done
from plimsoll.web.forms.fields import Choice, LongText, Text
from plimsoll.web.forms.form import Form
from plimsoll.web.parts import Link
from plimsoll.web.removals.page import in_words, schedules_page
from plimsoll.web.set_up.asking import ask
from plimsoll.web.set_up.page import FormPage
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in


class ScheduleForm(Form):
    """One schedule."""

    years = Text(
        label="For how many years?", required=False, width=3, help_text="Leave it empty, and nothing falls due by it."
    )
    counted_from = Choice(
        label="Counted from what?",
        choices=[(one.value, one.label[:1].upper() + one.label[1:]) for one in CountedFrom],
        missing="Say from what it is counted",
    )
    after_death = Text(
        label="For how many years from the child's death, where they have died?",
        required=False,
        width=3,
        help_text="Leave it empty, and the years above hold in that case too.",
    )
    basis = LongText(
        label="On what does this rest?",
        required=False,
        most=500,
        rows=3,
        help_text="The law or policy that asks for it. It is shown to whoever decides.",
    )
    source = LongText(label="Where can that be read?", required=False, most=500, rows=2)

    def clean_years(self) -> int | None:
        """A whole number, or nothing."""
        return _whole(self.cleaned_data["years"])

    def clean_after_death(self) -> int | None:
        """A whole number, or nothing."""
        return _whole(self.cleaned_data["after_death"])


def _whole(said: str) -> int | None:
    if not said.strip():
        return None
    if not said.strip().isdecimal() or len(said.strip()) > 3:
        raise ValidationError("Write whole years as a number, or leave it empty")
    return int(said)


@signed_in("GET")
def schedules(request: HttpRequest) -> HttpResponse:
    """What is settled for each kind of case."""
    check_can_manage_settings(request.viewer)
    return show(request, "removals/tables.jinja", schedules_page(list_settled(request.viewer, _today(request))))


@signed_in("GET", "POST")
def schedule(request: HttpRequest, kind: str) -> HttpResponse:
    """Settling one."""
    check_can_manage_settings(request.viewer)
    if kind not in list(CaseType):
        raise Http404
    word = CaseType(kind)
    (stands,) = (one for one in list_settled(request.viewer, _today(request)) if one.case_type is word)
    now = stands.schedule
    first = {
        "years": str(now.years) if now else "",
        "after_death": str(now.after_death or "") if now else "",
        "counted_from": (now.counted_from if now else CountedFrom.CLOSED).value,
        "basis": now.basis if now else "",
        "source": now.source if now else "",
    }
    form = ScheduleForm(request.POST or None, as_at=request.now, initial=first)

    def do(said: dict[str, Any]) -> None:
        made = Said(
            word, CountedFrom(said["counted_from"]), said["years"], said["after_death"], said["basis"], said["source"]
        )
        set_retention(made, by=request.viewer, at=request.now)

    page = FormPage(
        f"How long records are kept: {word.label}",
        (
            f"Now: {in_words(now)}." if now else "Now: not set, so nothing falls due by it.",
            "It holds from today. What held before stays on record. Nothing is removed by it: people are shown what is due.",
        ),
        form,
        request.path,
        "Settle",
        reverse("set-up-retention"),
        back=Link("How long records are kept", reverse("set-up-retention")),
    )
    return ask(request, page, do, then=reverse("set-up-retention"), done=Done.SETTLED)


def _today(request: HttpRequest) -> Any:
    return request.now.astimezone(LONDON).date()
