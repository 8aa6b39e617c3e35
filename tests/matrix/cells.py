"""Asking, and what is wrong with an answer. A cell is one question of one viewer about one thing."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from http.cookies import SimpleCookie
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse

from plimsoll.web.sealed_words import sealed_query
from tests.ending import TALLY
from tests.matrix.canaries import Canary
from tests.matrix.cast import PEOPLE, SIGNED_OUT, may
from tests.matrix.town import Town
from tests.matrix.watch import EVENTS, VIEWINGS, Said, Watched

_PROOF = re.compile(r'(csrfmiddlewaretoken" value=")\w+')
_SEALED = re.compile(r"([?;&](?:words|find)=)[\w-]+")  # others for other words
_WORDS_ONLY = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Answer:
    """What came back. `whole` is all of it but the proof of forms and what was asked, in one text."""

    status: int
    headers: dict[str, str]
    body: str
    whole: str
    said: Said

    @property
    def words(self) -> str:
        """The page as it is read."""
        return read_out(self.body)


def read_out(markup: str) -> str:
    """A part of a page as it is read."""
    return " ".join(unescape(_WORDS_ONLY.sub(" ", markup)).split())


class Asking:
    """Asks as anybody of the cast; whatever is written is undone afterwards."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.client = Watched(raise_request_exception=False)
        self.client.forgiving = True
        self.strict = Watched(raise_request_exception=False, enforce_csrf_checks=True)
        self.strict.forgiving = True

    def ask(
        self, viewer: str, method: str, path: str, body: Any = None, *, asked: str = "", strict: bool = False
    ) -> Answer:
        """The answer to a question. `asked`: what the viewer said themselves, an id or a word, which is no news to them."""
        client = self.strict if strict else self.client
        client.cookies = SimpleCookie()
        if viewer in PEOPLE:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.town.sessions[viewer]
        with undone():
            given = {"data": body or {}} if method in ("GET", "HEAD", "POST") else {}
            answer = client.generic(method, path) if not given else getattr(client, method.lower())(path, **given)
        return _read(answer, asked)


def sealed(asking: Asking, viewer: str, name: str, **said: str) -> str:
    """The address to which somebody is led who typed words into a search."""
    town = asking.town
    if viewer not in PEOPLE:
        return f"{reverse(name)}?{urlencode(said)}"
    whose = SimpleNamespace(org=town.orgs[PEOPLE[viewer].org], worker=town.people[viewer])
    return f"{reverse(name)}?{sealed_query(said.items(), whose)}"


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written within is undone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _read(answer: HttpResponse, asked: str) -> Answer:
    headers = {name: value for name, value in answer.headers.items() if name != "Content-Length"}
    cookies = {name: cookie.value for name, cookie in answer.cookies.items() if name != settings.CSRF_COOKIE_NAME}
    body = _SEALED.sub(r"\1", _PROOF.sub(r"\1", answer.content.decode("utf-8-sig")))
    body = body.replace(asked, "ASKED") if asked else body
    lines = [str(answer.status_code), *(f"{name}: {value}" for name, value in headers.items()), str(cookies), body]
    return Answer(answer.status_code, headers, body, "\n".join(lines).replace(asked or "\0", "ASKED"), answer.said)


def allowed(viewer: str, canary: Canary) -> bool:
    """Whether somebody may know what a canary gives away."""
    if viewer in SIGNED_OUT or canary.named is not None:
        return False
    if canary.org:
        return PEOPLE[viewer].org == canary.org
    return any(canary.letter in may(viewer, case) for case in canary.cases)


def faults_of(
    town: Town,
    viewer: str,
    method: str,
    answer: Answer,
    *,
    also: Callable[[Canary], bool] = lambda canary: False,
    unviewed: frozenset[str] = frozenset(),
) -> list[str]:
    """What is wrong with any answer, whatever was asked: it gives something away, fails, writes without an event, or does
    not say whom it showed. `also`: what may be known here beside what may be known everywhere; of the cases `unviewed`
    it is no viewing."""
    found = town.canaries.found(answer.whole)
    faults = [
        f"gives away {canary.kind} of {sorted(canary.cases) or canary.org}"
        for canary in sorted(found, key=lambda canary: canary.text)
        if not allowed(viewer, canary) and not also(canary)
    ]
    if answer.status >= 500:
        faults.append(f"fails with {answer.status}")
    faults += answer.said.faults()
    refused = answer.status >= 400
    if method != "POST" or refused:
        faults += [
            f"writes {write.table} though it is {method} {answer.status}"
            for write in answer.said.writes
            if write.table.startswith("records_") and write.table != VIEWINGS
        ]
    shown = {canary for canary in found if not (also(canary) and canary.cases <= unviewed)}
    return faults + _viewing_faults(town, shown, answer)


def _viewing_faults(town: Town, found: set[Canary], answer: Answer) -> list[str]:
    """The viewing has the children and cases that the page shows, and no others."""
    children = {
        town.children[case] for canary in found if canary.kind.startswith("child") for case in sorted(canary.cases)[:1]
    }
    cases = {town.cases[case] for canary in found if canary.kind == "case" for case in canary.cases}
    if answer.status in (301, 302):  # the address of a case is no picture of it
        children, cases = set(), set()
    viewings = answer.said.to(VIEWINGS)
    if len(viewings) != bool(children or cases):
        return [f"shows {len(cases)} cases and {len(children)} children, and leaves {len(viewings)} viewings"]
    if viewings and (kept := (_ids(viewings[0].values["children"]), _ids(viewings[0].values["cases"]))) != (
        children,
        cases,
    ):
        names = {key: name for known in (town.children, town.cases) for name, key in known.items()}
        said, shown = ([sorted(names[key] for key in some) for some in pair] for pair in (kept, (children, cases)))
        return [f"shows {shown} and remembers {said}"]
    return []


def _ids(keys: list[Any]) -> set[UUID]:
    return {UUID(str(key)) for key in keys}


def signed_out_faults(answer: Answer) -> list[str]:
    """Nobody signed in is led to sign in, and nothing is asked of the records."""
    there = answer.headers.get("Location", "").startswith(reverse("sign-in"))
    return [] if answer.status == 302 and there else [f"answers {answer.status} to somebody who is not signed in"]


def same(hidden: Answer, never: Answer) -> list[str]:
    """What tells the answer about a hidden thing from that about one that never was: in it, or in the work it took."""
    faults = []
    if hidden.whole != never.whole:
        faults.append("differs from the answer about what never was")
    if hidden.said.statements != never.said.statements:
        faults.append("asks the database something else than about what never was")
    return faults


def shown_cases(town: Town, answer: Answer) -> set[str]:
    """Names of the cases that an answer shows: by reference or address."""
    return {case for canary in town.canaries.found(answer.body) if canary.kind == "case" for case in canary.cases}


def shows(town: Town, answer: Answer, case: str, kind: str) -> bool:
    """Whether an answer has the word of one kind of one case."""
    return (case, kind) in town.words and town.words[case, kind] in answer.body.lower()


def events(answer: Answer) -> Counter[tuple[str, str]]:
    """The events that were written: act and case."""
    return Counter((str(write.values.get("act")), str(write.values.get("case_id"))) for write in answer.said.to(EVENTS))


def told(where: str, faults: list[str], cells: int = 1) -> list[str]:
    """Counts cells, and says of each fault where it was."""
    TALLY.cells += cells
    TALLY.faults += len(faults)
    return [f"{where}: {fault}" for fault in faults]
