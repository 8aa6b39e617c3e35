"""Who is round the children of the town, in more detail: how it is between them, who lives with whom, who was told what; and
who the children are to other services. It draws by itself, so that the rest of the town stays as it was."""

from datetime import timedelta
from typing import Any
from uuid import UUID
from zlib import crc32

from plimsoll.core.terms import Bond, ContactKind, Couple, Ethnicity, Kinship, Sex
from plimsoll.demo.draws import Draws
from plimsoll.demo.rows.making import Making, Row, at
from plimsoll.records.models.families import Child, FamilyRelation, NetworkContact, SafetyNote, Told

SEXES = {"mother": Sex.F, "grandmother": Sex.F, "father": Sex.M}
BORN_BEFORE = {"mother": (19, 38), "father": (20, 44), "grandmother": (42, 62)}  # years before the child
BONDS = (Bond.STRONG, Bond.ORDINARY, Bond.ORDINARY, Bond.THIN, Bond.STRAINED, Bond.BROKEN)
SEX_SHARE, ASKED_SHARE, BOND_SHARE, TOGETHER_SHARE, SAFETY_SHARE, TOLD_SHARE = 0.97, 0.85, 0.7, 0.45, 0.04, 0.5
LANGUAGES = ("English",) * 17 + ("Polish", "Urdu", "British Sign Language")
ETHNICITIES = (Ethnicity.WBRI,) * 14 + (Ethnicity.WOTH, Ethnicity.MWBC, Ethnicity.APKN, Ethnicity.BAFR, Ethnicity.NOBT)
SAFETY = (
    ("Ring before you go: there is a large dog, which has to be shut away first.", "Seen by the worker who visited"),
    ("Do not visit alone after dark. The stairs are not lit, and people drink there.", "Said by the housing officer"),
)
TOLD = ("That the plan has changed, and who to ring.", "That we have begun an assessment. The mother agreed to it.")


def add_round(making: Making) -> None:
    """All of it, over rows that are there already."""
    draws = Draws(crc32(making.label.encode()), 7)
    children = {row["id"]: row for row in making.rows.get(Child, [])}
    kin = {
        row["contact_id"]: Kinship(row["kinship"])
        for row in making.rows.get(FamilyRelation, [])
        if row.get("contact_id")
    }
    for row in children.values():
        _child(row, draws)
    around: dict[UUID, list[Row]] = {}
    for row in making.rows.get(NetworkContact, []):
        around.setdefault(row["child_id"], []).append(row)
    for child, people in around.items():
        _people(people, children[child], kin, draws, making)
    _notes(making, around, draws)


def _child(row: Row, draws: Draws) -> None:
    if row["born_on"] is None:
        return
    row["sex"] = (draws.one_of((Sex.F, Sex.M)) if draws.chance(SEX_SHARE) else Sex.U).value
    if draws.chance(ASKED_SHARE):
        row["ethnicity"] = draws.one_of(ETHNICITIES).value
        row["language"] = draws.one_of(LANGUAGES)
        row["interpreter"] = row["language"] != "English"


def _people(people: list[Row], child: Row, kin: dict[UUID, Kinship], draws: Draws, making: Making) -> None:
    born = (child["born_on"] or child["expected_on"] or making.as_at).year
    for row in people:
        part = row["part"]
        if part in SEXES:
            row["sex"] = SEXES[part].value
            row["born_year"] = born - draws.between(*BORN_BEFORE[part])
            row["lives_with"] = part == "mother" or draws.chance(TOGETHER_SHARE)
        if draws.chance(BOND_SHARE):
            row["bond"] = draws.one_of(BONDS).value
    parents = {row["part"]: row for row in people if kin.get(row["id"]) is Kinship.PARENT}
    if len(parents) == 2:
        mother, father = parents["mother"], parents["father"]
        couple = Couple.TOGETHER if father["lives_with"] else Couple.SEPARATED
        mother["partner_id"], father["partner_id"] = father["id"], mother["id"]
        mother["couple"] = father["couple"] = couple.value
    for row in people:
        if kin.get(row["id"]) is Kinship.GRANDPARENT and "mother" in parents:
            row["parent_of_id"] = parents["mother"]["id"]


def _notes(making: Making, around: dict[UUID, list[Row]], draws: Draws) -> None:
    """A few notes for whoever visits, and what professionals were told."""
    book = making.book
    for case in book.open_cases():
        if case.holder is None:
            continue
        by: dict[str, Any] = {"case_id": making.cases[case]}
        worker = making.people[case.holder]
        if draws.chance(SAFETY_SHARE):
            text, source = draws.one_of(SAFETY)
            noted = at(making.as_at - timedelta(draws.between(10, 60)), 15 * 60)
            review = making.as_at + timedelta(draws.between(-5, 90))
            making.add(SafetyNote, **by, text=text, source=source, review_on=review, noted_at=noted, noted_by_id=worker)
        people = around.get(making.children.get(case.child.id), ())
        known = [row for row in people if row["kind"] == ContactKind.PROFESSIONAL.value]
        if known and draws.chance(TOLD_SHARE):
            day = making.as_at - timedelta(draws.between(3, 40))
            making.add(
                Told, **by, contact_id=known[0]["id"], told_on=day, what=draws.one_of(TOLD), told_by_id=worker,
                recorded_at=at(day, 16 * 60),
            )  # fmt: skip
