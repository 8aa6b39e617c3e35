"""Signing in with a password and a second step: who gets in, who is slowed down, and what ends when something changes."""

import re
import time
from collections.abc import Callable

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as GAVE
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from plimsoll.actions.account import INSTALLATION, let_in, set_first_password
from plimsoll.core.terms import Act
from plimsoll.queries.account import FACTORS
from plimsoll.records.context import acting
from plimsoll.records.models.access import User
from plimsoll.records.models.audit import AuditEvent
from plimsoll.records.models.people import Worker
from plimsoll.records.models.reference import Setting
from tests.factories.small import Small

pytestmark = pytest.mark.django_db
WORDS, OTHER = "a quiet tin harbour", "seven loud copper gates"
EMAIL = "ann@example.org"
SIGN_IN, STEP, CASELOAD = "/sign-in", "/sign-in/step", "/my-caseload"


@pytest.fixture
def ann(small: Small) -> User:
    """A practitioner with a password, where nobody needs a second step."""
    Setting.objects.create(org_id=small.org, key=FACTORS, value=[])
    return account(small)


def account(small: Small, name: str = "ann") -> User:
    with acting(small.org, small.people[name], "a test"):
        by = small.viewer(name)
        return set_first_password(email=f"{name}@example.org", password=WORDS, by=by, at=timezone.now())


def tries(client: Client, password: str = WORDS, email: str = EMAIL, **more: str):
    return client.post(SIGN_IN, {"email": email, "password": password}, **more)


def signed_in(name: str = "ann") -> Client:
    client = Client()
    assert tries(client, email=f"{name}@example.org").status_code == 302
    return client


def acts(small: Small) -> list[tuple[str, object]]:
    found = AuditEvent.objects.filter(org_id=small.org).order_by("at").values_list("act", "by_id")
    return [(act, next((name for name, key in small.people.items() if key == by), "product")) for act, by in found]


def code_of(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, *totp.yield_hotp_counters_from_time()))


@pytest.fixture(autouse=True)
def one_half_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """Codes do not change while a test runs."""
    monkeypatch.setattr(totp, "yield_hotp_counters_from_time", lambda: iter([58_000_000]))


def with_app(client: Client) -> str:
    """The secret of an app that was added."""
    client.get(reverse("factor-app"))
    secret = str(client.session[totp.SECRET_SESSION_KEY])
    done = client.post(reverse("factor-app"), {"code": code_of(secret)})
    assert done.status_code == 302, done.content.decode()
    return secret


# ---- the password --------------------------------------------------------------------------------------------------


def test_one_signs_in_with_a_password_and_out_again(small, ann):
    client = Client()
    done = client.post(SIGN_IN, {"email": "Ann@Example.org", "password": WORDS, "next": "/roles"})

    assert (done.status_code, done["Location"]) == (302, "/roles")
    assert client.get(CASELOAD).status_code == 200
    assert 0 < client.get("/session").json()["seconds"] <= 12 * 3600
    assert client.post("/sign-out").status_code == 302
    assert client.get(CASELOAD).status_code == 302
    assert acts(small) == [(Act.PASSWORD_SET, "ann"), (Act.SIGNED_IN, "ann"), (Act.SIGNED_OUT, "ann")]


def test_a_password_is_kept_by_argon2_and_nothing_else_takes_its_place(ann):
    assert ann.password.startswith("argon2$argon2id$")
    assert tries(Client(), password=ann.password).status_code == 422


@pytest.mark.parametrize(("email", "password"), [(EMAIL, OTHER), ("nobody@example.org", WORDS), (EMAIL, WORDS + " ")])
def test_a_refusal_says_the_same_whether_there_is_such_an_account(small, ann, email, password):
    refused = tries(Client(), password, email)
    page = refused.content.decode()

    assert refused.status_code == 422
    assert "do not go together" in page
    assert password not in page
    where = small.org if email == EMAIL else INSTALLATION
    with acting(where, None, "a test"):
        assert AuditEvent.objects.filter(org_id=where, act=Act.SIGN_IN_REFUSED).count() == 1


def test_a_refusal_takes_as_much_work_whether_there_is_such_an_account(ann):
    tries(Client(), OTHER, "warm@example.org")  # what is asked once in a process is asked now
    made = []
    for email in (EMAIL, "nobody@example.org"):
        with CaptureQueriesContext(connection) as asked:
            tries(Client(), OTHER, email)
        made.append([re.sub(r"'[^']*'|[0-9a-f]{8}-[0-9a-f-]{27}|\d+", "x", one["sql"])[:60] for one in asked])

    assert made[0] == made[1]


def test_one_is_not_led_away_after_signing_in(ann):
    done = Client().post(SIGN_IN, {"email": EMAIL, "password": WORDS, "next": "https://elsewhere.example/"})

    assert done["Location"] == reverse("home")


def test_whoever_guesses_is_shut_out_and_the_person_is_not(small, ann):
    guesser, person = {"REMOTE_ADDR": "192.0.2.1"}, {"REMOTE_ADDR": "192.0.2.2"}
    for _ in range(5):
        assert "do not go together" in tries(Client(), OTHER, **guesser).content.decode()

    assert "wrong too often" in tries(Client(), WORDS, **guesser).content.decode()
    assert tries(Client(), WORDS, **person).status_code == 302
    assert acts(small).count((Act.SIGN_IN_REFUSED, "product")) == 5


def test_whoever_left_or_was_closed_out_gets_in_nowhere(small, ann):
    inside = signed_in()
    User.objects.filter(pk=ann.pk).update(is_active=False)

    assert tries(Client()).status_code == 422
    assert inside.get(CASELOAD).status_code == 302

    User.objects.filter(pk=ann.pk).update(is_active=True)
    Worker.objects.filter(pk=small.people["ann"]).update(left_on=timezone.now().date())
    assert "sign in nowhere here" in tries(Client()).content.decode()


def test_whoever_signs_in_over_somebody_else_has_nothing_of_their_session(small, ann):
    account(small, "sue")
    client = signed_in("sue")
    client.get(CASELOAD)
    before = client.session.session_key

    tries(client)

    assert client.session["worker"] == str(small.people["ann"])
    assert client.session.session_key != before
    assert (Act.SIGNED_OUT, "sue") in acts(small)


def test_a_new_password_signs_out_everywhere_else(small, ann):
    here, there = signed_in(), signed_in()
    done = here.post(reverse("password"), {"password": OTHER, "again": OTHER})

    assert (done.status_code, done["Location"]) == (302, "/account?done=password-set")
    assert here.get(CASELOAD).status_code == 200
    assert there.get(CASELOAD).status_code == 302
    assert here.get("/account").content.decode().count("since ") == 1
    assert tries(Client()).status_code == 422
    assert tries(Client(), OTHER).status_code == 302


def test_a_session_is_listed_and_ended_by_its_owner_alone(small, ann):
    account(small, "bob")
    here, there, other = signed_in(), signed_in(), signed_in("bob")
    page = here.get("/account").content.decode()
    assert page.count("since ") == 2
    key = page.split('name="session" value="')[1].split('"')[0]

    assert other.post(reverse("session-end"), {"session": key}).status_code == 302
    assert there.get(CASELOAD).status_code == 200
    assert here.post(reverse("session-end"), {"session": key}).status_code == 302

    assert there.get(CASELOAD).status_code == 302
    assert acts(small).count((Act.SESSION_ENDED, "ann")) == 1
    assert (Act.SESSION_ENDED, "bob") not in acts(small)


@pytest.mark.parametrize("name", ["password", "factor-app"])
def test_before_what_is_dangerous_the_password_is_asked_again(small, ann, name):
    client = signed_in()
    session = client.session
    session[GAVE] = [{"method": "password", "at": time.time() - 16 * 60}]
    session.save()
    where = f"{reverse('confirm')}?next=%2Faccount%2F{'password' if name == 'password' else 'app'}"

    assert client.get(reverse(name))["Location"] == where
    assert client.post(reverse(name), {"password": OTHER, "again": OTHER, "code": "1"})["Location"] == where
    refused = client.post(where, {"password": OTHER})
    assert (refused.status_code, acts(small)[-1]) == (422, (Act.SIGN_IN_REFUSED, "product"))
    assert client.post(where, {"password": WORDS, "next": reverse(name)})["Location"] == reverse(name)
    assert client.get(reverse(name)).status_code == 200


def test_in_an_invented_town_nobody_has_a_password(small, ann, settings):
    client = signed_in()
    settings.INVENTED = True

    assert {client.get(reverse(name)).status_code for name in ("account", "password", "factor-app")} == {403}
    assert "How you sign in" not in client.get(CASELOAD).content.decode()


def test_whoever_came_in_by_a_link_sets_their_first_password_and_later_another(
    small, browser_of: Callable[[str], Client]
):
    client = browser_of("ann")
    assert "have no way of your own to sign in yet" in client.get("/account").content.decode()
    body = {"email": EMAIL, "password": WORDS, "again": WORDS}
    assert client.post(reverse("password"), body).status_code == 302
    assert tries(Client()).status_code == 302

    assert client.post(reverse("password"), {"password": OTHER, "again": OTHER}).status_code == 302

    assert tries(Client()).status_code == 422
    assert tries(Client(), OTHER).status_code == 302


def test_whoever_lost_their_telephone_begins_anew_by_a_link(ann, browser_of: Callable[[str], Client]):
    with_app(signed_in())
    client = browser_of("ann")
    page = client.get("/account").content.decode()
    assert "remove a second step that you lost" in page
    assert "Show them" not in page
    assert client.get(reverse("factor-codes")).status_code == 403

    assert client.post(reverse("factor-app-end")).status_code == 302

    assert tries(Client())["Location"] == reverse("home")


@pytest.fixture
def browser_of(small: Small) -> Callable[[str], Client]:
    """Somebody who came in by a link."""

    def made(name: str) -> Client:
        client = Client()
        session = client.session
        session["org"], session["worker"] = str(small.org), str(small.people[name])
        session.save()
        return client

    return made


# ---- the second step -----------------------------------------------------------------------------------------------


def test_whoever_may_see_children_goes_no_further_without_a_second_step(small):
    account(small)
    client = signed_in()
    for where in (CASELOAD, "/search", "/notices", "/account/codes"):
        assert client.get(where)["Location"] == reverse("factor-app"), where
    assert client.post("/people/let-in")["Location"] == reverse("factor-app")
    page = client.get(reverse("factor-app")).content.decode()
    assert "your organisation asks for a second step" in page
    assert "<svg" in page
    assert "data:" not in page

    with_app(client)

    assert client.get(CASELOAD).status_code == 200
    assert acts(small)[-1] == (Act.FACTOR_ADDED, "ann")


def test_after_the_password_comes_a_code_that_counts_once(small, ann):
    secret = with_app(signed_in())
    client = Client()
    assert tries(client)["Location"] == STEP
    assert client.get(CASELOAD).status_code == 302  # half in is not in
    refused = client.post(STEP, {"code": "000000"})
    assert (refused.status_code, acts(small)[-1]) == (422, (Act.SIGN_IN_REFUSED, "product"))

    code = code_of(secret)
    done = client.post(STEP, {"code": f"{code[:3]} {code[3:]}"})
    assert (done.status_code, done["Location"]) == (302, reverse("home"))
    assert client.get(CASELOAD).status_code == 200

    again = Client()
    tries(again)
    assert again.post(STEP, {"code": code}).status_code == 422


def test_a_code_without_a_password_leads_nowhere(ann):
    secret = with_app(signed_in())

    assert Client().post(STEP, {"code": code_of(secret)})["Location"] == SIGN_IN


def test_codes_are_not_guessed(small, ann):
    with_app(signed_in())
    client = Client()
    tries(client)
    for _ in range(5):
        client.post(STEP, {"code": "000000"})

    assert "wrong too often" in client.post(STEP, {"code": "000000"}).content.decode()
    assert acts(small).count((Act.SIGN_IN_REFUSED, "product")) == 5


def test_a_recovery_code_gets_one_in_once(ann):
    first = signed_in()
    with_app(first)
    page = first.get(reverse("factor-codes")).content.decode()
    codes = page.split('class="recovery-codes"')[1].split("<code>")[1:]
    code = codes[0].split("<")[0]
    assert len(codes) == 10

    client, again = Client(), Client()
    tries(client)
    assert client.post(STEP, {"code": code}).status_code == 302
    tries(again)
    assert again.post(STEP, {"code": code}).status_code == 422
    assert "9 are left" in client.get("/account").content.decode()

    assert client.post(reverse("factor-codes")).status_code == 302
    assert code not in client.get(reverse("factor-codes")).content.decode()


def test_secrets_are_unreadable_in_the_database(ann):
    secret = with_app(signed_in())

    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))


def test_whoever_removes_the_app_needs_another_where_roles_ask_for_it(small):
    account(small)
    client = signed_in()
    with_app(client)
    assert client.post(reverse("factor-app-end")).status_code == 302

    assert client.get(CASELOAD)["Location"] == reverse("factor-app")
    assert not Authenticator.objects.exists()  # the recovery codes went with it
    assert acts(small)[-1] == (Act.FACTOR_REMOVED, "ann")


def passkey(user: User) -> Authenticator:
    """One that nobody has the device of: what the browser answered is not looked at before it is shown."""
    return Authenticator.objects.create(user=user, type="webauthn", data={"name": "My key", "credential": {}})


def test_a_passkey_is_removed_by_its_owner_alone(small, ann):
    account(small, "bob")
    row, bob = passkey(ann), signed_in("bob")
    assert bob.post(reverse("passkey-end"), {"passkey": str(row.pk)}).status_code == 404

    client = signed_in_by_hand(small)
    assert "My key" in client.get("/account").content.decode()
    assert client.post(reverse("passkey-end"), {"passkey": str(row.pk)}).status_code == 302
    assert not Authenticator.objects.exists()
    assert acts(small)[-1] == (Act.FACTOR_REMOVED, "ann")


def signed_in_by_hand(small: Small) -> Client:
    """Ann, by a link."""
    client = Client()
    session = client.session
    session["org"], session["worker"] = str(small.org), str(small.people["ann"])
    session.save()
    return client


@pytest.mark.parametrize("credential", ["", "no JSON", "{}", '{"id": "x", "response": {}}'])
def test_what_is_no_passkey_is_refused(small, ann, credential):
    client = signed_in()
    client.get(reverse("passkey"))
    refused = client.post(reverse("passkey"), {"name": "My key", "credential": credential})

    assert refused.status_code == 422
    assert "could not be added" in refused.content.decode()
    assert not Authenticator.objects.exists()

    with_app(client)
    half = Client()
    tries(half)
    assert half.post(STEP, {"credential": credential}).status_code == 422
    assert half.get(CASELOAD).status_code == 302
    assert acts(small)[-1] == (Act.SIGN_IN_REFUSED, "product")


def test_who_needs_one_is_settled_by_role(small):
    account(small), account(small, "sue")
    Setting.objects.create(org_id=small.org, key=FACTORS, value=["SUPERVISOR"])

    assert signed_in().get(CASELOAD).status_code == 200
    assert signed_in("sue").get(CASELOAD)["Location"] == reverse("factor-app")


def test_whoever_is_held_sees_nothing_of_what_waits_and_may_add_a_passkey_instead(small):
    account(small)
    page = signed_in().get(reverse("factor-app")).content.decode()

    assert reverse("passkey") in page
    for hidden in (reverse("notices"), reverse("search"), CASELOAD, "to decide"):
        assert hidden not in page, hidden
    passkeys = signed_in().get(reverse("passkey")).content.decode()
    assert "your organisation asks for a second step" in passkeys


# ---- another secret key --------------------------------------------------------------------------------------------


def test_after_the_secret_key_changed_the_earlier_one_opens_what_it_closed(ann, settings):
    secret = with_app(signed_in())
    before = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key, and only for this test; ok " * 2, [before]
    client = Client()
    tries(client)
    assert client.post(STEP, {"code": code_of(secret)}).status_code == 302


def test_a_secret_key_that_is_gone_is_said_and_lets_nobody_in(ann, settings):
    secret = with_app(signed_in())
    settings.SECRET_KEY = "another key, and only for this test; ok " * 2
    client = Client()
    tries(client)
    answer = client.post(STEP, {"code": code_of(secret)})

    assert answer.status_code == 403
    assert "another secret key" in answer.content.decode()
    assert client.get(CASELOAD).status_code == 302


# ---- a new way in --------------------------------------------------------------------------------------------------


def test_a_new_way_in_ends_the_old_one_and_is_told(small, browser_of: Callable[[str], Client]):
    user = account(small)
    inside = signed_in()
    with_app(inside)
    by_link, admin = browser_of("ann"), browser_of("adam")
    assert by_link.get(CASELOAD).status_code == 200
    where = reverse("person-way-in", args=[small.people["ann"]])
    assert "under Let people in" in admin.get(where).content.decode()
    assert admin.post(where, {"sure": ""}).status_code == 422

    assert admin.post(where, {"sure": "yes"}).status_code == 302

    assert inside.get(CASELOAD).status_code == 302
    assert by_link.get(CASELOAD).status_code == 302
    assert tries(Client()).status_code == 422
    assert not Authenticator.objects.filter(user=user).exists()
    assert (Act.WAY_IN_ENDED, "adam") in acts(small)
    User.objects.get(pk=user.pk)  # nothing of who they were is lost

    with acting(small.org, small.people["max"], "a test"):
        key = let_in(small.people["ann"], by=small.viewer("max"), at=timezone.now())
    ann = Client()
    body = {"key": key, "email": EMAIL, "password": OTHER, "again": OTHER}
    assert ann.post("/sign-in/invitation", body)["Location"] == reverse("account")
    assert Worker.objects.get(pk=small.people["ann"]).user_id == user.pk
    page = ann.get("/account").content.decode()
    assert f"{small.viewer('adam').name} ended how you signed in" in page
    assert tries(Client(), OTHER).status_code == 302


def test_nobody_ends_their_own_way_in_or_that_of_somebody_who_is_not_there(small, browser_of):
    account(small, "adam")
    admin = browser_of("adam")

    assert admin.post(reverse("person-way-in", args=[small.people["adam"]]), {"sure": "yes"}).status_code == 403
    assert admin.post(reverse("person-way-in", args=[small.org]), {"sure": "yes"}).status_code == 404
    assert (
        browser_of("sue").post(reverse("person-way-in", args=[small.people["ann"]]), {"sure": "yes"}).status_code == 403
    )
    assert tries(Client(), email="adam@example.org").status_code == 302
