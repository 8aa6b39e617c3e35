"""Signing in by the organisation's own provider, against a real one: who gets in, who does not, and what the trail
says of it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
import requests
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from plimsoll.actions.account import INSTALLATION, let_in
from plimsoll.core.terms import Act
from plimsoll.queries.account import FACTORS, list_places
from plimsoll.records.context import acting
from plimsoll.records.models.access import User
from plimsoll.records.models.audit import AuditEvent
from plimsoll.records.models.people import Worker
from plimsoll.records.models.reference import Setting
from plimsoll.web.account.provider import _made
from tests.factories.small import Small
from tests.web.provider import Provider, running
from tests.web.test_accounts import CASELOAD, EMAIL, OTHER, STEP, WORDS, account, tries, with_app
from tests.web.test_accounts import signed_in as by_password

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.enable_socket,
    pytest.mark.allow_hosts(["127.0.0.1"]),
]
GO, BACK = "/sign-in/provider", "/sign-in/provider/back"
DID_NOT_WORK, KNOWN_THERE = "did not work", "does not let you into Plimsoll"


@pytest.fixture(scope="module")
def there() -> Iterator[Provider]:
    with running(f"http://testserver{BACK}") as one:
        yield one


@pytest.fixture
def provider(there: Provider, settings: Any) -> Provider:
    """The organisation's provider, sound; nobody needs a second step unless a test says so."""
    there.be()
    _made.cache_clear()
    settings.PROVIDER_ISSUER = there.address
    settings.PROVIDER_CLIENT, settings.PROVIDER_SECRET = "plimsoll", "only for a test"
    settings.PROVIDER_NAME = "your Saltmarsh account"
    return there


@pytest.fixture
def ann(small: Small) -> User:
    """A practitioner with a password, where nobody needs a second step."""
    Setting.objects.create(org_id=small.org, key=FACTORS, value=[])
    return account(small)


def gone(client: Client, where: str = GO) -> str:
    """To where somebody is sent who goes to the provider."""
    answer = client.get(where)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def come(provider: Provider, login: str, client: Client | None = None, where: str = GO) -> Any:
    """What somebody gets who went there, was believed, and came back."""
    client = client or Client()
    return client.get(provider.visit(gone(client, where), login))


def events(org: UUID) -> list[tuple[str, UUID | None, Any]]:
    return list(AuditEvent.objects.filter(org_id=org).order_by("at").values_list("act", "about_id", "detail"))


def refusals(org: UUID) -> list[str]:
    with acting(org, None, "a test"):
        return [detail["why"] for act, _, detail in events(org) if act == Act.SIGN_IN_REFUSED]


def refused(answer: Any, said: str) -> None:
    """Refused by our own page, with nobody signed in."""
    page = answer.content.decode()
    assert (answer.status_code, said in page) == (403, True), page
    assert "You are not signed in" in page
    assert "example.org" not in page
    assert answer.client.get(CASELOAD).status_code == 302


# ---- in ------------------------------------------------------------------------------------------------------------


def test_one_signs_in_where_ones_organisation_does(small, ann, provider):
    client = Client()
    to = gone(client, f"{GO}?next=/roles")
    asked = {name: value for name, (value,) in parse_qs(urlsplit(to).query).items()}

    assert asked["code_challenge_method"] == "S256"
    assert len(asked["code_challenge"]) == 43
    assert len(asked["nonce"]) >= 20
    assert len(asked["state"]) >= 20
    assert asked["redirect_uri"] == f"http://testserver{BACK}"
    assert "secret" not in to

    answer = client.get(provider.visit(to, "s-ann"))

    assert (answer.status_code, answer["Location"]) == (302, "/roles")
    assert client.get(CASELOAD).status_code == 200
    found = events(small.org)
    assert found[-2:] == [
        (Act.PROVIDER_LINKED, None, {"by": "address"}),
        (Act.SIGNED_IN, None, {"how": "provider"}),
    ]
    page = client.get("/account").content.decode()
    assert "Your Saltmarsh account" in page
    assert page.count("since ") == 1


def test_from_then_on_it_is_the_person_and_not_the_address(small, ann, provider):
    assert come(provider, "s-ann").status_code == 302
    User.objects.filter(pk=ann.pk).update(email="ann.married@example.org")

    assert come(provider, "s-ann").status_code == 302
    refused(come(provider, "s-other-ann"), KNOWN_THERE)  # who got the address after her

    assert refusals(INSTALLATION)[-1] == "not known"


def test_whoever_typed_the_address_before_is_shut_out(small, ann, provider):
    """An address that was typed here was proved by nobody: whoever opened an account by it may be another."""
    squatter = by_password()
    assert squatter.get(CASELOAD).status_code == 200

    assert come(provider, "s-ann").status_code == 302

    assert squatter.get(CASELOAD).status_code == 302
    assert tries(Client()).status_code == 422


def test_an_address_of_microsofts_counts_where_its_domain_was_proved(ann, provider):
    refused(come(provider, "s-microsoft"), KNOWN_THERE)
    assert refusals(INSTALLATION) == ["address not proved"]

    assert come(provider, "s-microsoft-proved").status_code == 302


def test_somebody_comes_in_by_an_invitation_and_nobody_vouches_for_the_address(small, provider):
    Setting.objects.create(org_id=small.org, key=FACTORS, value=[])
    with acting(small.org, small.people["max"], "a test"):
        key = let_in(small.people["ann"], by=small.viewer("max"), at=timezone.now())
    client = Client()
    page = client.get(f"/sign-in/invitation?key={key}").content.decode()
    assert f"{GO}?key={key}" in page

    assert come(provider, "s-microsoft", client, f"{GO}?key={key}")["Location"] == reverse("home")

    assert client.session["worker"] == str(small.people["ann"])
    user = User.objects.get(email=EMAIL)
    assert (user.subject, user.has_usable_password()) == ("s-microsoft", False)
    again = come(provider, "s-stranger", where=f"{GO}?key={key}")
    assert again.status_code == 403
    assert "cannot be used" in again.content.decode()
    assert come(provider, "s-microsoft").status_code == 302


def test_an_invitation_is_not_used_up_by_whom_it_does_not_let_in(small, ann, provider):
    with acting(small.org, small.people["max"], "a test"):
        key = let_in(small.people["bob"], by=small.viewer("max"), at=timezone.now())

    for login in ("s-ann", "s-nameless"):  # the address of somebody else, and none at all
        assert come(provider, login, where=f"{GO}?key={key}").status_code == 403
    assert come(provider, "s-bob", where=f"{GO}?key={key}").status_code == 302


def test_one_links_it_oneself_and_keeps_the_password(small, ann, provider):
    client = by_password()
    answer = come(provider, "s-stranger", client, "/account/provider")

    assert answer["Location"] == "/account?done=provider-linked"
    assert client.get(CASELOAD).status_code == 200
    assert tries(Client()).status_code == 302
    assert come(provider, "s-stranger").status_code == 302
    account(small, "bob")
    other = by_password("bob")
    assert "belongs to somebody else" in come(provider, "s-stranger", other, "/account/provider").content.decode()


def test_whoever_came_in_by_a_link_makes_an_account_by_it(small, provider):
    client = Client()
    session = client.session
    session["org"], session["worker"] = str(small.org), str(small.people["ann"])
    session.save()

    assert come(provider, "s-ann", client, "/account/provider").status_code == 302
    assert Worker.objects.get(pk=small.people["ann"]).user.subject == "s-ann"


# ---- not in --------------------------------------------------------------------------------------------------------


def test_whoever_is_not_known_learns_nothing_and_makes_no_worker(small, ann, provider):
    before = Worker.objects.count()
    pages = []
    for login in ("s-stranger", "s-unproved", "s-nameless"):
        answer = come(provider, login)
        refused(answer, KNOWN_THERE)
        pages.append(answer.content.decode().split("<main")[1].split("</main>")[0])

    assert len(set(pages)) == 1
    assert (Worker.objects.count(), User.objects.count()) == (before, 1)
    assert refusals(INSTALLATION) == ["not known", "address not proved", "not known"]


def test_whoever_left_or_was_closed_out_gets_in_nowhere(small, ann, provider):
    assert come(provider, "s-ann").status_code == 302
    User.objects.filter(pk=ann.pk).update(is_active=False)
    refused(come(provider, "s-ann"), KNOWN_THERE)
    assert refusals(small.org) == ["gone"]
    assert events(small.org)[-1][1] == small.people["ann"]

    User.objects.filter(pk=ann.pk).update(is_active=True)
    Worker.objects.filter(pk=small.people["ann"]).update(left_on=timezone.now().date())
    refused(come(provider, "s-ann"), KNOWN_THERE)
    assert refusals(INSTALLATION) == ["gone"]


def test_whoever_leaves_on_a_day_to_come_gets_in_until_then(small, ann, provider):
    Worker.objects.filter(pk=small.people["ann"]).update(left_on=timezone.localdate() + timedelta(days=2))

    assert come(provider, "s-ann").status_code == 302
    assert list_places(ann.pk) == [(small.org, small.people["ann"])]


def test_a_wrong_secret_gets_nobody_in(ann, provider, settings):
    settings.PROVIDER_SECRET = "another"  # noqa: S105 - of nothing

    refused(come(provider, "s-ann"), DID_NOT_WORK)
    assert refusals(INSTALLATION) == ["no token: OAuthError"]


def test_the_provider_sends_nobody_to_an_address_that_it_does_not_know(ann, provider):
    client = Client(headers={"host": "localhost"})

    with pytest.raises(AssertionError, match="redirect_uri"):
        provider.visit(gone(client), "s-ann")


def test_an_answer_counts_once(ann, provider):
    client = Client()
    back = provider.visit(gone(client), "s-ann")
    assert client.get(back).status_code == 302
    client.post("/sign-out")

    refused(client.get(back), DID_NOT_WORK)  # the state, in the same browser
    stranger = Client()
    mine = gone(stranger)
    state = parse_qs(urlsplit(mine).query)["state"][0]
    code = parse_qs(urlsplit(back).query)["code"][0]
    refused(stranger.get(f"{BACK}?state={state}&code={code}"), DID_NOT_WORK)  # the code, in another one's
    assert refusals(INSTALLATION) == ["state", "no token: OAuthError"]


def test_an_answer_counts_only_where_it_was_asked_for(ann, provider):
    back = provider.visit(gone(Client()), "s-ann")

    refused(Client().get(back), DID_NOT_WORK)
    refused(Client().get(BACK), DID_NOT_WORK)
    assert refusals(INSTALLATION) == ["state", "state"]


def test_an_answer_that_took_too_long_counts_no_more(ann, provider):
    client = Client()
    back = provider.visit(gone(client), "s-ann")
    session = client.session
    (key,) = [name for name in session.keys() if name.startswith("_state_")]  # noqa: SIM118 - no plain dict
    waits = session[key]
    waits["data"]["kept"]["at"] -= 601
    session[key] = waits
    session.save()

    refused(client.get(back), DID_NOT_WORK)
    assert refusals(INSTALLATION) == ["state"]


@pytest.mark.parametrize(
    ("odd", "why"),
    [
        ({"seconds": -2 * 3600}, "token: expired_token"),
        ({"claims": {"iss": "https://elsewhere.example"}}, "token: invalid_claim"),
        ({"claims": {"aud": "another"}}, "token: invalid_claim"),
        ({"claims": {"aud": "another", "azp": "plimsoll"}}, "token: invalid_claim"),
        ({"claims": {"nonce": "another"}}, "token: invalid_claim"),
        ({"claims": {"nonce": None}}, "token: invalid_claim"),
        ({"foreign": True}, "token: bad_signature"),
    ],
)
def test_an_answer_that_is_not_sound_gets_nobody_in(ann, provider, odd, why):
    provider.be(**odd)

    refused(come(provider, "s-ann"), DID_NOT_WORK)
    assert refusals(INSTALLATION) == [why]
    assert User.objects.get(pk=ann.pk).subject == ""


def test_whoever_breaks_off_there_is_told_so(ann, provider):
    client = Client()
    state = parse_qs(urlsplit(gone(client)).query)["state"][0]

    refused(client.get(f"{BACK}?state={state}&error=access_denied"), DID_NOT_WORK)
    assert refusals(INSTALLATION) == ["refused there"]


def test_an_answer_of_another_provider_is_not_taken(ann, provider):
    client = Client()
    state = parse_qs(urlsplit(gone(client)).query)["state"][0]

    refused(client.get(f"{BACK}?state={state}&code=x&iss=https://elsewhere.example"), DID_NOT_WORK)
    assert refusals(INSTALLATION) == ["issuer"]


def test_a_provider_that_calls_itself_otherwise_is_not_asked(ann, provider, settings):
    settings.PROVIDER_ISSUER += "/"
    answer = Client().get(GO)

    assert answer.status_code == 503
    assert "cannot reach" in answer.content.decode()


def test_nobody_is_sent_to_sign_out_by_a_provider_that_calls_itself_otherwise(ann, provider, settings):
    settings.PROVIDER_ISSUER += "/"

    assert Client().get("/sign-in/provider/out")["Location"] == "/sign-in"


def test_where_the_provider_leads_on_to_nobody_goes(ann, provider):
    """What follows answers as it should: so it is the leading on that is refused."""
    provider.be(moved="/token")
    refused(come(provider, "s-ann"), DID_NOT_WORK)
    assert refusals(INSTALLATION) == ["no token: TooManyRedirects"]

    provider.be(moved="/.well-known")
    _made.cache_clear()
    assert Client().get(GO).status_code == 503
    assert Client().get("/sign-in/provider/out")["Location"] == "/sign-in"


def test_a_provider_that_is_down_is_said_and_the_password_still_counts(ann, provider, settings):
    settings.PROVIDER_ISSUER = "http://127.0.0.1:1"

    assert Client().get(GO).status_code == 503
    assert tries(Client()).status_code == 302


def test_where_there_is_no_provider_there_is_no_such_page(ann):
    assert {Client().get(where).status_code for where in (GO, BACK)} == {404}
    assert GO not in Client().get("/sign-in").content.decode()


# ---- the second step, and once more --------------------------------------------------------------------------------


def test_our_second_step_is_asked_unless_the_provider_asked_for_one_that_counts(small, provider, settings):
    account(small), account(small, "bob")
    client = Client()
    come(provider, "s-bob", client)
    assert client.get(CASELOAD)["Location"] == reverse("factor-app")
    with_app(client)
    assert come(provider, "s-bob", client)["Location"] == STEP
    assert client.get(CASELOAD).status_code == 302

    settings.PROVIDER_SECOND_STEP = frozenset({"mfa"})
    assert come(provider, "s-bob", client)["Location"] == reverse("home")
    assert client.get(CASELOAD).status_code == 200
    come(provider, "s-ann", client)  # who gave a password alone
    assert client.get(CASELOAD)["Location"] == reverse("factor-app")

    settings.PROVIDER_SECOND_STEP = frozenset({"always"})
    client = Client()
    come(provider, "s-ann", client)
    assert client.get(CASELOAD).status_code == 200


def aged(client: Client) -> None:
    """As if they had come in a while ago."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "provider", "at": 0}]
    session.save()


def test_before_what_is_dangerous_one_signs_in_there_again(small, ann, provider):
    client, browser = Client(), requests.Session()
    client.get(provider.visit(gone(client), "s-ann", known=browser))
    aged(client)
    assert client.get(reverse("factor-app"))["Location"] == "/account/confirm?next=%2Faccount%2Fapp"
    page = client.get("/account/confirm?next=/account/app").content.decode()
    assert "/account/confirm/provider?next=%2Faccount%2Fapp" in page
    assert "Your password" not in page

    to = gone(client, "/account/confirm/provider?next=/account/app")
    assert "prompt=login" in to
    assert client.get(provider.visit(to, "s-ann", known=browser))["Location"] == "/account/app"
    assert client.get(reverse("factor-app")).status_code == 200

    aged(client)
    to = gone(client, "/account/confirm/provider?next=/account/app")
    other = client.get(provider.visit(to, "s-bob"))
    assert (other.status_code, refusals(small.org)) == (403, ["somebody else"])


def test_whoever_leaves_out_that_it_be_asked_again_is_refused(small, ann, provider):
    """Whoever sits at somebody's browser can change what it asks there; the answer says when they signed in."""
    client, browser = Client(), requests.Session()
    client.get(provider.visit(gone(client), "s-ann", known=browser))
    aged(client)
    to = (
        gone(client, "/account/confirm/provider?next=/account/app").replace("prompt=login", "").replace("max_age=0", "")
    )
    provider.be(seconds=-301)

    answer = client.get(provider.visit(to, "s-ann", known=browser))

    assert answer.status_code == 403
    assert refusals(small.org) == ["not again"]


# ---- without passwords ---------------------------------------------------------------------------------------------


def test_passwords_can_be_switched_off(small, ann, provider, settings):
    settings.PASSWORDS = False
    page = Client().get("/sign-in?next=/roles").content.decode()

    assert 'name="password"' not in page
    assert f"{GO}?next=%2Froles" in page
    assert tries(Client()).status_code == 403
    assert tries(Client(), OTHER).status_code == 403
    client = Client()
    come(provider, "s-ann", client)
    assert client.get(reverse("password")).status_code == 403
    assert client.post(reverse("password"), {"password": WORDS, "again": WORDS}).status_code == 403
    assert "Password" not in client.get("/account").content.decode()
    key = "any"
    assert Client().post("/sign-in/invitation", {"key": key, "email": EMAIL}).status_code == 403


def test_what_waits_for_an_answer_is_kept_on_the_server_alone(ann, provider):
    client = Client()
    verifier = gone(client)
    kept = Session.objects.get(pk=client.session.session_key).get_decoded()
    (waits,) = [value for name, value in kept.items() if name.startswith("_state_")]

    assert waits["data"]["code_verifier"] not in verifier
    assert len(waits["data"]["code_verifier"]) >= 43


def test_whoever_signs_out_here_is_told_that_it_goes_on_there(ann, provider):
    client = Client()
    come(provider, "s-ann", client)
    out = client.post("/sign-out")["Location"]
    page = client.get(out).content.decode()

    assert "still signed in with your Saltmarsh account" in page
    assert client.get("/sign-in/provider/out")["Location"].startswith(
        f"{provider.address}/session/end?client_id=plimsoll"
    )
    assert client.get(CASELOAD).status_code == 302
