"""A file that was brought in puts cases in the same order as the file alone does: to the last place."""

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from plimsoll.actions.exchange import ADD, apply_import, settle_people, settle_teams, stage_file, start_applying
from plimsoll.core.calendar import LONDON, moment
from plimsoll.core.terms import ImportState, Role
from plimsoll.demo.annex_a import write_annex_a
from plimsoll.queries.access import get_viewer
from plimsoll.queries.exchange import facts_dates, get_import
from plimsoll.queries.priority import get_caseload, list_unallocated
from plimsoll.records.context import acting
from plimsoll.records.models.people import Worker
from tests.actions.bringing.files import rank_alone
from tests.factories.records import make
from tests.factories.small import FROM, settle
from tests.formats.annex_a.children import write
from tests.formats.test_told_agrees import AWKWARD, SAMPLE_FILES
from tests.formats.workbooks import SAMPLES

AS_AT = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=LONDON)

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["town", "untidy", "awkward", *SAMPLE_FILES])
def workbook(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "annex-a.xlsx"
    if request.param == "awkward":
        return write(path, *AWKWARD)
    if request.param in SAMPLE_FILES:
        path = SAMPLES / "annex_a" / request.param
        if not path.is_file():
            pytest.skip("the sample workbooks are not beside the repository")
        return path
    write_annex_a(path, workers=6, seed=7, as_at=AS_AT, dirt=request.param == "untidy")
    return path


def test_the_order_of_work_is_that_of_the_file(workbook, org):
    with acting(org, None, "a test"):
        settle(org, date(2000, 1, 1))
        manager = make("worker", org, name="Max", sort_name="max", joined_on=FROM).pk
        make("roleheld", org, worker_id=manager, team=None, role=Role.SERVICE_MANAGER, from_date=FROM)
        max_ = get_viewer(org, manager, AS_AT)
    with acting(org, manager, "a test"):
        brought = stage_file(workbook.read_bytes(), workbook.name, by=max_, org=org, at=NOW)
        seen = get_import(max_, brought)
        settle_people(brought, {person.name: ADD for person in seen.people}, by=max_, at=NOW)
        settle_teams(brought, {team.name: ADD for team in seen.teams}, by=max_, at=NOW)
        start_applying(brought, by=max_, at=NOW, leave_unknown=True)
    apply_import(org, brought, at=NOW)

    with acting(org, manager, "a test"):
        shown = get_import(max_, brought)
        assert (shown.line.state, shown.failed) == (ImportState.APPLIED, "")
        on = shown.line.facts_on
        at = moment(datetime.combine(on, time(9), LONDON))
        alone = rank_alone(workbook, on)
        workers = dict(Worker.objects.filter(org_id=org).exclude(pk=manager).values_list("name", "pk"))
        ours = {name: places(get_caseload(max_, worker, at)) for name, worker in workers.items()}
        assert {name: cases for name, cases in ours.items() if cases} == {
            name: cases for name, cases in alone.items() if name
        }
        # Here the clock of the weekly look at a case that nobody holds runs, of which a file knows nothing.
        unheld = places(list_unallocated(max_, at).order)
        assert {case for _, case, _ in unheld} == {case for _, case, _ in alone.get(None, [])}
        assert facts_dates(max_)[0][1] == on
        assert shown.counted.children == len(shown.children)
        assert shown.counted.open == sum(map(len, alone.values())) == shown.counted.new_cases


def places(order: Any) -> list[tuple[int, str, str]]:
    return [(case.place, case.reference, case.band.value) for case in order.cases]
