"""What roles are called here."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from plimsoll.actions import authorise
from plimsoll.actions.labels import LONGEST_LABEL, settle_labels
from plimsoll.core.access import describe
from plimsoll.core.priority.told import capital
from plimsoll.core.terms import Role
from plimsoll.web.done import Done
from plimsoll.web.forms.fields import Text
from plimsoll.web.forms.form import Form
from plimsoll.web.parts import Link
from plimsoll.web.set_up.asking import ask
from plimsoll.web.set_up.page import FormPage
from plimsoll.web.signed_in import signed_in


class Labels(Form):
    """What each role is called."""

    def __init__(self, *given: Any, stand: dict[Role, str], **rest: Any) -> None:
        super().__init__(*given, **rest)
        for role in Role:
            self.fields[role.value] = Text(
                label=capital(role.label), required=False, most=LONGEST_LABEL, initial=stand.get(role, ""),
                help_text=describe(role), complete="off",
            )  # fmt: skip


@signed_in("GET", "POST")
def labels(request: HttpRequest) -> HttpResponse:
    """An organisation's own names of roles."""
    authorise.check_can_manage_settings(request.viewer)
    form = Labels(request.POST or None, stand=dict(request.viewer.labels), as_at=request.now)

    def do(said: dict[str, Any]) -> None:
        settle_labels({Role(code): label for code, label in said.items()}, by=request.viewer)

    page = FormPage(
        "What roles are called here",
        (
            "Write what your people say, in small letters as within a sentence: child protection adviser. It stands "
            "wherever the role is named. Leave it empty to keep Plimsoll's name.",
            "What a role may do stays the same.",
        ),
        form,
        request.path,
        "Settle",
        reverse("set-up"),
        aside=Link("Roles, and what each may do", reverse("roles")),
        back=Link("Set up", reverse("set-up")),
    )
    return ask(request, page, do, then=reverse("roles"), done=Done.SETTLED)
