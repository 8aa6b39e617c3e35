"""Nobody whose roles need a second step goes further with a password alone, or with what the provider said of them."""

from django.http import HttpRequest

from plimsoll.actions.account import WITH_ACCOUNT
from plimsoll.queries.account import needs_factor

HOW, SECOND = "how", "second"  # in the session: how it began, and whether whoever it is has a second step
# What can be done before there is one: adding it, and leaving.
OPEN = frozenset(
    {
        "account", "confirm", "provider-confirm", "provider-back", "factor-app", "passkey", "sign-out", "session", "theme",
        "accessibility", "health",
    }  # fmt: skip
)


def lacks_factor(request: HttpRequest, page: str) -> bool:
    """Whether the viewer is to add a second step before they see this page. No query for whoever has one, or came in by
    something else than their account; one else."""
    if request.session.get(HOW) not in WITH_ACCOUNT or request.session.get(SECOND) or page in OPEN:
        return False
    return needs_factor(request.viewer)
