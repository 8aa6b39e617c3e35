"""The pages of files in every state, of an invented workbook. Nobody in it exists."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from plimsoll.core.access import Permission, Viewer
from plimsoll.core.terms import ImportState, Layout, Matter
from plimsoll.formats.told import ToldFault, UnknownValue
from plimsoll.queries.comparing import Counted
from plimsoll.queries.exchange import ChildLine, ImportLine, ImportView, PersonFound, TeamFound, UnderWay
from plimsoll.queries.matters import MatterView
from plimsoll.queries.undoing import Hindrance, Writing, WrittenOn
from plimsoll.web.exchange import lists
from plimsoll.web.exchange import page as pages
from plimsoll.web.exchange.columns import columns_page
from plimsoll.web.exchange.deciding import DecidePage, decide_page
from plimsoll.web.exchange.forms import Decide, FactsOn, People, Teams, Undo, Upload, Values, field_of
from plimsoll.web.exchange.page import ProgressPage
from plimsoll.web.exchange.settling import SettlePage, people_page, teams_page, values_page
from plimsoll.web.exchange.under_way import under_way_page
from plimsoll.web.page import Page
from plimsoll.web.parts import Task
from plimsoll.web.shell import FactsLine
from plimsoll.web.times import LONDON

AS_AT = datetime(2026, 11, 23, 8, 45, tzinfo=LONDON)
READ_AT = datetime(2026, 11, 23, 8, 30, tzinfo=LONDON)
FACTS_ON = date(2026, 11, 20)
HERE = "/gallery/"
VIEWER = Viewer(UUID(int=1), UUID(int=2), "Somebody")

FACTS_LINES = {
    "one file": FactsLine(("the file of Fri 20 Nov 2026",), HERE),
    "two layouts, for somebody who brings none in": FactsLine(
        ("the Annex A workbook of Fri 20 Nov 2026", "the plain table of Mon 16 Nov 2026")
    ),
    "old": FactsLine(("the file of Sun 1 Nov 2026",), HERE, "That is 22 days ago: what happened since may be missing."),
}
TASKS = (
    Task("Date of its facts", HERE, "Fri 20 Nov 2026", hint="The latest day on which something happened in it."),
    Task("People", HERE, "settled", "good", hint="14 names in the file, all matched to people here."),
    Task("Teams", HERE, "settled", "good", hint="3 teams in the file, all matched to teams here."),
    Task("Values", HERE, "2 to settle", "line", hint="2 values in 41 rows that we do not know."),
)


def _id(number: int) -> UUID:
    return UUID(int=number)


LINE = ImportLine(
    _id(1),
    "annex-a-2026-11-20.xlsx",
    Layout.ANNEX_A,
    FACTS_ON,
    ImportState.STAGED,
    READ_AT,
    "Ada Fenwick",
    None,
    1204,
    986,
    0,
)
PEOPLE = (
    PersonFound(
        "Amara Okonkwo", ("Amara Okonkwo",), "Harbour Protection and In Need", 19, _id(11), "Amara Okonkwo", True
    ),
    PersonFound("PRYCE, Tom", ("PRYCE, Tom", "T Pryce"), "Harbour Protection and In Need", 14, None, "", False),
    PersonFound("Duty Pool", ("Duty Pool", "DUTY POOL"), "Front Door", 6, None, "", False),
    PersonFound("Ines Duarte", ("Ines Duarte",), "Beacon Care Leavers", 22, _id(12), "Ines Duarte", True),
)
WORKERS = ((_id(11), "Amara Okonkwo"), (_id(12), "Ines Duarte"), (_id(13), "Tom Pryce"))
TEAMS = (
    TeamFound(
        "Harbour CP  team", ("Harbour CP  team", "HARBOUR CP TEAM"), 214, None, "", False, False, "Harbour CP Teams"
    ),
    TeamFound("Beacon Care Leavers", ("Beacon Care Leavers",), 96, _id(21), "Beacon Care Leavers", True),
    TeamFound("Lantern Early Help", ("Lantern Early Help",), 58, None, "", False),
)
TEAMS_HERE = ((_id(21), "Beacon Care Leavers"), (_id(22), "Harbour CP Teams"))
UNKNOWN = (
    UnknownValue(
        "8.placement_type",
        "Placement type",
        "U7",
        34,
        (("U1", "U1: foster placement with relative"), ("K2", "K2: home")),
    ),
    UnknownValue("3.source", "Source of referral", "Neighbour", 7, (("1A", "1A: individual"), ("10", "10: anonymous"))),
)
FAULTS = (
    ToldFault("List 6", 14, "Date of birth", "no_day", "no day", "31/02/2019", "Left empty"),
    ToldFault("List 6", 212, "Date of birth", "no_day", "no day", "n/k", "Left empty"),
    ToldFault("List 8", 9, "Placement type", "unknown_value", "a value that we do not know", "U7", "Asked about"),
    ToldFault("", None, "", "missing_list", "a list that is not there", "List 11", "Read without it"),
)
CHILDREN = (
    ChildLine("K-0412", "List 7, row 3", True, "", "child protection", "Amara Okonkwo"),
    ChildLine("K-0388", "List 7, row 4", True, "", "child protection", "Tom Pryce"),
    ChildLine(
        "K-0561",
        "List 6, row 88",
        False,
        "Closed on Mon 16 Nov",
        "",
        "Tom Pryce",
        "episode closed",
    ),
    ChildLine("K-0297", "List 8, row 12", True, "", "looked after", ""),
    ChildLine("K-0777", "List 2, row 40", False, "Early help ended on Fri 2 Oct", "", "", "early help ended"),
)
COUNTED = Counted(
    1204,
    986,
    (("episode closed", 170), ("early help ended", 48)),
    41,
    212,
    733,
    1650,
    12,
    True,
)
STAGED = ImportView(
    LINE,
    (("List 1: contacts", 2310, ("Child unique ID", "Date of contact", "Contact source")),
     ("List 6: in need", 1204, ("Child unique ID",))),
    PEOPLE,
    TEAMS,
    UNKNOWN,
    FAULTS,
    COUNTED,
    CHILDREN,
    0,
    1204,
    "",
    None,
    "",
    "",
)  # fmt: skip
APPLIED_LINE = replace(LINE, state=ImportState.APPLIED, applied_at=AS_AT, to_decide=6)
APPLIED = replace(STAGED, line=APPLIED_LINE, unknown=(), done=1204)
UNREADABLE = replace(
    STAGED,
    line=replace(
        LINE, file_name="list.csv", layout=None, facts_on=None, state=ImportState.UNREADABLE, children=0, open=0
    ),
    failed="'list.csv' says of nothing on which day it happened: give the day on which it was made.",
)
FAILED = replace(
    STAGED,
    line=replace(LINE, state=ImportState.FAILED),
    failed="The database could not be reached. Bring the file in again; if it fails again, tell who runs Plimsoll.",
)


def _matter(number: int, kind: Matter, name: str, *said: str, decided: str = "") -> MatterView:
    what, here, there = said
    return MatterView(
        _id(100 + number), _id(1), kind, _id(200 + number), f"K-0{400 + number}", name, _id(300 + number), what, here, there,
        "", FACTS_ON, decided, "Ada Fenwick" if decided else "", AS_AT if decided else None,
    )  # fmt: skip


MATTERS = (
    _matter(1, Matter.CLOSED_IN_FILE, "Jude Marsh", "", "open", "the period in need ended on Mon 16 Nov"),
    _matter(2, Matter.NOT_IN_FILE, "Daryna Petrenko", "", "open, held by Tom Pryce", "not there"),
    _matter(3, Matter.NOT_IN_FILE, "Emil Okafor-Lindqvist", "", "open, held by Amara Okonkwo", "not there"),
    _matter(4, Matter.NEW_WORKER, "Noah Ellis", "allocated worker", "Amara Okonkwo", "Ines Duarte"),
    replace(
        _matter(8, Matter.NEW_WORKER, "Noah Ellis", "team", "Harbour Team", "Quay Team"),
        case=_id(204),
        reference="K-0404",
    ),
    _matter(5, Matter.CHANGED_HERE, "Mia Ellis", "date of birth", "Sun 3 May 2020", "Tue 5 May 2020"),
    _matter(6, Matter.NOT_CONFIRMED, "Noah Ellis", "child protection visit", "done there on Thu 12 Nov", "not there"),
    _matter(7, Matter.CHANGED_HERE, "Ingrid Ward", "level of need", "3", "2", decided="kept"),
)


def under_way(state: ImportState, done: int, total: int) -> ProgressPage:
    """A file that a job has in hand; the page stands still."""
    return replace(under_way_page(UnderWay(replace(LINE, state=state), done, total)), refresh_seconds=0)


def people(*, sent: dict[str, str] | None = None) -> SettlePage:
    """Names of the file, one of them not chosen where something was sent."""
    asked = tuple(person for person in PEOPLE if not person.settled)
    form = People(sent, as_at=AS_AT, people=asked, workers=WORKERS)
    return people_page(STAGED, asked, form, action=HERE, again=False, pages=None)


def teams() -> SettlePage:
    """Teams of the file."""
    asked = tuple(team for team in TEAMS if not team.settled)
    form = Teams(as_at=AS_AT, teams=asked, here=TEAMS_HERE)
    return teams_page(STAGED, asked, form, action=HERE, again=False, pages=None)


def decide(*, faults: bool = False) -> DecidePage:
    """What waits, with a form that came back where asked for; the last case is not the viewer's to decide."""

    def make_form(kind: Matter, some: Sequence[MatterView]) -> Decide:
        sent = {"matter": [], "why": ""} if faults and kind is Matter.NOT_IN_FILE else None
        return Decide(sent, as_at=AS_AT, matters=some, auto_id=f"{kind.lower()}-%s")

    may = frozenset(one.case for one in MATTERS if one.case and one.matter is not Matter.NOT_CONFIRMED)
    found = decide_page(MATTERS, dict.fromkeys(Permission, may), make_form, action=HERE)
    return replace(found, viewed=Page("").viewed)


def not_undone() -> Page:
    """A file on which people wrote since."""
    wrote = (Writing("Amara Okonkwo", "the record", AS_AT), Writing("Sue Lark", "a judgement", AS_AT))
    since = (
        WrittenOn(_id(1), None, "K-0401", "Jude Marsh", wrote),
        WrittenOn(_id(2), None, "K-0402", "Daryna Petrenko", wrote[:1]),
    )
    said = "This can no longer be undone, as people wrote since on cases that the file brought or changed"
    found = pages.undo_page(APPLIED, Undo(as_at=AS_AT), Hindrance(said, cases=since), as_at=AS_AT)
    return replace(found, viewed=Page("").viewed)


EXCHANGE: dict[str, tuple[str, Callable[[], Page]]] = {
    "files": (
        "exchange/files.jinja",
        lambda: pages.files_page(
            [LINE, replace(APPLIED_LINE, facts_on=date(2026, 10, 23), file_name="annex-a-2026-10-23.xlsx")],
            Upload(as_at=AS_AT),
            as_at=AS_AT,
            megabytes=50,
        ),
    ),
    "files-empty": (
        "exchange/files.jinja",
        lambda: pages.files_page([], Upload({}, {}, as_at=AS_AT), as_at=AS_AT, megabytes=50),
    ),
    "file-columns": ("exchange/columns.jinja", columns_page),
    "file": ("exchange/file.jinja", lambda: pages.file_page(STAGED, as_at=AS_AT)),
    "file-applied": ("exchange/file.jinja", lambda: pages.file_page(APPLIED, as_at=AS_AT)),
    "file-date": (
        "exchange/ask.jinja",
        lambda: pages.date_page(STAGED, FactsOn(as_at=AS_AT, initial={"facts_on": FACTS_ON})),
    ),
    "file-people": ("exchange/settle.jinja", lambda: people(sent={field_of("PRYCE, Tom"): str(_id(13))})),
    "file-teams": ("exchange/settle.jinja", teams),
    "file-values": (
        "exchange/settle.jinja",
        lambda: values_page(STAGED, UNKNOWN, Values(as_at=AS_AT, unknown=UNKNOWN), action=HERE, pages=None),
    ),
    "file-children": ("exchange/list.jinja", lambda: lists.children_page(STAGED, {}, lambda references: {}, VIEWER)),
    "file-faults": (
        "exchange/list.jinja",
        lambda: lists.faults_page(STAGED, {"kind": "no_day"}, lambda references: {}, VIEWER),
    ),
    "file-unusable": ("exchange/file.jinja", lambda: pages.file_page(UNREADABLE, as_at=AS_AT)),
    "file-reading": ("exchange/progress.jinja", lambda: under_way(ImportState.READING, 0, 0)),
    "file-progress": ("exchange/progress.jinja", lambda: under_way(ImportState.APPLYING, 420, 1204)),
    "file-undoing": ("exchange/progress.jinja", lambda: under_way(ImportState.UNDOING, 1204, 1204)),
    "file-done": ("exchange/progress.jinja", lambda: pages.ended_page(APPLIED)),
    "file-failed": ("exchange/progress.jinja", lambda: pages.ended_page(FAILED)),
    "file-undo": ("exchange/undo.jinja", lambda: pages.undo_page(APPLIED, Undo(as_at=AS_AT), None, as_at=AS_AT)),
    "file-not-undone": ("exchange/undo.jinja", not_undone),
    "decide": ("exchange/decide.jinja", decide),
    "decide-faults": ("exchange/decide.jinja", lambda: decide(faults=True)),
}
