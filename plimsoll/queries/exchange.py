"""Files that were brought in: what they hold, what became of them, and what they leave for people to decide."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from plimsoll.core.access import Viewer
from plimsoll.core.terms import ImportState, Layout, Matter
from plimsoll.formats.told import ToldFault, UnknownValue


@dataclass(frozen=True)
class ImportLine:
    """A file in the list. staged_by : '' where it came through the watched folder; children, open : how many children it
    tells of, and how many of them have open work; to_decide : matters that wait for a person, within the viewer's reach."""

    id: UUID
    file_name: str
    layout: Layout
    facts_on: date
    state: ImportState
    staged_at: datetime
    staged_by: str
    applied_at: datetime | None
    children: int
    open: int
    to_decide: int


@dataclass(frozen=True)
class PersonFound:
    """Somebody whom a file names as holding cases. worker : whom they were matched to, by name or by hand; settled : so, or
    by hand said to be nobody, or to be added."""

    name: str
    spellings: tuple[str, ...]
    team: str
    cases: int
    worker: UUID | None
    worker_name: str
    settled: bool


@dataclass(frozen=True)
class ChildLine:
    """A child of a file. where : sheet and row; reason : in words, why there is no open work, '' where there is; kind : the
    case type in words, '' without open work; worker : as the file names them, '' where it names nobody."""

    reference: str
    where: str
    open: bool
    reason: str
    kind: str
    worker: str


@dataclass(frozen=True)
class Counted:
    """What a file comes to, against what is on record. not_open : reason and how many, the most frequent first."""

    children: int
    open: int
    not_open: tuple[tuple[str, int], ...]
    new_cases: int
    changed_cases: int
    unchanged_cases: int
    new_events: int
    unallocated: int


@dataclass(frozen=True)
class ImportView:
    """A file with all that was understood of it. lists : name, rows and columns of each; done, total : children applied so
    far; failed : why it could not be applied, in a sentence, else ''."""

    line: ImportLine
    lists: tuple[tuple[str, int, tuple[str, ...]], ...]
    people: tuple[PersonFound, ...]
    unknown: tuple[UnknownValue, ...]
    faults: tuple[ToldFault, ...]
    counted: Counted
    children: tuple[ChildLine, ...]
    done: int
    total: int
    failed: str
    may_undo: bool
    undone_at: datetime | None
    undone_by: str
    undone_why: str


@dataclass(frozen=True)
class MatterView:
    """What a file leaves for a person to decide. what : the field in words, '' where it is about the whole case; here, there
    : what stands on record and what the file says, as people read them; decided : 'taken' from the file, 'kept' as it is,
    or '' where it waits."""

    id: UUID
    matter: Matter
    case: UUID | None
    reference: str
    child_name: str
    child: UUID | None
    what: str
    here: str
    there: str
    said_at: date
    decided: str
    decided_by: str
    decided_at: datetime | None


def list_imports(viewer: Viewer) -> tuple[ImportLine, ...]:
    """Every file that was brought in, the newest first.

    Raises
    ------
    NotThere : the viewer may not bring files in.
    """
    raise NotImplementedError


def get_import(viewer: Viewer, import_id: UUID) -> ImportView:
    """One file with all that was understood of it. Nothing of a case that is hidden from the viewer is in it.

    Raises
    ------
    NotThere : there is no such file, or the viewer may not bring files in.
    """
    raise NotImplementedError


def list_matters(viewer: Viewer, *, import_id: UUID | None = None, case: UUID | None = None) -> tuple[MatterView, ...]:
    """What files leave for a person to decide, of cases within the viewer's reach; those that wait first."""
    raise NotImplementedError


def facts_dates(viewer: Viewer) -> tuple[tuple[Layout, date, datetime], ...]:
    """Of each layout the day of which the newest applied file speaks, and when it was applied. One query."""
    raise NotImplementedError


def list_workers_to_match(viewer: Viewer) -> tuple[tuple[UUID, str], ...]:
    """Everyone who works here, by name: whom a name of a file can stand for.

    Raises
    ------
    NotThere : the viewer may not bring files in.
    """
    raise NotImplementedError
