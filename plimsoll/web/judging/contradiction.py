"""An answer that contradicts earlier ones: what was said before stands there at once, and somebody says which holds."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from plimsoll.actions.priority import Contradicted, Former
from plimsoll.core.calendar import LONDON
from plimsoll.core.timescales.explain import day_words
from plimsoll.web.forms.fields import Choice
from plimsoll.web.forms.form import Form

FIELD, FORMER = "instead", "FORMER"


def no_longer_holds(request: HttpRequest) -> frozenset[UUID]:
    """The earlier placing of which somebody said that it does not hold any more."""
    try:
        return frozenset({UUID(request.POST.get(FIELD, ""))})
    except ValueError:
        return frozenset()


def former_hold(request: HttpRequest) -> bool:
    """Whether somebody said that what was said before holds, and not the new answer."""
    return request.POST.get(FIELD) == FORMER


def ask_which_holds(form: Form, refusal: Contradicted, called: Mapping[UUID, str]) -> None:
    """Adds the question to a form that was sent, first of all. called : the cases of the list as they are named."""
    new = FORMER, "What was said before holds: do not save my answer"
    former = [(str(one.placing), f"This no longer holds: {_said(one, called)}") for one in refusal.former]
    hints = {str(one.placing): _by(one) for one in refusal.former}
    field = Choice(
        label="Which holds?", choices=[*former, new], hints=hints, missing="Say which holds", help_text=_told(refusal)
    )
    fields: dict[str, Any] = {FIELD: field, **form.fields}
    form.fields.clear()
    form.fields.update(fields)
    form.add_error(FIELD, refusal.faults[FIELD])


def _told(refusal: Contradicted) -> str:
    if len(refusal.former) == 1:
        return "The opposite was said before."
    return "Taken together, these earlier answers say the opposite: they would go round in a circle with yours."


def _said(one: Former, called: Mapping[UUID, str]) -> str:
    first, second = (called.get(case, "a case that is not on this list") for case in (one.first, one.second))
    return f"{first} before {second}"


def _by(one: Former) -> str:
    why = f": “{one.why}”" if one.why else ""
    return f"Said by {one.by} on {day_words(one.at.astimezone(LONDON).date())}{why}"
