"""Referrals that come in a plain table wait at the front door with the rest, from when they came in."""

from datetime import date, timedelta

from plimsoll.actions import exchange
from plimsoll.core.calendar import moment
from plimsoll.queries.referrals import Stands, list_front_door
from plimsoll.records.models.exchange import Import
from plimsoll.records.models.people import Team
from tests.actions.bringing.by_hand import NOVEMBER, NOW, Service

TABLE = """Reference,Given name,Family name,Kind of case,Date of birth,Opened,Team,Worker,Referral received
M-1,Marram,Dune,MASH,03/04/2021,17/11/2026,{team},,17/11/2026
M-2,Lyme,Dune,New referral,02/01/2024,20/11/2026,{team},,20/11/2026
E-3,Sedge,Dune,Early help,02/01/2019,20/10/2026,{team},,20/10/2026
"""


def test_referrals_of_a_plain_table_run_from_when_they_came_in(service: Service) -> None:
    team = Team.objects.get(pk=service.small.team).name
    context, by = service.as_("max")
    with context:
        made = exchange.stage_file(
            TABLE.format(team=team).encode(), "referrals.csv", by=by, org=service.org, at=NOW, facts_on=NOVEMBER
        )
        exchange.start_applying(made, by=by, at=NOW)
        exchange.apply_import(service.org, made, at=NOW)
    assert Import.objects.get(pk=made).state == "APPLIED"
    found = list_front_door(service.small.viewer("sue"), moment(NOW + timedelta(minutes=1))).waiting

    assert [(one.placed.name, one.stands) for one in found] == [
        ("Marram Dune", Stands.LATE), ("Lyme Dune", Stands.TODAY)
    ]  # fmt: skip
    first, second = (one.came for one in found)
    assert (first.received_at.date(), first.time_known, first.recorded_by) == (date(2026, 11, 17), False, "")
    assert first.recorded_at == NOW
    assert [clock.due_at.date() for clock in found[0].clocks] == [date(2026, 11, 18)]
    assert second.source is None
