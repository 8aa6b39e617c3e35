"""The town's history as its service would have written it over the years.

The history is filled by a trigger, which writes nothing but now: a town that is made this morning would have no past to look
at. So whoever makes it, as the owner of the tables and in the same transaction, puts each version at the moment of which its
row itself speaks. The role that serves people can do nothing of the kind.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db import connections


@dataclass(frozen=True)
class Told:
    """When a row of a table was written, as SQL over its version `h`; and, where it ended since, the column that says when,
    and what was empty in it until then."""

    began: str
    ended: str = ""
    empty_before: tuple[str, ...] = ()


def _said(column: str) -> str:
    """A moment, or the beginning of a day in London, out of a column."""
    value = f"h.row ->> '{column}'"
    return f"({value})::timestamptz" if column.endswith("_at") else f"({value})::timestamp AT TIME ZONE 'Europe/London'"


_FIRST_CASE = "(SELECT min(c.opened_at) FROM records_case c WHERE c.org_id = h.org_id AND c.{} = {})"
_CHILD = _FIRST_CASE.format("child_id", "(h.row ->> 'child_id')::uuid")
_REVIEW = """(SELECT r.written_at FROM records_planreview r
    WHERE r.org_id = h.org_id AND r.id = (h.row ->> 'review_id')::uuid)"""
_SPELL = ("to_date", ("to_date",))
# Tables that are not here stand as written when the town was made: what lies ahead of them.
TOLD = {
    "records_team": Told(_said("opened_on")),
    "records_worker": Told(_said("joined_on"), "left_on", ("left_on",)),
    "records_roleheld": Told(_said("given_at"), "ended_at", ("to_date", "ended_by_id", "ended_at")),
    "records_workingpattern": Told(_said("from_date"), *_SPELL),
    "records_membership": Told(_said("from_date"), *_SPELL),
    "records_absence": Told(_said("recorded_at")),
    "records_delegation": Told(_said("given_at")),
    "records_rulebookversion": Told(_said("agreed_at")),
    "records_criteriaset": Told(_said("agreed_at")),
    "records_schemeversion": Told(_said("agreed_at")),
    "records_calendarsetting": Told(_said("agreed_at")),
    "records_effort": Told(_said("from_date")),
    "records_setting": Told("'-infinity'::timestamptz"),
    "records_household": Told(_FIRST_CASE.format("household_id", "h.row_id")),
    "records_child": Told(_FIRST_CASE.format("child_id", "h.row_id")),
    "records_householdmember": Told(f"greatest({_said('from_date')}, {_CHILD})", *_SPELL),
    "records_networkcontact": Told(f"greatest({_said('from_date')}, {_CHILD})"),
    "records_familyrelation": Told(_CHILD),
    "records_case": Told(_said("opened_at"), "closed_at", ("closed_at", "closed_by_id", "closed_why")),
    "records_allocation": Told(_said("from_at"), "to_at", ("to_at", "ended_by_id", "ended_why")),
    "records_event": Told(_said("recorded_at")),
    "records_routeplace": Told(_said("set_at")),
    "records_caserecord": Told(_said("recorded_at")),
    "records_newinformation": Told(_said("recorded_at"), "dealt_at", ("outcome", "meaning", "dealt_at", "dealt_by_id")),
    "records_plan": Told(_said("written_at")),
    "records_planoutcome": Told(_said("written_at")),
    "records_planaction": Told(_said("written_at"), "done_at", ("done_on", "done_at")),
    "records_actionsaid": Told(_said("said_at")),
    "records_planreview": Told(_said("written_at")),
    "records_outcomeprogress": Told(_REVIEW),
    "records_goal": Told(_said("written_at")),
    "records_goalreading": Told(_said("written_at")),
    "records_toolscore": Told(_said("written_at")),
    "records_developmentnote": Told(_said("written_at")),
    "records_casefactor": Told(_said("from_date")),
    "records_casecircumstance": Told(_said("from_date"), *_SPELL),
    "records_document": Told(_said("recorded_at")),
    "records_restriction": Told(_said("from_at")),
    "records_namedperson": Told(_said("from_at")),
    "records_caseweight": Told(_said("set_at")),
    "records_dueitem": Told(_said("started_at"), "met_at", ("met_at", "met_by_event_id")),
    "records_blindexercise": Told(_said("begun_at")),
    "records_blindorder": Told(_said("submitted_at")),
    "records_shadowspell": Told(_said("decided_at")),
    "records_judgement": Told(_said("recorded_at")),
    "records_supervisionheld": Told(_said("recorded_at")),
}

# The town works with Plimsoll since its first timescales hold: what is older was put on record then. Nothing was written
# after the town was made.
VERSIONS = """
    CREATE TEMPORARY TABLE told_of ON COMMIT DROP AS
    SELECT h.tbl, h.row_id, greatest(coalesce({began}, h.from_at), begin.since) AS began,
        CASE WHEN h.row ->> {ends} IS NOT NULL THEN least({ended}, h.from_at) END AS ended
    FROM records_history h, (SELECT min(in_force_from)::timestamp AT TIME ZONE 'Europe/London' AS since
        FROM records_rulebookversion WHERE org_id = %(org)s) begin
    WHERE h.org_id = %(org)s AND h.tbl = %(table)s
"""
BEFORE_THE_END = """
    INSERT INTO records_history (org_id, tbl, row_id, case_id, worker_id, from_at, to_at, by_id, why, row)
    SELECT h.org_id, h.tbl, h.row_id, h.case_id, h.worker_id, t.began, t.ended, h.by_id, h.why, h.row || {empty}
    FROM records_history h JOIN told_of t USING (tbl, row_id)
    WHERE h.org_id = %(org)s AND t.began < t.ended
"""
AS_IT_IS = """
    UPDATE records_history h SET from_at = CASE WHEN t.began < t.ended THEN t.ended ELSE least(t.began, h.from_at) END
    FROM told_of t WHERE h.org_id = %(org)s AND h.tbl = t.tbl AND h.row_id = t.row_id AND h.to_at IS NULL
"""


def give_past(org: UUID, *, using: str) -> None:
    """Puts the versions of all rows of a town at the moments of which they speak, with one more for what ended since. As the
    owner, in the transaction in which the town is made."""
    with connections[using].cursor() as cursor:
        for table, told in TOLD.items():
            params = {"org": org, "table": table}
            ends = f"'{told.ended}'"  # where nothing ends there is no such column, and nothing in it
            cursor.execute(VERSIONS.format(began=told.began, ends=ends, ended=_said(told.ended)), params)
            if told.ended:
                nothing = ", ".join(f"'{column}', NULL" for column in told.empty_before)
                cursor.execute(BEFORE_THE_END.format(empty=f"jsonb_build_object({nothing})"), params)
            cursor.execute(AS_IT_IS, params)
            cursor.execute("DROP TABLE told_of")
