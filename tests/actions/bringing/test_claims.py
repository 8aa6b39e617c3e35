"""A case that was added by hand and says what another system calls it, and what of that is told to whom."""

from plimsoll.queries.exchange import get_import, list_on_record
from plimsoll.queries.matters import list_matters
from plimsoll.queries.search import Wanted, search_cases
from plimsoll.records.models.cases import Case
from plimsoll.records.models.families import Child
from tests.actions.bringing.by_hand import BORN, NOVEMBER, OCTOBER, OPENED, SEPTEMBER, child, told
from tests.actions.bringing.test_undoing import restrict
from tests.factories.records import make


def by_hand(service, own: str, claim: str, **more) -> Case:
    """A case as it is added by hand."""
    one = make("child", service.org, reference=own)
    at = {"team_id": service.small.team, "case_type": "CHILD_IN_NEED", **more}
    return make("case", service.org, reference=own, other_reference=claim, child=one, **at)


def test_a_file_finds_the_child_of_a_case_that_claims_its_reference(service):
    case = by_hand(service, "N-000001", "X7")
    staged = service.stage(told(SEPTEMBER, child("X7")))
    context, max_ = service.as_("max")
    with context:
        assert list_on_record(max_, ["X7"])["X7"].case == case.pk
        assert [found.case for found in search_cases(max_, Wanted("x7"))] == [case.pk]
        assert get_import(max_, staged).counted.new_cases == 0
    brought = service.bring(SEPTEMBER, child("X7"))

    assert (Case.objects.get(child=case.child_id).pk, case.child.reference) == (case.pk, "N-000001")
    assert Child.objects.get(pk=case.child_id).reference == "X7"
    service.undo(brought)
    assert Child.objects.get(pk=case.child_id).reference == "N-000001"


def test_a_reference_that_a_child_has_cannot_be_claimed(service):
    service.bring(SEPTEMBER, child("N1"))
    restrict(service, service.case().pk)
    mine = by_hand(service, "N-000001", "N1")
    service.bring(OCTOBER, child("N1", said={OPENED: "2026-03-09"}))

    assert service.case("N1").opened_at.day == 9
    assert Child.objects.get(pk=mine.child_id).reference == "N-000001"
    assert Case.objects.get(pk=mine.pk).opened_at == mine.opened_at


def test_of_two_who_claim_a_reference_the_hidden_one_has_it_and_the_other_learns_nothing(service):
    mine, hidden = by_hand(service, "N-000001", "X7"), by_hand(service, "N-000002", "X7")
    restrict(service, hidden.pk)
    context, max_ = service.as_("max")
    staged = service.stage(told(SEPTEMBER, child("X7"), child("X8")))
    with context:
        view = get_import(max_, staged)
        assert ([line.reference for line in view.children], view.counted.new_cases) == (["X7", "X8"], 2)
    brought = service.bring(SEPTEMBER, child("X7"), child("X8"))

    assert Child.objects.get(pk=hidden.child_id).reference == "X7"
    assert Child.objects.get(pk=mine.child_id).reference == "N-000001"
    context, max_ = service.as_("max")
    with context:
        assert [line.reference for line in get_import(max_, brought).children] == ["X7", "X8"]
        assert list_matters(max_, case=mine.pk) == ()
        assert [found.case for found in search_cases(max_, Wanted("X7"))] == [mine.pk]


def test_what_a_file_says_of_a_child_is_decided_on_the_case_that_is_seen_beside_a_hidden_one(service):
    service.bring(SEPTEMBER, child("N1"))
    seen = service.case("N1")
    hidden = make("case", service.org, reference="N1-other", child=seen.child, team_id=service.small.team)
    restrict(service, hidden.pk)
    Child.objects.filter(pk=seen.child_id).update(born_on="2015-06-09")
    service.bring(OCTOBER, child("N1", said={BORN: "2015-06-02"}))
    context, max_ = service.as_("max")
    with context:
        assert [matter.what for matter in list_matters(max_, case=seen.pk)] == ["day of birth"]
    service.decide("ann", take=True)
    assert str(Child.objects.get(pk=seen.child_id).born_on) == "2015-06-02"

    service.bring(NOVEMBER, child("N1", open=False, why_not="CLOSED", reason="Adopted from the other case"))
    for name in ("max", "sue"):
        context, viewer = service.as_(name)
        with context:
            assert len(list_matters(viewer, case=seen.pk)) == 2
