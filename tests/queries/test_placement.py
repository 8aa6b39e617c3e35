"""What a case would do to each who could hold it: as it then does."""

import pytest

from plimsoll.actions.cases import allocate_case
from plimsoll.core.access import NotThere
from plimsoll.core.terms import Band, Role
from plimsoll.queries.placement import list_placements
from plimsoll.queries.priority import get_caseload
from plimsoll.queries.workload import get_load
from plimsoll.records.context import acting
from plimsoll.records.models.workload import CaseWeight
from tests.factories.records import make
from tests.factories.small import AT, FROM, NOW, OPENED, Small


def placements(small: Small, name: str = "sue", case: str = "U1"):
    return list_placements(small.viewer(name), small.cases[case].pk, AT)


def more_cases(small: Small, worker: str, many: int) -> None:
    scheme = CaseWeight.objects.get(case=small.cases["A1"]).scheme_id
    for number in range(many):
        case = make("case", small.org, reference=f"{worker}{number}", team_id=small.team, opened_at=OPENED)
        make("allocation", small.org, case=case, worker_id=small.people[worker], from_at=OPENED)
        make("caseweight", small.org, case=case, points=300, scheme_id=scheme)


def test_whoever_would_be_least_loaded_stands_first_with_the_load_before_and_after(small):
    more_cases(small, "ann", 2)
    found = placements(small)

    assert [fit.name for fit in found.fits] == ["bob", "ann"]
    bob = found.fits[0]
    assert (bob.before.points + 200, bob.before.available) == (bob.after.points, bob.after.available)
    assert found.points == 200
    assert dict(bob.after.parts)["this case"] == 200


@pytest.mark.parametrize("worker", ["ann", "bob"])
def test_it_stands_then_where_it_was_said_to_and_the_load_is_what_was_said(small, worker):
    more_cases(small, "ann", 4)
    sue, case = small.viewer("sue"), small.cases["U1"].pk
    said = next(fit for fit in placements(small).fits if fit.name == worker)
    before = {one.reference: one.place for one in get_caseload(sue, small.people[worker], AT).cases}
    with acting(small.org, small.people["sue"], "a test"):
        allocate_case(case, worker=small.people[worker], why="Has room", by=sue, at=NOW)
    now = {one.reference: one for one in get_caseload(sue, small.people[worker], AT).cases}

    assert (said.place, said.of, said.band) == (now["U1"].place, len(now), now["U1"].band)
    down = {name: (before[name], one.place) for name, one in now.items() if name in before and one.place > before[name]}
    assert {one.reference: (one.before, one.after) for one in said.moved}.items() <= down.items()
    assert len(said.moved) + said.more == len(down)
    assert get_load(sue, small.people[worker], AT).points == said.after.points


def test_it_says_who_is_away_or_knows_the_family(small):
    make("absence", small.org, worker_id=small.people["ann"], begins_at=OPENED, ends_at=NOW.replace(day=30))
    sister = make("case", small.org, child_id=small.cases["U1"].child_id, reference="U2", team_id=small.team)
    make("allocation", small.org, case=sister, worker_id=small.people["bob"], from_at=OPENED)
    notes = {fit.name: fit.notes for fit in placements(small).fits}

    assert notes == {
        "ann": ("Not here: away until Mon 30 Nov 2026.",),
        "bob": ("Works with the family already: holds another case of it.",),
    }


def test_a_restricted_case_of_a_colleague_leaves_no_trace(small):
    hidden = small.cases["A1"].pk
    make("restriction", small.org, case_id=hidden, restricted_by_id=small.people["max"], from_at=OPENED)
    with acting(small.org, small.people["sue"], "a test"):
        ann = next(fit for fit in placements(small).fits if fit.name == "ann")

    assert (ann.place, ann.of, ann.moved, ann.more) == (1, 1, (), 0)


def test_a_case_in_danger_comes_first_in_any_list(small):
    make(
        "event",
        small.org,
        case=small.cases["U1"],
        kind="IMMEDIATE_HARM_REPORTED",
        happened_at=OPENED,
        recorded_at=OPENED,
    )

    assert {(fit.place, fit.band) for fit in placements(small).fits} == {(1, Band.ACT_NOW)}


@pytest.mark.parametrize("name", ["ann", "cat", "adam", "eve"])
def test_it_is_told_only_to_who_may_give_it(small, name):
    with pytest.raises(NotThere):
        placements(small, name)


def test_it_asks_as_many_questions_for_a_team_of_two_as_of_ten(small, django_assert_max_num_queries):
    with django_assert_max_num_queries(40) as two:
        assert len(placements(small).fits) == 2
    for number in range(8):
        worker = make("worker", small.org, name=f"w{number}", sort_name=f"w{number}", joined_on=FROM)
        make("roleheld", small.org, worker=worker, team_id=small.team, role=Role.PRACTITIONER, from_date=FROM)
        make("membership", small.org, worker=worker, team_id=small.team, from_date=FROM)
        make("workingpattern", small.org, worker=worker, from_date=FROM)
    with django_assert_max_num_queries(40) as ten:
        assert len(placements(small).fits) == 10
    assert len(two) == len(ten)
