"""Nobody whose roles need a second step goes further with a password alone, or with what the provider said of them."""

from django.http import HttpRequest

from plimsoll.actions.account import WITH_ACCOUNT
from plimsoll.queries.account import needs_factor

HOW, SECOND = "how", "second"  # in the session: how it began, and whether whoever it is has a second step
# What can be done before there is one: adding it, and leaving.
OPEN = frozenset(
    [
        "account",
        "confirm",
        "provider-confirm",
        "provider-back",
        "factor-app",
        "passkey",
        "sign-out",
        "session",
        "theme",
        "accessibility",
        "health",
    ]
)


def lacks_factor(request: HttpRequest, page: str) -> bool:
    """Whether the viewer is to add a second step before they see this page."""
    return page not in OPEN and is_held(request)


def is_held(request: HttpRequest) -> bool:
    """Whether the viewer is to add a second step before they go on. No query for whoever has one, or came in by something
    else than their account; one else."""
    if request.session.get(HOW) not in WITH_ACCOUNT or request.session.get(SECOND):
        return False
    if not hasattr(request, "needs_factor"):
        request.needs_factor = needs_factor(request.viewer)
    return bool(request.needs_factor)
