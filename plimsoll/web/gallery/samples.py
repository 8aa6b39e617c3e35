"""What the gallery shows: one invented worker's Monday, and every state of every component. Nobody in it exists."""

from datetime import date, datetime

from plimsoll.core.terms import Band, DueState
from plimsoll.web.account.page import Person, Team
from plimsoll.web.parts import (
    Act,
    CaseRow,
    Cell,
    Child,
    Clock,
    Column,
    DueLine,
    Fact,
    Filter,
    FilterField,
    Group,
    Happening,
    Link,
    Need,
    Notice,
    Option,
    OtherWork,
    Pages,
    Progress,
    Reason,
    Stale,
    State,
    Step,
    Table,
    Tone,
    Weight,
    Working,
)
from plimsoll.web.pictures import LoadLine, Part
from plimsoll.web.times import LONDON, at_time, on_day

AS_AT = datetime(2026, 11, 23, 8, 45, tzinfo=LONDON)
TODAY = AS_AT.date()
HERE = "/gallery/"


def _at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=LONDON)


def _record(about: str) -> Act:
    return Act("Record", href=f"{HERE}pages/form", about=f"on {about}", key="r")


def _postpone(about: str) -> Act:
    return Act("Postpone", post=HERE, about=about, key="p")


WORKING = Working(
    (Step("Visits expected every 10 working days", "10"), Step("Working days since Mon 9 Nov", "9")),
    Step("Left", "1 working day"),
    "Working Together, statutory guidance. Counted in working days of England.",
)

ROWS = {
    Band.ACT_NOW: (
        CaseRow(
            1,
            "K-0412",
            "Ellis family",
            f"{HERE}#K-0412",
            "child protection",
            (Child("Noah", "3"), Child("Mia", "6")),
            (
                Reason("Concern of immediate harm, Sat 23:10; out-of-hours visited Sun 11:00", Weight.FIRM),
                Reason("Safety plan ends today at 12:00"),
                Reason("Child protection visit is due on working day 10; today is day 9", working=WORKING),
            ),
            at_time(_at(23, 12), as_at=AS_AT),
            at_time(_at(22, 11), as_at=AS_AT),
            (_record("K-0412"), Act("Postpone", why_not="What is in Act now cannot be postponed.")),
            "Up 5 since Friday: police notification",
        ),
    ),
    Band.TODAY: (
        CaseRow(
            2,
            "K-0388",
            "Okafor-Lindqvist family",
            f"{HERE}#K-0388",
            "child protection",
            (Child("Adaeze", "11"), Child("Emil", "9"), Child("Ingrid", "5 months")),
            (
                Reason("Conference report is due today; two of five sections are written", Weight.FIRM),
                Reason("Core group was due Thu 19 Nov", whose="with the manager"),
            ),
            on_day(TODAY, today=TODAY),
            on_day(date(2026, 11, 17), today=TODAY, working_days=-4),
            (_record("K-0388"), _postpone("K-0388")),
        ),
        CaseRow(
            3,
            "K-0561",
            "Marsh family",
            f"{HERE}#K-0561",
            "child in need",
            (Child("Jude", "14"),),
            (
                Reason("Child in need visit was due Mon 9 Nov, 10 working days late", Weight.FIRM),
                Reason("Likelihood of harm is not known: nobody has judged it yet", Weight.UNKNOWN),
            ),
            on_day(date(2026, 11, 9), today=TODAY, working_days=-10, late=True),
            on_day(date(2026, 10, 12), today=TODAY, working_days=-30),
            (_record("K-0561"), _postpone("K-0561")),
            restricted=True,
        ),
    ),
    Band.THIS_WEEK: (
        CaseRow(
            4,
            "K-0297",
            "Petrenko family",
            f"{HERE}#K-0297",
            "looked after child",
            (Child("Daryna", "8"),),
            (Reason("Looked after visit is due Thu 26 Nov"), Reason("Placement changed on 2 Oct")),
            on_day(date(2026, 11, 26), today=TODAY, working_days=3),
            on_day(date(2026, 10, 28), today=TODAY, working_days=-18),
            (_record("K-0297"), _postpone("K-0297")),
        ),
    ),
    Band.PLANNED: (
        CaseRow(
            5,
            "K-0133",
            "Ward family",
            f"{HERE}#K-0133",
            "child in need",
            (Child("unborn child", "due in March"),),
            (Reason("Review is due Tue 8 Dec"),),
            on_day(date(2026, 12, 8), today=TODAY, working_days=11),
            None,
            (_record("K-0133"),),
            waits=("Nobody has held this case for 9 days, since Sat 14 Nov.", "To be allocated by Ros Wickham."),
            clocks=(
                Clock("Manager's review of the case without a worker", "Sat 21 Nov 2026, 2 days late", late=True),
                Clock("Seeing the child who has no worker", "Sat 12 Dec 2026, in 19 days"),
            ),
        ),
    ),
    Band.AWAITING_OTHERS: (),
}
MEANS = {
    Band.ACT_NOW: "before anything else",
    Band.TODAY: "by the end of today",
    Band.THIS_WEEK: "by Friday",
    Band.PLANNED: "has its day already",
    Band.AWAITING_OTHERS: "nothing to do until they answer",
}
GROUPS = tuple(Group(band, rows, MEANS[band]) for band, rows in ROWS.items())

PARTS = (
    Part("Child protection", "12.5 points", 1250, f"{HERE}#child-protection"),
    Part("Looked after children", "9 points", 900, f"{HERE}#looked-after"),
    Part("Child in need", "6 points", 600, f"{HERE}#child-in-need"),
    Part("Travel", "2.5 points", 250, f"{HERE}#travel"),
    Part("Duty on Wednesday", "1.5 points", 150, f"{HERE}#duty"),
)
LOADS = {
    "over the line": LoadLine(
        "Amara Okonkwo", "31.5 of 28 points, 112 %", 3150, 2800, PARTS, "over the line for 3 weeks", f"{HERE}#load"
    ),
    "below the line": LoadLine("Tom Pryce", "19 of 30 points, 63 %", 1900, 3000, PARTS[:3], href=f"{HERE}#load"),
    "at the line": LoadLine("Joan Teller", "28 of 28 points, 100 %, at the line", 2800, 2800, PARTS[:4]),
    "far over": LoadLine("Idris Vale", "62 of 28 points, 221 %", 6200, 2800, PARTS, "over the line for 9 weeks"),
    "nothing asked": LoadLine("Wren Abbot", "0 of 30 points, 0 %", 0, 3000),
    "not known": LoadLine("Sam Hale", "14 points, what is available is not known", 1400, None),
}

CONTENTS = (
    Link("Key facts", "#facts"),
    Link("Notices", "#notices"),
    Link("Empty, failed, forbidden, stale", "#states"),
)
FACTS = (
    Fact("Reference", "K-0412"),
    Fact("Allocated worker", "Amara Okonkwo", f"{HERE}#worker"),
    Fact("Open since", on_day(date(2026, 3, 2), today=TODAY)),
    Fact("Last seen", at_time(_at(22, 11), as_at=AS_AT)),
    Fact("Next review", on_day(date(2026, 11, 26), today=TODAY, working_days=3)),
)

NOTICES = (
    Notice(
        "The visit to the Ellis family is recorded. The next one is due Fri 4 Dec.", Tone.DONE, Act("Undo", post=HERE)
    ),
    Notice("3 cases moved since Friday.", Tone.INFORMATION, Act("Review and confirm", href=HERE)),
    Notice("Two visits do not fit into this week.", Tone.WARNING, Act("See what would give", href=HERE)),
    Notice("The workbook could not be read. Nothing was changed.", Tone.WRONG),
)

NEEDS = (
    Need("3 open cases have no worker, the longest for 4 days.", "#what-needs"),
    Need(
        "Tom Pryce is not there (away until Fri 27 Nov 2026) and nobody stands in: 2 cases without cover.",
        links=(Link("Noah Ellis (K-0412)", "#what-needs"), Link("Daryna Petrenko (K-0388)", "#what-needs")),
    ),
)
STATES = {
    "empty": State(
        "No cases are allocated to you", "When a case is, it stands here the same minute, and you are told.", None
    ),
    "empty after a filter": State(
        "Nothing matches",
        "19 cases are on your list; none of them matches what you asked for.",
        Act("Show all", href=HERE),
    ),
    "failed": State(
        "The week could not be planned",
        "There was no answer within 30 seconds. Your list is as it was.",
        Act("Try again", post=HERE, main=True),
    ),
    "forbidden": State(
        "Supervision notes are not yours to read",
        "They are for the two people who signed them. Ask either of them if you need to know.",
    ),
}
STALE = Stale("This order of work was made", at_time(_at(21, 6), as_at=AS_AT), Act("Make it anew", post=HERE))
PROGRESS = {
    "share known": Progress("Reading the workbook: 3,812 of 9,040 rows", 0.42, cancel=Act("Stop", post=HERE)),
    "share not known": Progress("Planning the week", None),
}
ACTS = {
    "main": Act("Record a visit", href=HERE, main=True),
    "plain": _postpone("K-0388"),
    "forbidden": Act("Close the case", why_not="Only a manager closes a case under a child protection plan."),
}

PAGES = Pages(
    "Cases 101 to 150 of 512",
    (
        Link("1", HERE),
        None,
        Link("2", HERE),
        Link("3", HERE, current=True),
        Link("4", HERE),
        None,
        Link("11", HERE),
    ),
    earlier=HERE,
    later=HERE,
)
FILTER = Filter(
    HERE,
    (
        FilterField("words", "Family, child or reference", "ell"),
        FilterField(
            "kind",
            "Kind of case",
            options=(Option("", "All"), Option("cp", "Child protection", chosen=True), Option("cin", "Child in need")),
        ),
        FilterField("due", "Due", options=(Option("", "Any time"), Option("week", "This week"))),
    ),
    said="1 of 19 cases.",
    clear=HERE,
)
TABLE = Table(
    "Harbour Protection and In Need Team",
    (
        Column("Worker", sort=HERE, sorted="ascending"),
        Column("Cases", number=True, sort=HERE),
        Column("Act now", number=True),
        Column("Late", number=True),
        Column("Load", number=True, sort=HERE),
        Column("Next supervision"),
    ),
    (
        (
            Cell("Amara Okonkwo", HERE),
            Cell("19", HERE),
            Cell("1", HERE),
            Cell("2", HERE),
            Cell("112 %"),
            Cell(on_day(date(2026, 11, 26), today=TODAY, working_days=3)),
        ),
        (
            Cell("Tom Pryce", HERE),
            Cell("14", HERE),
            Cell("0"),
            Cell("11", HERE),
            Cell("63 %"),
            Cell(on_day(date(2026, 11, 16), today=TODAY, working_days=-5, late=True)),
        ),
        (Cell("Joan Teller", HERE), Cell("8", HERE), Cell("0"), Cell("0"), Cell("100 %"), Cell("not booked")),
    ),
    (Cell("Team"), Cell("41"), Cell("1"), Cell("13"), Cell("94 %"), Cell("")),
)
CHRONOLOGY = (
    Happening(
        "Out-of-hours visit",
        at_time(_at(22, 11), as_at=AS_AT),
        "Emergency duty team",
        "Noah and Mia both seen, at home.",
        HERE,
        ("visit", "seen alone"),
        rest="In the child's words: I like it when grandma is here.",
    ),
    Happening(
        "Police notification",
        at_time(_at(21, 23, 10), as_at=AS_AT),
        "Police",
        "Called by a neighbour.",
        tags=("said to be done there, and not in the file of Mon 23 Nov 2026",),
    ),
    Happening(
        "Core group",
        at_time(_at(5, 14), as_at=AS_AT),
        "Amara Okonkwo",
        "School, health visitor and both parents came.",
        amended="Amended on 6 Nov: the health visitor's name. The first version is kept.",
    ),
)
OTHER_WORK = (
    OtherWork("Duty", "7.5 hours", HERE),
    OtherWork("Court", "4 hours"),
    OtherWork("Training", "3 hours"),
    OtherWork("Supervision", "1.5 hours"),
)
TAGS = (
    ("visit", ""),
    ("advice", "water"),
    ("over the line", "line"),
    ("late", "alarm"),
    ("met", "good"),
    ("made up", "made-up"),
)

_NAMES = (
    "Amara Okonkwo", "Tom Pryce", "Joan Teller", "Idris Vale", "Wren Abbot", "Sam Hale", "Ines Duarte", "Kofi Larbi",
    "Bríd Nolan", "Yusuf Rahim", "Hana Sato", "Piotr Zielinski", "Grace Otieno", "Dylan Morgan",
)  # fmt: skip
_ROLES = ("practitioner", "practitioner", "practitioner, learner", "duty social worker", "supervisor or team manager")
_PLACES = ("Harbour Protection and In Need", "Lighthouse Early Help", "Beacon Care Leavers")


def _people(place: str) -> tuple[Person, ...]:
    return tuple(Person(f"{place}-{n}".lower(), name, _ROLES[n % len(_ROLES)]) for n, name in enumerate(_NAMES))


TEAMS = (
    *(Team(f"{place} Team", _people(place)) for place in _PLACES),
    Team("Whole service", (Person("ada", "Ada Fenwick", "service manager"), Person("lee", "Lee Cho", "auditor"))),
)

_SUM = "That is 10 working days from the start of the plan (Mon 2 Nov 2026); no bank holiday falls in between."
DUE = (
    DueLine(
        "Child protection visit",
        DueState.OVERDUE,
        "Overdue",
        on_day(TODAY.replace(day=20), today=TODAY, working_days=-1, late=True),
        "Amara Okonkwo",
        _SUM,
        Link("A council's procedures", HERE),
        act=Act("Done in the other system", href=HERE, about=": child protection visit"),
    ),
    DueLine(
        "Core group",
        DueState.DUE,
        "Due",
        on_day(TODAY.replace(day=26), today=TODAY, working_days=3),
        "the manager",
        _SUM,
        said_there="Counted from what is said to be done there on Thu 12 Nov, until the next file confirms it.",
    ),
    DueLine(
        "Initial conference",
        DueState.MET,
        "Done in time",
        on_day(TODAY.replace(day=5), today=TODAY),
        "the manager",
        _SUM,
    ),
    DueLine(
        "Report for it", DueState.MET_LATE, "Done late", on_day(TODAY.replace(day=4), today=TODAY), "the team", _SUM
    ),
    DueLine(
        "Health check",
        DueState.NOT_STARTED,
        "Cannot be told",
        None,
        "another service",
        "Nothing of the kind is on record.",
    ),
)
