"""How one signs in: about oneself alone, whoever asks. Nobody of the cast has a password: they came in by a link."""

import pytest

from tests.matrix.cast import SIGNED_OUT, VIEWERS
from tests.matrix.cells import Asking, events, faults_of, signed_out_faults, told
from tests.matrix.routes import NEVER, address

pytestmark = pytest.mark.django_db
HERE = {
    ("account", "GET"): 200,
    ("password", "GET"): 200,
    ("password", "POST"): 302,
    ("confirm", "GET"): 302,  # there is none to confirm
    ("confirm", "POST"): 302,
    ("provider-confirm", "GET"): 404,  # there is no provider
    ("provider-link", "GET"): 404,
    ("session-end", "POST"): 404,
    ("passkey", "GET"): 403,
    ("passkey", "POST"): 403,
    ("passkey-end", "POST"): 403,
    **{(f"factor-{name}", method): 403 for name in ("app", "app-end", "codes") for method in ("GET", "POST")},
}
BODY = {
    "email": "somebody@example.org", "password": "a quiet tin harbour", "again": "a quiet tin harbour", "session": NEVER,
    "code": "123456", "next": "https://elsewhere.example/",
}  # fmt: skip


@pytest.mark.parametrize("viewer", VIEWERS)
def test_each_keeps_what_is_their_own(asking: Asking, viewer: str) -> None:
    faults = []
    for (name, method), wanted in HERE.items():
        answer = asking.ask(viewer, method, address(name), BODY, asked=NEVER)
        wrong = faults_of(asking.town, viewer, method, answer)
        if viewer in SIGNED_OUT:
            wrong += signed_out_faults(answer)
        elif answer.status != wanted:
            wrong.append(f"answers {answer.status}, not {wanted}")
        acts = {act for act, _ in events(answer)}
        if acts != ({"PASSWORD_SET"} if (name, method) == ("password", "POST") and viewer not in SIGNED_OUT else set()):
            wrong.append(f"leaves {acts}")
        faults += told(f"{viewer} {method} {name}", wrong)

    assert not faults, "\n".join(faults)
