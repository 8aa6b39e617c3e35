"""What a workbook tells, as the records would hold it, is what `plimsoll rank` works with: to the last place."""

from dataclasses import dataclass, fields
from datetime import date, datetime, time
from importlib.resources import files

import numpy as np
import pytest

from plimsoll.core.calendar import moment
from plimsoll.core.caseload import NOBODY, UNKNOWN, Caseload, PutOffs, Workers
from plimsoll.core.priority.criteria import parse as parse_criteria
from plimsoll.core.priority.order import Ranking, rank
from plimsoll.core.rulebook import parse as parse_rulebook
from plimsoll.core.timescales.due import due_items
from plimsoll.demo.annex_a import write_annex_a
from plimsoll.formats.annex_a import read
from plimsoll.formats.annex_a.caseloads import FileCaseload, caseloads
from plimsoll.formats.reading import read_told
from plimsoll.formats.told import Told
from tests.formats.annex_a.children import Cells, day, row, write
from tests.formats.told_facts import as_set, caseload_of, open_children
from tests.formats.workbooks import SAMPLES

AS_AT = date(2026, 11, 23)
RULEBOOKS = files("plimsoll") / "rulebooks"
# What towns and samples do not hold: emergencies, ended care, a plan ahead, rows without an id, one child twice on a list.
AWKWARD: tuple[tuple[int, Cells], ...] = (
    (8, row(8, "a", legal_status="L1", legal_status_start_date=day("2026-11-22"), placement_type="P1")),
    (8, row(8, "b", legal_status="L2", placement_type="U4")),
    (8, row(8, "c", looked_after_start_date=None, legal_status="L2")),
    (8, row(8, "d", looked_after_end_date=day("2026-10-01"), placement_start_date=day("2024-01-08"))),
    (9, row(9, "d", pathway_plan_review_date=day("2027-02-01"), latest_contact_date=day("2026-11-02"))),
    (6, row(6, None, date_last_seen=day("2026-11-03"))),
    (4, row(4, "e", assessment_child_seen="a) Yes", date_of_birth=day("2027-01-15"))),
    (4, row(4, "e", assessment_authorised_date=day("2026-11-20"), support_required="b) No")),
    (4, row(4, "e", assessment_start_date=day("2026-08-03"))),
    (6, row(6, "f", date_last_seen=day("2026-10-05"))),
    (6, row(6, "f", cin_start_date=day("2025-03-02"), date_last_seen=day("2026-11-05"), disability="a) Yes")),
)
SAMPLE_FILES = ("cscdp_2015-01-sample.xlsx", "liia-tools-pipeline_Annex_A_2024_Jan.xlsx")


@dataclass(frozen=True)
class Both:
    told: Told
    file: FileCaseload


@pytest.fixture(
    scope="module", params=[(2024, False), (2024, True), (2019, False), (2019, True), "awkward", *SAMPLE_FILES], ids=str
)
def both(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Both:
    folder = tmp_path_factory.mktemp("told")
    if request.param == "awkward":
        path = write(folder / "awkward.xlsx", *AWKWARD)
    elif isinstance(request.param, str):
        path = SAMPLES / "annex_a" / request.param
        if not path.is_file():
            pytest.skip("the sample workbooks are not beside the repository")
    else:
        generation, dirt = request.param
        path = folder / "town.xlsx"
        write_annex_a(path, workers=12, seed=3, as_at=AS_AT, dirt=dirt, generation=generation)
    told = read_told(path, facts_on=AS_AT if request.param == "awkward" else None, today=AS_AT)
    return Both(told, caseloads(read(path), told.facts_on))


def test_every_child_is_told_of_once(both: Both) -> None:
    assert [child.reference for child in open_children(both.told)] == list(both.file.child)
    gone = [child for child in both.told.children if not child.open]
    assert [(child.reference, child.why_not, child.reason, child.needs_a_look) for child in gone] == [
        (child.child, child.kind.value, child.reason, child.kind.needs_a_look) for child in both.file.not_ranked
    ]
    assert len(both.told.children) == both.file.in_file > 0


def test_people_teams_and_places_are_those_of_the_ranking(both: Both) -> None:
    assert tuple(person.name for person in both.told.people) == both.file.workers
    assert tuple(person.team or None for person in both.told.people) == both.file.teams
    held = np.bincount(both.file.caseload.worker[both.file.caseload.worker != NOBODY], minlength=len(both.file.workers))
    assert [person.cases for person in both.told.people] == held.tolist()
    assert tuple(child.where for child in open_children(both.told)) == both.file.where
    assert {team.name for team in both.told.teams} == {team for team in (*both.file.team, *both.file.teams) if team}


def test_facts_are_equal(both: Both) -> None:
    theirs = both.file.caseload
    ours = caseload_of(both.told, like=theirs)

    for field in fields(Caseload):
        one, other = getattr(ours, field.name), getattr(theirs, field.name)
        if field.name == "events":
            assert as_set(one) == as_set(other)
        elif isinstance(one, PutOffs):
            assert [*one.rows()] == [*other.rows()] == []  # no file says what people put off
        elif isinstance(one, np.ndarray):
            np.testing.assert_array_equal(one, other, err_msg=field.name)
        else:
            assert one == other, field.name


def test_ranking_is_the_same_to_the_last_place(both: Both) -> None:
    theirs = both.file.caseload
    ours = ranked(caseload_of(both.told, like=theirs), both)

    other = ranked(theirs, both)
    np.testing.assert_array_equal(ours.order, other.order)
    np.testing.assert_array_equal(ours.bands.band, other.bands.band)
    np.testing.assert_array_equal(ours.score, other.score)


def ranked(caseload: Caseload, both: Both) -> Ranking:
    rulebook = parse_rulebook((RULEBOOKS / "england.toml").read_text(encoding="utf-8"))
    criteria = parse_criteria((RULEBOOKS / "criteria/statutory.toml").read_text(encoding="utf-8"))
    at = moment(datetime.combine(both.told.facts_on, time(9)))
    items = due_items(caseload, rulebook, rulebook.calendar, at)
    workers = Workers(both.file.workers, np.full(len(both.file.workers), UNKNOWN, dtype=np.int64))
    return rank(caseload, items, workers, criteria, rulebook.calendar, at)
