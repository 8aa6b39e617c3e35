"""What components are handed: text and links ready to show, and nothing that would have to be worked out on a page.

Each is drawn by the macro of the same name in templates/components; the gallery shows all of them in every state.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from plimsoll.core.terms import Band, DueState
from plimsoll.web.times import Time


@dataclass(frozen=True)
class Link:
    """Somewhere to go; `current` is where one is."""

    text: str
    href: str
    current: bool = False


@dataclass(frozen=True)
class Need:
    """Something that needs somebody: a sentence, and where to go, or what it is about, each with where to go."""

    text: str
    href: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Act:
    """Something a person can do, as a button: a page to open (`href`) or a thing done at once (`post`).

    Where `why_not` says why it cannot be done, the button is shown and does nothing. `about` names what it is done to,
    for those who hear the button without seeing what it stands beside. `fields` go along with what is posted. `key` presses
    it on the row of a list where one is.
    """

    text: str
    href: str = ""
    post: str = ""
    about: str = ""
    why_not: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    main: bool = False
    key: str = ""

    def __post_init__(self) -> None:
        if bool(self.href) + bool(self.post) + bool(self.why_not) != 1:
            raise ValueError(
                f"the act {self.text!r} opens a page, does something or says why it cannot: one of the three"
            )


class Tone(StrEnum):
    """What a notice or tag is about. Each has a shape or a word of its own besides the colour."""

    INFORMATION = "information"
    DONE = "done"
    WARNING = "warning"
    WRONG = "wrong"


@dataclass(frozen=True)
class Notice:
    """Something to know on this page: what was just done, with the way to undo it, or what to look out for."""

    text: str
    tone: Tone = Tone.INFORMATION
    act: Act | None = None


@dataclass(frozen=True)
class Step:
    """One line of a sum: what, and how much; `detail` says where it comes from, `unknown` that it is not known."""

    text: str
    amount: str
    detail: str = ""
    unknown: bool = False


@dataclass(frozen=True)
class Working:
    """The arithmetic behind a reason, opened in place: its lines, what they come to, and on what ground. `key` opens it on
    the row of a list where one is."""

    steps: tuple[Step, ...] = ()
    total: Step | None = None
    ground: str = ""
    summary: str = "How this was worked out"
    key: str = ""


class Weight(StrEnum):
    """How a reason stands: it put the case where it is, it speaks for it, or it is not known."""

    FIRM = "firm"
    PLAIN = "plain"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Reason:
    """Why a case stands where it stands, in words; `whose` where it is somebody else's to do."""

    text: str
    weight: Weight = Weight.PLAIN
    whose: str = ""
    working: Working | None = None


@dataclass(frozen=True)
class Child:
    """A child as a row names them; the age as it is said: '3', '5 months', 'due in March', or nothing."""

    name: str
    age: str = ""


@dataclass(frozen=True)
class Clock:
    """Something that runs because nobody holds a case: what, and when in words; `late`: its time has passed."""

    title: str
    words: str
    late: bool = False


@dataclass(frozen=True)
class CaseRow:
    """One case in an order of work. `place` is its place on this list, said of the work and never of the child.

    `due_sum` is how the date of what is due next was worked out, `unsaid` why it cannot be told what is due; `menu`
    holds what else can be done; `band` is said where the row does not stand under its band's heading; `need` is the
    level of need in words; `waits` says since when nobody holds the case, and who must see to it, or who placed it
    elsewhere; `clocks` what runs meanwhile, the missed first; `asked` what of a file waits for a decision, `news` what
    came in and waits for somebody to say what it means; `close` that it is a close call which comes first, this or the
    next, with where to look closer.
    """

    place: int
    reference: str
    family: str
    href: str
    kind: str
    children: tuple[Child, ...]
    reasons: tuple[Reason, ...]
    next_due: Time | None = None
    last_seen: Time | None = None
    acts: tuple[Act, ...] = ()
    moved: str = ""
    restricted: bool = False
    working: Working | None = None
    due_sum: str = ""
    menu: tuple[Link, ...] = ()
    band: Band | None = None
    need: str = ""
    waits: tuple[str, ...] = ()
    clocks: tuple[Clock, ...] = ()
    close: Link | None = None
    asked: Link | None = None
    unsaid: str = ""
    news: Link | None = None


@dataclass(frozen=True)
class FamilyRow:
    """Children of one family, at the place of whichever of them comes first; each has a row of its own inside. serves : what
    one visit to all of them would serve; '' where it would serve no more than one."""

    name: str
    said: str
    rows: tuple[CaseRow, ...]
    serves: str = ""


@dataclass(frozen=True)
class Group:
    """The cases of one band; `href` leads to all of them where only some are shown, `elsewhere` says which of them stand
    under another heading."""

    band: Band
    cases: tuple[CaseRow | FamilyRow, ...]
    means: str = ""
    count: int | None = None
    href: str = ""
    elsewhere: str = ""


@dataclass(frozen=True)
class Fact:
    """One of a page's key facts."""

    name: str
    value: str | Time
    href: str = ""


@dataclass(frozen=True)
class State:
    """A page, or a part of one, that has nothing to show: what is so, what to do, and what can be done here."""

    title: str
    text: str
    act: Act | None = None


@dataclass(frozen=True)
class Stale:
    """What is shown is older than it should be: since when, why, and how to ask again."""

    text: str
    at: Time
    act: Act | None = None


@dataclass(frozen=True)
class Progress:
    """Work under way, which can be left and come back to. `share` is 0 to 1, or nothing where nobody can know."""

    text: str
    share: float | None
    detail: str = "You can leave this page. The work goes on, and you will find it here."
    cancel: Act | None = None


@dataclass(frozen=True)
class Pages:
    """Which page of a long list this is. `items` are numbers with their addresses; None stands for those left out."""

    said: str
    items: tuple[Link | None, ...]
    earlier: str = ""
    later: str = ""


@dataclass(frozen=True)
class Option:
    """One choice of a filter."""

    value: str
    text: str
    chosen: bool = False


@dataclass(frozen=True)
class FilterField:
    """One question of a filter: words to look for, or (with options) a choice."""

    name: str
    label: str
    value: str = ""
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Filter:
    """A filter over a list; `said` says what is shown now ('12 of 86 people'), `clear` leads back to everything; `more` are
    fields behind a press, open where one of them is used; `names`: names are typed into it, so what is typed is sealed on
    its way into the address."""

    action: str
    fields: tuple[FilterField, ...]
    said: str = ""
    clear: str = ""
    kept: tuple[tuple[str, str], ...] = ()
    more: tuple[FilterField, ...] = ()
    more_open: bool = False
    names: bool = False


@dataclass(frozen=True)
class Column:
    """One column: its head, whether it holds numbers, and the address that sorts by it."""

    text: str
    number: bool = False
    sort: str = ""
    sorted: str = ""  # "ascending" or "descending", where the table is sorted by it


@dataclass(frozen=True)
class Cell:
    """What stands in one cell."""

    text: str | Time
    href: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Table:
    """Rows under columns; the first cell of a row names it. compact : on a phone a row is running text without its heads,
    for cells that say of themselves what they are."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] = ()
    caption_hidden: bool = False
    compact: bool = False


@dataclass(frozen=True)
class Happening:
    """One entry of a chronology; `rest`: what is opened in place, where the text is long or there is more of it."""

    title: str
    at: Time
    by: str = ""
    text: str = ""
    href: str = ""
    tags: tuple[str, ...] = ()
    amended: str = ""
    rest: str = ""


@dataclass(frozen=True)
class DueLine:
    """One thing due on a case: where it stands (`says` is its word), when, whose it is to do, and the sum in words.

    `source` is where the rule comes from, its address '' where it has none; `said_there` that it is said to be done in
    another system; `put_off` until when it is put off, and what was said of that, a line each; `more`: other acts.
    """

    title: str
    state: DueState
    says: str
    when: Time | None
    whose: str
    working: str
    source: Link | None = None
    said_there: str = ""
    act: Act | None = None
    put_off: tuple[str, ...] = ()
    more: tuple[Act, ...] = ()


@dataclass(frozen=True)
class OtherWork:
    """Work beside the cases, in one line: what and how much of the week."""

    text: str
    amount: str
    href: str = ""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with what was entered, and the field it is at."""

    text: str
    field: str = field(default="")


@dataclass(frozen=True)
class Task:
    """One step of a longer job: where it is done, what there is to it, and where it stands, in a word. `tone` is that of a
    tag, and '' for what asks for nothing more."""

    text: str
    href: str
    stands: str
    tone: str = ""
    hint: str = ""


@dataclass(frozen=True)
class ToDecide:
    """One thing that a person has to decide: what stands here, what a file says, since when. `why_not` says why this viewer
    may not; `note` what has changed after the file; `add` where a
    case is added for a child who has none; `case` what the case is, in a line."""

    id: str
    about: str
    href: str
    reference: str
    what: str
    here: str
    there: str
    since: str
    ticked: bool = False
    why_not: str = ""
    note: str = ""
    add: str = ""
    case: str = ""
