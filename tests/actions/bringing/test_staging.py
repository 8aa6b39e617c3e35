"""A file is staged, settled and applied by those who may, and by nobody else."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from plimsoll.actions import exchange
from plimsoll.actions.bringing import applying
from plimsoll.actions.cases import Refused
from plimsoll.core.access import NotAllowed, NotThere
from plimsoll.core.terms import Role
from plimsoll.formats.told import ToldPerson, ToldTeam, UnknownValue
from plimsoll.queries.exchange import get_import, list_imports, list_teams_to_match, list_workers_to_match
from plimsoll.queries.matters import list_matters
from plimsoll.records.models.cases import Allocation, Case
from plimsoll.records.models.exchange import Import, Meaning
from plimsoll.records.models.people import Membership, RoleHeld, Team, Worker
from tests.actions.bringing.by_hand import NOW, OCTOBER, SEPTEMBER, TEAM, WORKER, child, reading, told


def test_who_may_not_bring_files_in_is_refused_and_is_shown_none(service):
    staged = service.stage(told(SEPTEMBER, child()))
    context, ann = service.as_("ann")
    with context:
        for act in (
            lambda: exchange.stage_file(b"", "a.xlsx", by=ann, org=service.org, at=NOW),
            lambda: exchange.send_file(b"", "a.xlsx", by=ann, at=NOW),
            lambda: exchange.set_facts_on(staged, OCTOBER, by=ann, at=NOW),
            lambda: exchange.settle_people(staged, {}, by=ann, at=NOW),
            lambda: exchange.settle_teams(staged, {}, by=ann, at=NOW),
            lambda: exchange.settle_values(staged, {}, by=ann, at=NOW),
            lambda: exchange.start_applying(staged, by=ann, at=NOW),
            lambda: exchange.leave_import(staged, by=ann, at=NOW),
            lambda: exchange.start_undoing(staged, "why", by=ann, at=NOW),
        ):
            with pytest.raises(NotAllowed, match="bring files in"):
                act()
        for asked in (
            lambda: list_imports(ann),
            lambda: get_import(ann, staged),
            lambda: list_workers_to_match(ann),
            lambda: list_teams_to_match(ann),
        ):
            with pytest.raises(NotThere):
                asked()
    assert not Case.objects.filter(reference="N1").exists()


def test_a_file_that_cannot_be_used_is_refused_with_a_sentence(service):
    context, max_ = service.as_("max")
    with context, pytest.raises(Refused, match="picture"):
        exchange.stage_file(b"no workbook", "picture.png", by=max_, org=service.org, at=NOW)


def test_a_staged_file_says_what_it_would_do_and_does_nothing(service):
    service.bring(SEPTEMBER, child())
    file = told(OCTOBER, child(), child("N2"), child("N3", open=False, why_not="CLOSED", reason="Closed in May"))
    staged = service.stage(file)
    context, max_ = service.as_("max")
    with context:
        counted = get_import(max_, staged).counted

    assert (counted.new_cases, counted.unchanged_cases, counted.changed_cases) == (1, 1, 0)
    assert (counted.children, counted.open, counted.not_open, counted.unallocated) == (3, 2, (("closed", 1),), 0)
    assert not Case.objects.filter(reference="N2").exists()


def test_people_are_settled_first_and_known_the_next_time(service):
    names = ("Ivy New", "A. Duty", "Bobby")
    file = told(SEPTEMBER, *(child(f"N{at}", said={WORKER: name}) for at, name in enumerate(names, start=1)))
    people = tuple(ToldPerson(name, (name,), "North" if name == "Ivy New" else "", 1) for name in names)
    file = replace(file, people=people)
    staged = service.stage(file)
    context, max_ = service.as_("max")
    bob = service.small.people["bob"]
    with context, reading(file):
        with pytest.raises(Refused, match=r"Say first who these are: Ivy New, A\. Duty, Bobby"):
            exchange.start_applying(staged, by=max_, at=NOW)
        with pytest.raises(Refused, match="works here"):
            exchange.settle_people(staged, {"Bobby": max_.org}, by=max_, at=NOW)
        settled = {"Ivy New": exchange.ADD, "A. Duty": exchange.NOBODY, "Bobby": bob}
        assert exchange.settle_people(staged, settled, by=max_, at=NOW)  # Bobby is somebody: another file to read
        exchange.read_import(service.org, staged, at=NOW)
        assert all(person.settled for person in get_import(max_, staged).people)
        exchange.start_applying(staged, by=max_, at=NOW)
        exchange.apply_import(service.org, staged, at=NOW + timedelta(hours=1))

    ivy = Worker.objects.get(name="Ivy New")
    assert Membership.objects.get(worker=ivy).team.name == "North"
    assert RoleHeld.objects.get(worker=ivy).role == Role.PRACTITIONER
    held = dict(Allocation.objects.filter(case__reference__startswith="N").values_list("case__reference", "worker_id"))
    assert held == {"N1": ivy.pk, "N3": bob}
    again = service.stage(replace(file, facts_on=OCTOBER))
    with service.as_("max")[0]:
        assert {person.name: person.worker for person in get_import(max_, again).people} == {
            "Ivy New": ivy.pk, "A. Duty": None, "Bobby": bob,
        }  # fmt: skip
        assert all(person.settled for person in get_import(max_, again).people)


def test_teams_are_settled_first_and_each_spelling_of_one_is_that_one(service):
    Team.objects.filter(pk=service.small.team).update(name="North")
    names = ("NORTH", "CP Team North", "Brand New")
    file = told(SEPTEMBER, *(child(f"N{at}", said={TEAM: name}) for at, name in enumerate(names, start=1)))
    file = replace(file, teams=tuple(ToldTeam(name, (name,), 1) for name in names))
    staged, north = service.stage(file), service.small.team
    before = Team.objects.filter(org_id=service.org).count()
    context, max_ = service.as_("max")
    with context, reading(file):
        assert [team.team for team in get_import(max_, staged).teams] == [north, None, None]
        with pytest.raises(Refused, match=r"Say first which teams these are: CP Team North, Brand New\."):
            exchange.start_applying(staged, by=max_, at=NOW)
        for wrong in ({"CP Team North": max_.org}, {"CP Team North": exchange.NOBODY}, {"South": north}):
            with pytest.raises(Refused, match="one of your teams"):
                exchange.settle_teams(staged, wrong, by=max_, at=NOW)
        assert exchange.settle_teams(staged, {"CP Team North": north, "Brand New": exchange.ADD}, by=max_, at=NOW)
        exchange.read_import(service.org, staged, at=NOW)
        exchange.start_applying(staged, by=max_, at=NOW)
        exchange.apply_import(service.org, staged, at=NOW + timedelta(hours=1))

    stands = dict(Case.objects.filter(reference__startswith="N").values_list("reference", "team__name"))
    assert stands == {"N1": "North", "N2": "North", "N3": "Brand New"}
    assert Team.objects.filter(org_id=service.org).count() == before + 1

    names = ("north", "CP-team  NORTH", "brand new")
    file = told(OCTOBER, *(child(f"N{at}", said={TEAM: name}) for at, name in enumerate(names, start=1)))
    again = service.stage(replace(file, teams=tuple(ToldTeam(name, (name,), 1) for name in names)))
    with service.as_("max")[0]:
        seen = get_import(max_, again)
    assert [(team.team_name, team.settled) for team in seen.teams] == [("North", True)] * 2 + [("Brand New", True)]
    assert (seen.counted.changed_cases, seen.counted.unchanged_cases) == (0, 3)


def test_values_are_settled_or_left_empty_on_purpose(service):
    value = UnknownValue("8.placement_type", "Placement type", "U9", 3, (("U1", "foster care"), ("P1", "with parents")))
    file = replace(told(SEPTEMBER, child()), unknown=(value,))
    staged = service.stage(file)
    context, max_ = service.as_("max")
    with context, reading(file):
        with pytest.raises(Refused, match="'U9' in Placement type"):
            exchange.start_applying(staged, by=max_, at=NOW)
        with pytest.raises(Refused, match="one of the meanings"):
            exchange.settle_values(staged, {("8.placement_type", "U9"): "Q7"}, by=max_, at=NOW)
        exchange.settle_values(staged, {("8.placement_type", "U9"): "U1"}, by=max_, at=NOW)
        assert Meaning.objects.get(found="u9").means == "U1"
        with pytest.raises(Refused, match="being read: wait until"):
            exchange.start_applying(staged, by=max_, at=NOW, leave_unknown=True)
        exchange.read_import(service.org, staged, at=NOW)
        exchange.start_applying(staged, by=max_, at=NOW, leave_unknown=True)
        with pytest.raises(Refused, match="being applied"):
            exchange.leave_import(staged, by=max_, at=NOW)


def test_a_day_ahead_is_no_day_of_facts(service):
    staged = service.stage(told(SEPTEMBER, child()))
    context, max_ = service.as_("max")
    with context, pytest.raises(Refused, match="lies ahead"):
        exchange.set_facts_on(staged, date(2027, 1, 1), by=max_, at=NOW)


def test_a_file_of_an_earlier_day_than_one_that_was_brought_in_is_refused(service):
    newer = service.bring(OCTOBER, child())
    older = service.stage(told(SEPTEMBER, child()))
    context, by = service.as_("max")
    with context, pytest.raises(Refused, match="this one speaks of an earlier day"):
        exchange.start_applying(older, by=by, at=NOW)

    service.undo(newer)
    again = service.stage(told(OCTOBER, child()))
    with service.as_("max")[0]:
        exchange.start_applying(again, by=by, at=NOW)
        with pytest.raises(Refused, match="this one speaks of an earlier day"):  # nor while the other is brought in
            exchange.start_applying(older, by=by, at=NOW)
        Import.objects.filter(pk=again).update(state="LEFT", left_at=NOW, left_by=by.worker)
        exchange.start_applying(older, by=by, at=NOW)


def test_a_file_put_aside_is_not_applied(service):
    staged = service.stage(told(SEPTEMBER, child()))
    context, max_ = service.as_("max")
    with context:
        exchange.leave_import(staged, by=max_, at=NOW)
        with pytest.raises(Refused, match="left unused"):
            exchange.start_applying(staged, by=max_, at=NOW)
    exchange.apply_import(service.org, staged, at=NOW + timedelta(hours=1))
    assert not Case.objects.filter(reference="N1").exists()


def test_an_administrator_brings_files_in_and_sees_no_matter_of_a_case(service):
    service.bring(SEPTEMBER, child())
    service.bring(OCTOBER, child(said={WORKER: "bob"}))
    context, adam = service.as_("adam")
    with context:
        assert len(list_imports(adam)) == 2
        assert list_matters(adam) == ()
    context, max_ = service.as_("max")
    with context:
        (matter,) = list_matters(max_)
        assert (matter.what, matter.here, matter.there, matter.said_at) == ("worker", "ann", "bob", OCTOBER)


def test_a_fault_of_the_program_is_said_and_changes_nothing(service, monkeypatch):
    staged = service.stage(told(SEPTEMBER, child()))
    context, max_ = service.as_("max")
    with context:
        exchange.start_applying(staged, by=max_, at=NOW)

    def broken(*_: object) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(applying, "weigh", broken)
    with reading(told(SEPTEMBER, child())):
        exchange.apply_import(service.org, staged, at=NOW + timedelta(hours=1))
    with service.as_("max")[0]:
        shown = get_import(max_, staged)
    assert (shown.line.state, shown.failed[:33]) == ("FAILED", "The file could not be applied, by")
    assert not Case.objects.filter(reference="N1").exists()
