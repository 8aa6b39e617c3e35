"""Shadow months: who decides, what is kept of each day, and that it is kept once."""

from datetime import UTC, date, datetime, timedelta

import pytest

from plimsoll.actions.cases import Refused
from plimsoll.actions.priority import confirm_order, place_case
from plimsoll.actions.shadow import begin_shadow, end_shadow, keep_shadow_days
from plimsoll.core.access import NotAllowed
from plimsoll.core.terms import Act, Band, PlacingKind, PlacingReason
from plimsoll.queries.facts.shadow import shadow_until
from plimsoll.queries.priority import get_caseload
from plimsoll.queries.shadow import Morning, get_compared, morning_of, work_of
from plimsoll.records.models.audit import AuditEvent
from plimsoll.records.models.priority import CriteriaSet, ShadowDay, ShadowSpell
from tests.factories.records import make
from tests.factories.small import AT, NOW, OPENED, TODAY, Small
from tests.web.test_caseload import add

UNTIL = date(2026, 12, 20)
WHY = "Before the new criteria are trusted"


@pytest.fixture
def spell(small: Small):
    """Ann's team."""
    add(small, "A2", "Noah", "Ellis", born_on=date(2023, 5, 1))
    return begin_shadow(small.team, until=UNTIL, why=WHY, by=small.viewer("adam"), at=NOW)


def test_only_whoever_settles_criteria_decides(small, spell):
    for name in ("ann", "sue", "max"):
        with pytest.raises(NotAllowed):
            begin_shadow(small.other_team, until=UNTIL, why=WHY, by=small.viewer(name), at=NOW)
        with pytest.raises(NotAllowed):
            end_shadow(spell, WHY, by=small.viewer(name), at=NOW)
    assert list(AuditEvent.objects.filter(act=Act.SHADOW_BEGUN).values_list("about_id", "why")) == [(spell, WHY)]


@pytest.mark.parametrize(("until", "why"), [(TODAY - timedelta(1), WHY), (TODAY + timedelta(63), WHY), (UNTIL, " ")])
def test_a_day_or_reason_that_is_none_is_refused(small, until, why):
    with pytest.raises(Refused):
        begin_shadow(small.team, until=until, why=why, by=small.viewer("adam"), at=NOW)


def test_one_at_a_time_and_it_ends_by_itself_or_before(small, spell):
    adam, ann = small.viewer("adam"), small.people["ann"]
    with pytest.raises(Refused, match="already"):
        begin_shadow(small.team, until=UNTIL, why=WHY, by=adam, at=NOW)
    assert shadow_until(adam, ann, UNTIL) == UNTIL
    assert shadow_until(adam, ann, UNTIL + timedelta(1)) is None
    assert shadow_until(adam, small.people["cat"], TODAY) is None  # of another team

    end_shadow(spell, "Enough was learned", by=adam, at=NOW)
    assert shadow_until(adam, ann, TODAY) is None
    with pytest.raises(Refused, match="over"):
        end_shadow(spell, WHY, by=adam, at=NOW)
    assert ShadowSpell.objects.get().ended_why == "Enough was learned"


def test_the_order_is_told_to_nobody_who_works_by_it(small, spell):
    for name in ("ann", "sue", "max"):
        order = get_caseload(small.viewer(name), small.people["ann"], AT)
        assert order.shadow_until == UNTIL
        assert order.urgent is None
        told = {(one.place, one.family_place, one.band, one.weighed, one.score, one.close_to) for one in order.cases}
        assert told == {(0, 0, None, (), 0, "")}
        dues = [one.next_due_on or date.max for one in order.cases]
        assert dues == sorted(dues)
        assert all("judged" not in text and "assessed" not in text for one in order.cases for text in one.reasons)


def test_act_now_is_never_hidden(small, spell):
    gone = NOW - timedelta(hours=9)
    make("event", small.org, case=small.cases["A2"], kind="WENT_MISSING", happened_at=gone, recorded_at=gone)
    order = get_caseload(small.viewer("ann"), small.people["ann"], AT)

    assert [(one.reference, one.band) for one in order.cases] == [("A2", Band.ACT_NOW), ("A1", None)]
    assert any("issing" in reason for reason in order.cases[0].reasons)


def test_what_needs_the_order_is_refused_in_a_sentence(small, spell):
    ann, cat = small.viewer("ann"), small.viewer("cat")
    with pytest.raises(NotAllowed, match=r"Shadow month: .* until the end of Sun 20 Dec 2026"):
        confirm_order(ann.worker, comment="", with_supervisor=None, by=ann, at=NOW)
    with pytest.raises(NotAllowed, match="Shadow month"):
        place_case(
            small.cases["A1"].pk,
            PlacingKind.BAND,
            band=Band.ACT_NOW,
            because=PlacingReason.KNOWS_MORE,
            why=WHY,
            until=TODAY,
            by=ann,
            at=NOW,
        )
    assert confirm_order(cat.worker, comment="", with_supervisor=None, by=cat, at=NOW)


# ---- what is kept of each day ---------------------------------------------------------------------------------------


def test_what_was_written_that_day_on_cases_of_the_list_counts_in_the_order_in_which_it_was(small):
    add(small, "A2", "Noah", "Ellis")
    ann, a1, a2 = small.people["ann"], small.cases["A1"].pk, small.cases["A2"].pk
    written = [
        (a2, 9, 20, ann),
        (a1, 10, 20, ann),
        (a2, 11, 20, ann),
        (a1, 9, 19, ann),
        (a1, 8, 20, small.people["sue"]),
    ]
    for case, hour, day, by in written:
        at = datetime(2026, 11, day, hour, tzinfo=UTC)
        make(
            "event",
            small.org,
            case_id=case,
            kind="IN_NEED_VISIT",
            happened_at=OPENED,
            recorded_at=at,
            recorded_by_id=by,
        )

    done = work_of(small.viewer("ann"), {ann: (a1, a2)}, date(2026, 11, 20))
    assert done == {ann: (a2, a1)}
    assert Morning((a1, a2), 0).agreement(done[ann]) == -1.0
    assert Morning((a1, a2), 0).agreement((a1,)) is None


def test_the_morning_of_a_day_is_the_list_as_it_stood_out_of_the_history(small, spell):
    lists, criteria = morning_of(small.viewer("adam"), small.team, datetime.now(UTC) + timedelta(minutes=1))

    assert set(lists) == {small.people["ann"], small.people["bob"]}
    assert set(lists[small.people["ann"]].cases) == {small.cases["A1"].pk, small.cases["A2"].pk}
    assert criteria == CriteriaSet.objects.get().pk


def test_each_working_day_is_kept_once(small, spell, monkeypatch):
    ann, keys = small.people["ann"], (small.cases["A2"].pk, small.cases["A1"].pk)
    asked = []

    def morning(viewer, team, at):
        asked.append(at.date())
        return {ann: Morning(keys, 1)}, CriteriaSet.objects.get().pk

    monkeypatch.setattr("plimsoll.actions.shadow.morning_of", morning)  # the history of the test begins only now
    assert keep_shadow_days(small.org, at=NOW + timedelta(2)) == 2
    assert keep_shadow_days(small.org, at=NOW + timedelta(2)) == 0
    assert keep_shadow_days(small.org, at=NOW + timedelta(7)) == 3  # Wednesday to Friday
    assert asked == [TODAY + timedelta(ahead) for ahead in range(5)]

    assert set(ShadowDay.objects.values_list("worker_id", "act_now", "tau")) == {(ann, 1, None)}
    assert AuditEvent.objects.filter(act=Act.SHADOW_KEPT, about_id=spell).count() == 5


def test_a_day_that_fails_leaves_nothing_and_the_next_night_goes_on(small, spell, monkeypatch):
    ann, key = small.people["ann"], CriteriaSet.objects.get().pk

    def morning(viewer, team, at):
        return {ann: Morning((small.cases["A1"].pk,), 0)}, key

    def fails(*_, **__):
        raise RuntimeError("the power went")

    monkeypatch.setattr("plimsoll.actions.shadow.morning_of", morning)
    with monkeypatch.context() as patch:
        patch.setattr("plimsoll.actions.shadow.record_event", fails)
        with pytest.raises(RuntimeError):
            keep_shadow_days(small.org, at=NOW + timedelta(1))
    assert not ShadowDay.objects.exists()

    assert keep_shadow_days(small.org, at=NOW + timedelta(1)) == 1


def test_the_comparison_counts_and_names_only_what_the_viewer_may_know(small, spell):
    a1, a2 = small.cases["A1"].pk, small.cases["A2"].pk
    for ahead, done, tau in [(0, [a1, a2], 1.0), (1, [a1], None)]:
        make(
            "shadowday",
            small.org,
            spell_id=spell,
            worker_id=small.people["ann"],
            day=TODAY + timedelta(ahead),
            cases=[a1, a2],
            done=done,
            tau=tau,
            criteria_set=CriteriaSet.objects.get(),
        )
    for name, apart, more in [("adam", [], 1), ("sue", [("A2", 2, 1)], 0)]:
        found = get_compared(small.viewer(name), spell, TODAY)
        assert [(one.done, one.first, one.tau) for one in found.days] == [(2, 2, 1.0), (1, 2, None)]
        assert [(person, one.done, one.first) for person, one in found.people] == [("ann", 3, 4)]
        assert [(one.name, one.days, one.idle) for one in found.apart] == apart
        assert found.more == more
