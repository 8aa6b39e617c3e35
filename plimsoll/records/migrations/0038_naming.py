"""Naming somebody new for a restricted case that nobody sees any more; more kinds of notice; that a plan was reviewed; why a
team was closed, which is empty in the past of teams.

Until now such a case was counted, and nobody could mend it. Now each has a row of its own here, by the id of its restriction,
which says nothing of the case; the one function that looks behind it names a person once two others have agreed.
"""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import plimsoll.records.tenancy
from plimsoll.records.guards import ORG, VIEWER, Define, Guard, Redefine, Remember

# Restrictions of open cases of whose named people nobody works here any more with a role that sees cases and a way to sign
# in. Ids of restrictions alone: no policy lets whoever asks read more of them.
LOST = f"""
    CREATE FUNCTION records_lost_restrictions(seeing text[], today date) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 10 SET search_path = pg_catalog, public, pg_temp
    AS $$
        SELECT s.id FROM records_case c
        JOIN records_restriction s ON s.org_id = c.org_id AND s.case_id = c.id AND s.to_at IS NULL
        WHERE c.org_id = {ORG} AND c.closed_at IS NULL AND NOT EXISTS (
            SELECT FROM records_namedperson n
            JOIN records_worker w ON w.org_id = n.org_id AND w.id = n.worker_id
                AND (w.left_on IS NULL OR w.left_on > today)
            JOIN records_roleheld r ON r.org_id = w.org_id AND r.worker_id = w.id AND r.role = ANY(seeing)
                AND r.from_date <= today AND (r.to_date IS NULL OR r.to_date > today)
            LEFT JOIN records_user u ON u.id = w.user_id
            WHERE n.org_id = c.org_id AND n.case_id = c.id AND n.to_at IS NULL AND u.is_active IS DISTINCT FROM false)
    $$
"""
COUNT = """
    CREATE OR REPLACE FUNCTION records_lost_cases(seeing text[], today date) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    AS $$ SELECT count(*) FROM records_lost_restrictions(seeing, today) $$
"""
COUNT_BEFORE = f"""
    CREATE OR REPLACE FUNCTION records_lost_cases(seeing text[], today date) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    AS $$
        SELECT count(*) FROM records_case c
        JOIN records_restriction s ON s.org_id = c.org_id AND s.case_id = c.id AND s.to_at IS NULL
        WHERE c.org_id = {ORG} AND c.closed_at IS NULL AND NOT EXISTS (
            SELECT FROM records_namedperson n
            JOIN records_worker w ON w.org_id = n.org_id AND w.id = n.worker_id
                AND (w.left_on IS NULL OR w.left_on > today)
            JOIN records_roleheld r ON r.org_id = w.org_id AND r.worker_id = w.id AND r.role = ANY(seeing)
                AND r.from_date <= today AND (r.to_date IS NULL OR r.to_date > today)
            WHERE n.org_id = c.org_id AND n.case_id = c.id AND n.to_at IS NULL)
    $$
"""

# Names whom two people agreed on, where the viewer is the second of them and nobody sees the case still; with the event on the
# case, which whoever agreed may not read. Whether it did.
NAME = f"""
    CREATE FUNCTION records_name_again(asked uuid, seeing text[], today date) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    AS $$
    DECLARE
        agreed record;
        named uuid := gen_random_uuid();
    BEGIN
        SELECT n.worker_id, n.asked_by_id, n.decided_at, n.why, s.case_id, c.child_id INTO agreed
        FROM records_namingask n
        JOIN records_restriction s ON s.org_id = n.org_id AND s.id = n.restriction_id
        JOIN records_case c ON c.org_id = s.org_id AND c.id = s.case_id
        WHERE n.org_id = {ORG} AND n.id = asked AND n.agreed AND n.decided_by_id = {VIEWER}
          AND n.decided_at <= n.lapses_at AND s.id IN (SELECT records_lost_restrictions(seeing, today));
        IF NOT FOUND THEN
            RETURN false;
        END IF;
        UPDATE records_namedperson SET to_at = agreed.decided_at
        WHERE org_id = {ORG} AND case_id = agreed.case_id AND worker_id = agreed.worker_id AND to_at IS NULL;
        INSERT INTO records_namedperson (org_id, id, case_id, worker_id, from_at, named_by_id)
        VALUES ({ORG}, named, agreed.case_id, agreed.worker_id, agreed.decided_at, {VIEWER});
        INSERT INTO records_auditevent (org_id, id, act, case_id, child_id, about_id, why, detail)
        VALUES ({ORG}, gen_random_uuid(), 'PERSON_NAMED', agreed.case_id, agreed.child_id, named, agreed.why,
            jsonb_build_object('asked_by', agreed.asked_by_id));
        RETURN true;
    END
    $$
"""
# How many open cases stand in a team, whoever asks: a team with one that nobody may know of is not closed over it.
OPEN = f"""
    CREATE FUNCTION records_open_in_team(team uuid) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    AS $$ SELECT count(*) FROM records_case c WHERE c.org_id = {ORG} AND c.team_id = team AND c.closed_at IS NULL $$
"""
KINDS = [
    "ALLOCATED", "INFORMATION", "ACT_NOW", "LATE_INFORMATION", "UNCOVERED", "REVIEW_ASKED", "REVIEW_ANSWERED",
    "COUNTERSIGN_ANSWERED", "TAKEN", "AGREEMENT_ASKED", "CASE_OFFERED", "OFFER_ANSWERED", "NAMING_ASKED", "NAMED",
]  # fmt: skip

EVENTS = [
    "CONTACT_RECEIVED", "CONTACT_GRADED_RED", "CONTACT_GRADED_GREEN", "CONTACT_DECIDED", "REFERRAL_RECEIVED",
    "REFERRAL_DECIDED", "ALLOCATED", "CHILD_SEEN", "ASSESSMENT_STARTED", "ASSESSMENT_AUTHORISED", "HARM_SUSPECTED",
    "STRATEGY_DISCUSSION", "SECTION_47_STARTED", "SECTION_47_ENDED", "CONFERENCE_NOT_NEEDED", "CONFERENCE_PLANNED",
    "INITIAL_CONFERENCE", "POLICE_PROTECTION_STARTED", "POLICE_PROTECTION_ENDED", "PROTECTION_PLAN_STARTED",
    "PROTECTION_PLAN_ENDED", "PROTECTION_VISIT", "CORE_GROUP", "REVIEW_CONFERENCE_PLANNED", "REVIEW_CONFERENCE",
    "CONFERENCE_REPORT_SHARED", "BIRTH", "IN_NEED_STARTED", "IN_NEED_MEETING", "IN_NEED_VISIT", "IN_NEED_REVIEW",
    "SUPERVISION_ORDER_MADE", "SUPERVISION_ORDER_REVIEW", "LOOKED_AFTER_STARTED", "LOOKED_AFTER_ENDED",
    "PLACEMENT_STARTED", "LOOKED_AFTER_VISIT", "LOOKED_AFTER_REVIEW", "HEALTH_ASSESSMENT", "DENTAL_CHECK",
    "STRENGTHS_QUESTIONNAIRE", "EDUCATION_PLAN_STARTED", "EDUCATION_PLAN_COMPLETED", "CARE_PLAN_MADE",
    "PROCEEDINGS_ISSUED", "PROCEEDINGS_ENDED", "TURNED_2", "TURNED_16", "TURNED_21", "PATHWAY_NEEDS_ASSESSED",
    "PATHWAY_PLAN_STARTED", "PATHWAY_REVIEW_PLANNED", "PATHWAY_REVIEW", "MOVED_HOME", "ADVISER_VISIT",
    "WENT_MISSING", "FOUND", "RETURN_INTERVIEW", "PRIVATE_FOSTERING_PLANNED", "PRIVATE_FOSTERING_NOTIFIED",
    "PRIVATE_FOSTERING_VISIT", "PLACED_FOR_ADOPTION", "ADOPTION_VISIT", "ADOPTION_REVIEW", "EARLY_HELP_STARTED",
    "EARLY_HELP_ASSESSED", "TEAM_AROUND_FAMILY", "EHC_REQUESTED", "EHC_DECIDED", "EHC_ADVICE_ASKED",
    "EHC_ADVICE_GIVEN", "EHC_REFUSED", "EHC_DRAFT_SENT", "EHC_COMMENTS_RECEIVED", "EHC_PLAN_ISSUED", "EHC_REVIEWED",
    "ALLEGATION_KNOWN", "ALLEGATION_REFERRED", "SERIOUS_INCIDENT", "REGULATOR_TOLD", "STARTED_AT_SETTING",
    "KEY_PERSON_NAMED", "PROGRESS_CHECK", "CASE_DISCUSSED", "CRITICAL_EVENT", "SIGNIFICANT_EVENT", "OTHER_EVENT",
    "EVENT_RECORDED", "UNALLOCATED_SINCE", "UNALLOCATED_REVIEWED", "DISAGREEMENT_RAISED", "DISAGREEMENT_STEP_2",
    "DISAGREEMENT_STEP_3", "DISAGREEMENT_SETTLED", "WORKER_CHANGED", "HANDOVER_RECORDED", "SUPERVISION_HELD",
    "WORKER_STARTED", "WORKLOAD_AGREED", "IMMEDIATE_HARM_REPORTED", "MADE_SAFE", "NO_ACCESS",
    "PRE_PROCEEDINGS_DECIDED", "LETTER_BEFORE_PROCEEDINGS", "PRE_PROCEEDINGS_MEETING", "PRE_PROCEEDINGS_REVIEW",
    "PRE_PROCEEDINGS_ENDED", "SECTION_37_DIRECTED", "SECTION_37_REPORTED", "TURNED_18", "ALLOCATION_PLANNED_OUT",
    "CASE_STEPPED", "CASE_CLOSED", "CASE_REOPENED", "CASE_TRANSFERRED", "PLACEMENT_ENDED", "IN_NEED_ENDED",
    "PLAN_REVIEWED",
]  # fmt: skip


def _kinds(model: str) -> list[migrations.operations.base.Operation]:
    name = f"{model}_kind_code"
    return [
        migrations.RemoveConstraint(model_name=model, name=name),
        migrations.AddConstraint(
            model_name=model,
            constraint=models.CheckConstraint(condition=models.Q(("kind__in", KINDS)), name=name),
        ),
    ]


def _pointer(to: str, *, null: bool = False) -> plimsoll.records.tenancy.Within:
    return plimsoll.records.tenancy.Within(
        db_constraint=False,
        db_index=False,
        null=null,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=to,
    )


class Migration(migrations.Migration):
    """The table, its guard, its past; four functions; kinds of notice and of event."""

    dependencies = [
        ("records", "0037_contacts"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="event", name="event_kind_code"),
        migrations.RemoveConstraint(model_name="import", name="import_carries_codes"),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(condition=models.Q(("kind__in", EVENTS)), name="event_kind_code"),
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.CheckConstraint(
                condition=models.Q(("carries__contained_by", EVENTS)), name="import_carries_codes"
            ),
        ),
        *_kinds("noticechoice"),
        *_kinds("noticeseen"),
        migrations.CreateModel(
            name="NamingAsk",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("why", models.CharField(max_length=500)),
                ("asked_at", models.DateTimeField()),
                ("lapses_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_why", models.CharField(max_length=500, null=True)),
                ("agreed", models.BooleanField(null=True)),
                ("lapsed_at", models.DateTimeField(null=True)),
                ("asked_by", _pointer("records.worker")),
                ("decided_by", _pointer("records.worker", null=True)),
                (
                    "org",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.organisation",
                    ),
                ),
                ("restriction", _pointer("records.restriction")),
                ("worker", _pointer("records.worker")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["org", "restriction"], name="records_nam_org_id_ac5bc8_idx"),
                    models.Index(fields=["org", "worker"], name="records_nam_org_id_964f83_idx"),
                    models.Index(fields=["org", "asked_by"], name="records_nam_org_id_a504e6_idx"),
                    models.Index(fields=["org", "decided_by"], name="records_nam_org_id_a84c39_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("why", ""), _negated=True), name="namingask_why_said"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("agreed__isnull", False),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("decided_why__isnull", False),
                            ),
                            models.Q(
                                ("agreed__isnull", True),
                                ("decided_at__isnull", True),
                                ("decided_by__isnull", True),
                                ("decided_why__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="namingask_decided",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lapses_at__isnull", True), ("lapses_at__gt", models.F("asked_at")), _connector="OR"
                        ),
                        name="namingask_asked_before_lapses",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_at__isnull", True), ("decided_at__gte", models.F("asked_at")), _connector="OR"
                        ),
                        name="namingask_asked_before_decided",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="namingask_another_decides",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("worker")), _negated=True),
                            _connector="OR",
                        ),
                        name="namingask_not_decided_by_who_is_named",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("worker", models.F("asked_by")), _negated=True), name="namingask_of_another"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decided_at__isnull", True), ("lapsed_at__isnull", True), _connector="OR"),
                        name="namingask_ends_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("decided_at__isnull", True), ("lapsed_at__isnull", True)),
                        fields=("org", "restriction"),
                        name="namingask_one_waits",
                    ),
                    plimsoll.records.tenancy.OrgKey(name="namingask_key"),
                    plimsoll.records.tenancy.SameOrg(field="restriction", name="namingask_restriction_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="worker", name="namingask_worker_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="asked_by", name="namingask_asked_by_same_org"),
                    plimsoll.records.tenancy.SameOrg(field="decided_by", name="namingask_decided_by_same_org"),
                ],
            },
        ),
        migrations.AddField(
            model_name="team",
            name="closed_why",
            field=models.CharField(max_length=500, null=True),
        ),
        migrations.AddConstraint(
            model_name="team",
            constraint=models.CheckConstraint(
                condition=models.Q(("closed_why__isnull", True), ("closed_on__isnull", False), _connector="OR"),
                name="team_why_where_closed",
            ),
        ),
        Guard("records_namingask"),
        Remember("records_namingask"),
        Define("records_lost_restrictions(text[], date)", LOST, grant=True),
        Define("records_name_again(uuid, text[], date)", NAME, grant=True),
        Define("records_open_in_team(uuid)", OPEN, grant=True),
        Redefine(COUNT, COUNT_BEFORE),
    ]
