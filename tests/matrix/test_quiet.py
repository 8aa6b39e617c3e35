"""Where no name may stand, whoever asks and whatever for: the title of a page, an address, a log."""

import logging
import re
from collections.abc import Iterator
from html import unescape
from io import StringIO

import pytest

from plimsoll.config.log import Plain
from tests.matrix.canaries import Canary
from tests.matrix.cells import Answer, Asking
from tests.matrix.routes import NEVER, ROWS, About, address

pytestmark = pytest.mark.django_db
VIEWERS = ("ann", "sue", "adam")  # who holds it, who supervises, who settles
CASE = "anns"
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_ADDRESS = re.compile(r'\b(?:href|action|src|formaction)="([^"]*)"')


@pytest.fixture
def log() -> Iterator[StringIO]:
    """All that is logged, of whatever level and by whomever, as the log of a service would have it."""
    said = StringIO()
    handler = logging.StreamHandler(said)
    handler.setFormatter(Plain("%(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    logging.disable(logging.NOTSET)  # the town is quiet else
    yield said
    logging.disable(logging.WARNING)
    root.removeHandler(handler)
    root.setLevel(level)


def names(asking: Asking, text: str) -> set[Canary]:
    """Words of cases in a text; ids are how addresses name a case."""
    return {
        found for found in asking.town.canaries.found(unescape(text)) if found.text.startswith("zq") and found.cases
    }


def told(asking: Asking, answer: Answer) -> Iterator[str]:
    """Each place where a name stands that should not."""
    for title in _TITLE.findall(answer.body):
        named = (found for found in names(asking, title) if found.kind != "case")  # its reference stands for the name
        yield from (f"its title has the {found.kind}" for found in named)
    for where in (*_ADDRESS.findall(answer.body), *answer.headers.values()):
        yield from (f"an address or header has the {found.kind}: {where}" for found in names(asking, where))


def key_of(asking: Asking, about: About) -> object:
    town = asking.town
    return {
        About.CASE: town.cases[CASE], About.WORKER: town.people["ann"], About.PAST: town.people["ann"],
        About.PERSON: town.people["ann"], About.DAY: town.people["ann"], About.RECORD: town.records[CASE],
        About.SHADOW: town.shadows["here"], About.TRYING: town.exercises["here"], About.DRAFT: town.drafts["here"],
        About.REHEARSAL: town.drafts["here"], About.TEAM: town.teams["harbour"],
    }.get(about, town.cases[CASE])  # fmt: skip


@pytest.mark.parametrize("name", ROWS)
def test_no_name_stands_in_a_title_an_address_or_the_log(asking: Asking, log: StringIO, name: str) -> None:
    row, faults = ROWS[name], []
    for viewer in VIEWERS:
        body = row.body(asking.town, viewer, CASE) if row.body else {}
        for method in (method for method in row.methods if method in ("GET", "POST")):
            answer = asking.ask(
                viewer, method, address(name, key_of(asking, row.about)), body if method == "POST" else {}
            )
            faults += [f"{viewer} {method} {name}: {fault}" for fault in told(asking, answer)]
    faults += [f"{name}: the log has the {found.kind}" for found in names(asking, log.getvalue())]

    assert not faults, "\n".join(sorted(set(faults)))


def test_a_page_that_breaks_logs_and_shows_no_name(
    asking: Asking, log: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    word = next(iter(asking.town.canaries.words.values())).text

    def broken(*args: object, **more: object) -> None:
        raise ValueError(f"cannot do it with {word}")

    monkeypatch.setattr("plimsoll.web.cases.views.told_of", broken)
    asking.client.raise_request_exception = False
    try:
        answer = asking.ask("ann", "GET", address("case", asking.town.cases[CASE]))
    finally:
        asking.client.raise_request_exception = True

    assert answer.status == 500
    assert "reference" in answer.body
    assert word not in answer.whole
    assert "A page failed" in log.getvalue()
    assert word not in log.getvalue()
    assert NEVER not in log.getvalue()
