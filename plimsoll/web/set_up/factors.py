"""Who needs a second step to sign in."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from plimsoll.actions import authorise
from plimsoll.actions.account import settle_factors
from plimsoll.core.terms import Role
from plimsoll.queries.account import USUAL_FACTORS, factor_roles
from plimsoll.web.done import Done
from plimsoll.web.forms.fields import Several, choices_of
from plimsoll.web.forms.form import Form
from plimsoll.web.parts import Link
from plimsoll.web.set_up.asking import ask
from plimsoll.web.set_up.page import FormPage
from plimsoll.web.signed_in import asked_again, signed_in

NOBODY = "none"  # the answer that nobody needs one


class WhichRoles(Form):
    """Roles that need a second step, or that nobody does."""

    roles = Several(
        label="Who needs a second step?",
        choices=[],
        missing="Choose roles, or nobody",
        help_text="Whoever holds none of these may still set one up.",
    )

    def offer(self, called: Callable[[Role], str]) -> None:
        """The roles as they are called here, and nobody."""
        self.fields["roles"].choices = [*choices_of(Role, called), (NOBODY, "Nobody")]

    def clean_roles(self) -> list[Role]:
        """The roles; none of them, where nobody needs one."""
        said = self.cleaned_data["roles"]
        if NOBODY in said and len(said) > 1:
            raise ValidationError("Choose roles or nobody, not both")
        return [Role(word) for word in said if word != NOBODY]


@signed_in("GET", "POST")
@asked_again
def factors(request: HttpRequest) -> HttpResponse:
    """Whose roles need a second step."""
    authorise.check_can_manage_settings(request.viewer)
    stands = [role.value for role in factor_roles(request.viewer)] or [NOBODY]
    form = WhichRoles(request.POST or None, as_at=request.now, initial={"roles": stands})
    form.offer(request.viewer.called)

    def do(said: dict[str, Any]) -> None:
        settle_factors(said["roles"], by=request.viewer)

    usual = ", ".join(request.viewer.called(role) for role in Role if role in USUAL_FACTORS)
    page = FormPage(
        "Signing in",
        (
            "With a second step, a password that somebody else learned gets them nowhere: they also need the telephone of "
            "whoever it belongs to.",
            f"Our suggestion: everyone who may see children's records. These are: {usual}.",
            "Whoever has none yet sets it up when they sign in next.",
        ),
        form,
        request.path,
        "Settle",
        reverse("set-up"),
        back=Link("Set up", reverse("set-up")),
    )
    return ask(request, page, do, then=reverse("set-up"), done=Done.SETTLED)
