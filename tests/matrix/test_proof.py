"""The matrix can fail: each promise is broken on purpose, and its own questions find it."""

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path

from plimsoll.config import urls as real
from plimsoll.queries import cases as queries
from plimsoll.queries import search as finding
from plimsoll.records import scopes
from plimsoll.records.models.cases import Case
from plimsoll.web.middleware import records
from plimsoll.web.page import Viewed
from tests.ending import TALLY
from tests.matrix import questions
from tests.matrix.cells import Asking
from tests.matrix.routes import ROWS, routes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def told_of_nobody() -> Iterator[None]:
    """What is found here is on purpose: it is not counted, and nothing of it is kept."""
    cells, faults, whole = TALLY.cells, TALLY.faults, dict(questions.WHOLE)
    questions.nothing.cache_clear()
    yield
    TALLY.cells, TALLY.faults = cells, faults
    questions.WHOLE.clear()
    questions.WHOLE.update(whole)
    questions.nothing.cache_clear()


def found(faults: list[str], *words: str) -> bool:
    """Whether one of the faults says all of this."""
    return any(all(word in fault for word in words) for fault in faults)


def test_a_forgotten_scope_is_found(asking: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scopes, "_Within", lambda reached, worker: Q(org__isnull=False))
    monkeypatch.setattr(scopes, "condition", lambda viewer, case, permission=None: ("true", []))

    assert found(questions.about_cases(asking, "case", "ann"), "'bobs'", "gives away note")
    assert found(questions.search(asking, "ann"), "finds", "'cats'")
    assert found(questions.unallocated(asking, "ann"), "counts 2, and not 0")
    assert found(questions.about_cases(asking, "case-write", "ann"), "POST", "answers 302, not 404")
    assert found(questions.about_cases(asking, "case", "bea"), "gives away note")


def test_a_restriction_that_the_database_does_not_keep_is_found(asking: Asking, database: dict[str, str]) -> None:
    with psycopg.connect(database["DATABASE_OWNER_URL"], autocommit=True) as owner:
        row = owner.execute("SELECT pg_get_functiondef('records_hidden_cases()'::regprocedure)").fetchone()
        assert row is not None
        kept = row[0]
        head = kept[: kept.index("AS $function$")]
        try:
            owner.execute(f"{head} AS $function$ SELECT NULL::uuid WHERE false $function$")
            faults = [
                *questions.about_cases(asking, "case", "sue"),
                *questions.search(asking, "sue"),
                *questions.teams(asking, "sue"),
                *questions.about_workers(asking, "caseload-file", "sue"),
            ]
        finally:
            owner.execute(kept)

    assert found(faults, "case of 'hidden, unheld'", "gives away note")
    assert found(faults, "search", "gives away child")
    assert found(faults, "team harbour", "without a worker")
    assert found(faults, "caseload-file of bob", "gives away child")
    assert questions.about_cases(asking, "case", "sue") == []


def test_a_page_that_does_not_say_whom_it_showed_is_found(asking: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plimsoll.web.cases.page.viewed", lambda *shown: Viewed())
    monkeypatch.setattr("plimsoll.web.cases.page.also_viewed", lambda viewed, said: viewed)

    assert found(questions.about_cases(asking, "case", "ann"), "leaves 0 viewings")


def test_a_page_that_says_it_showed_others_is_found(asking: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    everyone = Viewed(frozenset(asking.town.children.values()), frozenset(asking.town.cases.values()))
    monkeypatch.setattr("plimsoll.web.cases.page.viewed", lambda *shown: everyone)

    assert found(questions.about_cases(asking, "case", "ann"), "and remembers")


def test_an_act_without_its_event_is_found(asking: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("cases", "recording"):
        monkeypatch.setattr(f"plimsoll.actions.{module}.record_event", lambda *about, **more: None)

    assert found(questions.about_cases(asking, "case-write", "ann"), "writes records_caserecord without an event")
    assert found(questions.about_cases(asking, "case-allocate", "sue"), "writes records_allocation without an event")


def test_a_look_that_writes_is_found(asking: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    def touches(viewer: Any, *more: Any) -> Any:
        Case.objects.filter(pk=asking.town.cases["anns"]).update(level_of_need=3)
        return finding.search_cases(viewer, *more)

    monkeypatch.setattr("plimsoll.web.search.views.search_cases", touches)

    assert found(questions.search(asking, "sue"), "writes records_case though it is GET 200")


def test_an_answer_that_asks_more_about_what_is_there_is_found(asking: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    def looks_twice(viewer: Any, case: Any, *then: Any) -> Any:
        if Case.objects.filter(pk=case).exists():
            list(Case.objects.filter(pk=case))
        return queries.get_case(viewer, case, *then)

    monkeypatch.setattr("plimsoll.web.cases.views.get_case", looks_twice)

    assert found(questions.about_cases(asking, "case", "ann"), "'cats'", "asks the database something else")


def test_a_page_of_refusal_that_tells_is_found(asking: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    tell(monkeypatch, lambda answer, row: answer.__setitem__("X-Case", row.reference))

    faults = questions.about_cases(asking, "case", "ann")
    assert found(faults, "'cats'", "gives away case")
    assert found(faults, "'cats'", "differs from the answer about what never was")


def test_a_word_cut_short_is_found(asking: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    tell(monkeypatch, lambda answer, row: answer.set_cookie("last", row.reference[:9]))

    assert found(questions.about_cases(asking, "case", "ann"), "'cats'", "gives away case")


def tell(monkeypatch: pytest.MonkeyPatch, how: Callable[[HttpResponse, Case], object]) -> None:
    """Has the page of what is not there tell of the case."""

    refuse = records.not_found

    def telling(request: HttpRequest, fault: Any) -> HttpResponse:
        answer = refuse(request, fault)
        row = Case.objects.filter(pk=request.resolver_match.kwargs["case"]).first()
        if row is not None:
            how(answer, row)
        return answer

    monkeypatch.setattr(records, "not_found", telling)


def test_a_wrong_count_is_found(asking: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plimsoll.queries.people.unheld_since", lambda viewer, cases: {})

    assert found(questions.teams(asking, "sue"), "does not count 1 without a worker")


def test_a_load_that_is_not_whole_is_found(asking: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    questions.about_workers(asking, "caseload", "bob")
    monkeypatch.setattr("plimsoll.queries.workload._points_held", lambda workers: [])

    assert found(questions.about_workers(asking, "caseload", "sue"), "the whole load is")


def test_a_route_without_a_row_is_found() -> None:
    class Urls:
        """The addresses of the product, and a new one."""

        urlpatterns = [*real.urlpatterns, path("new", lambda request: HttpResponse(), name="new")]  # noqa: RUF012

    with override_settings(ROOT_URLCONF=Urls):
        assert {name for name, _ in routes()} - set(ROWS) == {"new"}
