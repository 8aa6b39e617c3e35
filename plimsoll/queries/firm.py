"""How firm an order of work is: how far its cases move under other weights, and which are a close call."""

from dataclasses import dataclass
from uuid import UUID

from plimsoll.core.access import NotAllowed, NotThere, Permission, Viewer
from plimsoll.core.calendar import day_of
from plimsoll.core.priority.firmness import DRAWS, close_calls, firmness
from plimsoll.core.terms import Band
from plimsoll.queries.facts.answered import answered
from plimsoll.queries.facts.caseload import until
from plimsoll.queries.facts.placings import decided
from plimsoll.queries.facts.ranked import Ranked
from plimsoll.queries.facts.shadow import check_order_is_shown
from plimsoll.queries.placing import list_of
from plimsoll.records import scopes

_BANDS = list(Band)


@dataclass(frozen=True)
class Firm:
    """One case of a list in the order of work as it is computed.

    first, last : the highest and the lowest place that it takes over the draws; close : which of this and the next comes
    first is a close call; settled : somebody has said which, and nothing on either has changed since; turns : in how many
    of 100 draws the next comes first.
    """

    case: UUID
    child: UUID | None
    reference: str
    name: str
    band: Band
    place: int
    first: int
    last: int
    close: bool
    turns: int
    reasons: tuple[str, ...]
    settled: bool

    @property
    def called(self) -> str:
        """Reference and name."""
        return f"{self.reference} {self.name}".strip()


@dataclass(frozen=True)
class FirmList:
    """A worker's list in order of work, each case with the places that it takes. draws : how often weights were moved."""

    worker: UUID
    name: str
    cases: tuple[Firm, ...]
    draws: int


def get_firmness(viewer: Viewer, worker: UUID, at: int) -> FirmList:
    """How firm a worker's order of work is, of the cases that the viewer may see. At most thirty-two queries.

    Raises
    ------
    NotThere : no such worker is within the viewer's reach. NotAllowed : the viewer may not read the record of every case on
    the list, how far a case moves tells what was judged and heard of it; or in a shadow month.
    NothingInForce : the organisation has agreed on no rulebook or criteria yet.
    """
    found = scopes.workers(viewer, Permission.SEE_CASE, [worker], day_of(at)).get(worker)
    if found is None:
        raise NotThere
    check_order_is_shown(viewer, worker, day_of(at))
    whole = list_of(viewer, worker, at)
    if whole is None:
        return FirmList(worker, found.name, (), DRAWS)
    keys = [case.pk for case in whole.facts.cases]
    if scopes.allowed(viewer, (Permission.READ_RECORD,), keys)[Permission.READ_RECORD] < set(keys):
        raise NotAllowed("You may not read the record of every case on this list. Ask whoever holds them.")
    settled = answered(decided(viewer, whole, at), until(at))
    return FirmList(worker, found.name, _cases(whole, settled), DRAWS)


def _cases(whole: Ranked, settled: frozenset[frozenset[UUID]]) -> tuple[Firm, ...]:
    order = whole.ranking.order
    moved, close = firmness(whole.ranking, order), [*close_calls(whole.ranking, order).tolist(), False]
    turns = [*moved.turns.tolist(), 0.0]
    return tuple(
        _case(
            whole,
            case,
            int(moved.first[at]),
            int(moved.last[at]),
            close[at],
            round(turns[at] * 100),
            close[at] and frozenset((whole.facts.cases[case].pk, whole.facts.cases[int(order[at + 1])].pk)) in settled,
        )
        for at, case in enumerate(order.tolist())
    )


def _case(whole: Ranked, case: int, first: int, last: int, close: bool, turns: int, settled: bool) -> Firm:
    known, child = whole.facts.cases[case], whole.facts.children[case]
    return Firm(
        known.pk,
        known.child_id,
        known.reference,
        f"{child.given_name} {child.family_name}".strip() if child else "",
        _BANDS[whole.ranking.bands.band[case]],
        int(whole.ranking.place[case]),
        first,
        last,
        close,
        turns,
        tuple(reason.text for reason in whole.explanation.reasons(case)),
        settled,
    )
