"""A file is kept and read, and what was understood of it is kept with it; nothing else changes."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path, PureWindowsPath
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID, uuid4

from plimsoll.actions.bringing.on_record import on_record
from plimsoll.actions.bringing.people import Teams, whose
from plimsoll.actions.bringing.plan import CHUNK, TEAM, WORKER, Plan
from plimsoll.core.calendar import LONDON
from plimsoll.core.merge import Key
from plimsoll.core.terms import About, CaseType, ImportState
from plimsoll.formats.reading import read_told
from plimsoll.formats.told import Meanings, Told, ToldChild
from plimsoll.queries.matching import Names, meanings
from plimsoll.records.context import acting
from plimsoll.records.models.exchange import IN_FORCE, Import, ImportFile, ImportMatter

Say = Callable[[int, int], None]
LONGEST_NAME = 200  # bytes: a file lies under its own name while it is read, and systems take 255


def read(content: bytes, file_name: str, facts_on: date | None, settled: Meanings, at: datetime) -> Told:
    """What a file tells, read at a moment.

    Raises
    ------
    UnusableFile : it cannot be used; the message says why.
    """
    with TemporaryDirectory(prefix="plimsoll-") as folder:
        path = Path(folder) / plain_name(file_name)
        path.write_bytes(content)
        return read_told(path, facts_on=facts_on, today=at.astimezone(LONDON).date(), meanings=settled)


def plain_name(file_name: str) -> str:
    """The name of a file without folders, whatever machine it came from; the end of it, with its suffix, where it is longer
    than any system can keep.

    >>> len(plain_name("ä" * 200 + ".csv")), plain_name("C:/Lists/List 1.csv ")
    (102, 'List 1.csv')
    """
    name = PureWindowsPath(file_name).name.strip() or "file"
    return name.encode("utf-8", "replace")[-LONGEST_NAME:].decode("utf-8", "ignore")


def keep(content: bytes, file_name: str, *, org: UUID, by: UUID | None, at: datetime, facts_on: date | None) -> UUID:
    """Keeps a file as it came, to be read. Its id."""
    made = uuid4()
    Import.objects.create(
        id=made,
        org_id=org,
        file_name=plain_name(file_name),
        digest=hashlib.sha256(content).hexdigest(),
        staged_at=at,
        staged_by_id=by,
        facts_on=facts_on,
        state=ImportState.READING,
    )
    ImportFile.objects.create(org_id=org, of_id=made, content=content)
    return made


def read_kept(org: UUID, import_id: UUID, at: datetime, say: Say = lambda done, total: None) -> None:
    """Reads a file that waits to be read, for the first time or again; any other is left as it is. It is staged then. `say`
    is told how many of its children are compared with the records. As `read`."""
    waiting = Import.objects.filter(org_id=org, pk=import_id, state=ImportState.READING).first()
    if waiting is None:  # done already, by another worker, or put aside
        return
    kept = ImportFile.objects.get(org_id=org, of_id=import_id)
    told = read(bytes(kept.content), waiting.file_name, waiting.facts_on, meanings(org), at)
    left_out = kept.understood.get("left_out", [])  # a person said so: it holds however often the file is read
    kept.understood = _understood(told, org, import_id, at, say) | {"left_out": left_out}
    if Import.objects.filter(org_id=org, pk=import_id, state=ImportState.READING).update(**_facts(told)):
        kept.save(update_fields=["understood"])


def _facts(told: Told) -> dict[str, Any]:
    return {
        "layout": told.layout,
        "facts_on": told.facts_on,
        "carries": sorted(kind.value for kind in told.carries),
        "children": len(told.children),
        "open": sum(child.open for child in told.children),
        "state": ImportState.STAGED,
        "failed": "",
    }


def make_plan(
    told: Told,
    *,
    org: UUID,
    import_id: UUID,
    at: datetime,
    names: Names,
    teams: Teams,
    settled: Mapping[str, UUID] | None = None,
) -> Plan:
    """What a file would change of the records as they stand, the product acting. settled : the child of a reference, where
    somebody has said who it is."""
    said = ImportMatter.objects.filter(
        org_id=org, matter="OPEN_IN_FILE", of__state__in=IN_FORCE, case__isnull=False, superseded_by__isnull=True
    )
    return Plan(
        told,
        on_record(org, told.layout, [child.reference for child in told.children], settled),
        import_id=import_id,
        org=org,
        at=at,
        whose=whose(names),
        teams=teams,
        told_before=frozenset(said.values_list("case_id", flat=True)),
        settled=settled or (),
    )


def _understood(told: Told, org: UUID, import_id: UUID, at: datetime, say: Say) -> dict[str, Any]:
    """What the pages show of a file. What it would change is worked out against every case, so that nothing of a case that
    is hidden from whoever brings it in is taken for new; whoever looks is shown what they may see."""
    with acting(org, None, "what a file would change"):
        names, teams = Names(org, told.layout, told.facts_on), Teams(org, told.layout, told.facts_on, make=False)
        plan = make_plan(told, org=org, import_id=import_id, at=at, names=names, teams=teams)
        done, total = 0, len(told.children)
        for _ in plan.chunks():
            say(done, total)
            done = min(done + CHUNK, total)
    return understood(told, plan)


def understood(told: Told, plan: Plan) -> dict[str, Any]:
    """As it is kept: children by reference, each with what becomes of it, and who they are where they have no open work."""
    came = plan.came
    return {
        "lists": [[name, rows, list(columns)] for name, rows, columns in told.lists],
        "people": [[person.name, list(person.spellings), person.team, person.cases] for person in told.people],
        "teams": [[team.name, list(team.spellings), team.cases] for team in told.teams],
        "places": _places(told, plan),
        "not_people": dict(told.not_people),
        "unknown": [asdict(value) for value in told.unknown],
        "faults": [asdict(fault) for fault in told.faults],
        "capped": told.capped,
        "empty": [list(column) for column in told.empty],
        "children": {
            child.reference: [
                *_line(child),
                came.states.get(child.reference, "NONE"),
                came.events[child.reference],
                child.named,
            ]
            for child in told.children
        },
        "fields": came.fields,
        "happened": came.happened,
        "cases": {reference: came.cases[reference] for reference in {*came.fields, *came.happened} & set(came.cases)},
        "asks": came.asks,
        "held": {reference: keep_row(child) for reference, child in came.held.items()},
        "new": {child.reference: _who(child) for child in told.children if child.open},
        "who": {child.reference: _who(child) for child in told.children if not child.open},
    }


def keep_row(child: ToldChild) -> dict[str, Any]:
    """A row that waits until somebody says whose it is, as it is kept."""
    said = [[key.about.value, key.name, key.which, key.nth, value] for key, value in child.said.items()]
    whole = ("reference", "where", "lists", "open", "why_not", "reason", "needs_a_look")
    closed = child.closed_on.isoformat() if child.closed_on else None
    return {**{name: getattr(child, name) for name in whole}, "said": said, "closed_on": closed}


def kept_row(kept: dict[str, Any]) -> ToldChild:
    """The row that was kept."""
    said = {Key(About(about), name, which, nth): value for about, name, which, nth, value in kept["said"]}
    closed = date.fromisoformat(kept["closed_on"]) if kept["closed_on"] else None
    return ToldChild(**{**kept, "lists": tuple(kept["lists"]), "said": said, "closed_on": closed})


def _places(told: Told, plan: Plan) -> list[list[Any]]:
    """Team and worker as the file names them of each case that it opens, and how many there are of these."""
    new = (child.said for child in told.children if plan.came.states.get(child.reference) == "NEW")
    counted = Counter((said.get(TEAM, ""), said.get(WORKER, "")) for said in new)
    return [[team, worker, many] for (team, worker), many in sorted(counted.items())]


def _who(child: ToldChild) -> list[str]:
    """Of a child for whom somebody may add a case: what the form of a new case begins with."""
    names = ("given_name", "family_name", "born_on", "expected_on")
    team = child.said.get(Key(About.CASE, "team"), "")
    return [*(child.said.get(Key(About.CHILD, name), "") for name in names), team]


def _line(child: ToldChild) -> Iterable[Any]:
    kind = child.said.get(Key(About.CASE, "case_type"))
    words = CaseType(kind).label if kind and child.open else ""
    return child.where, child.open, child.why_not, child.reason, words, child.said.get(Key(About.WORKER, "name"), "")
