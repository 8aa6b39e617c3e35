"""Work that people put off: until its day it presses, and is late, no earlier. What law or plan asks for stays written as it
is.

Source: the product's own specification of prioritisation: a task is deferred, a visit is rearranged with safeguards; it
lapses at its end, or when the case rises for another reason.
"""

from dataclasses import replace

import numpy as np

from plimsoll.core.caseload import Flags, PutOffs
from plimsoll.core.terms import DueState
from plimsoll.core.timescales.due import DueItems

_OPEN = (DueState.DUE.number, DueState.OVERDUE.number)


def is_put_off(items: DueItems, put_off: PutOffs) -> Flags:
    """(i,) whether each due item is put off: not met, of that timescale, and no later one of its kind."""
    found = np.zeros(len(items), dtype=bool)
    for which, _ in _each(items, put_off):
        found |= which
    return found


def as_put_off(items: DueItems, put_off: PutOffs, as_at: int) -> DueItems:
    """Due items as the order of work takes them: what is put off is due when it was put off to, where that is later. The
    items keep their positions."""
    if not len(put_off):
        return items
    due, state = items.due.copy(), items.state.copy()
    for which, until in _each(items, put_off):
        due[which] = np.maximum(due[which], until)
        state[which & (due >= as_at)] = DueState.DUE.number
    return replace(items, due=due, state=state)


def _each(items: DueItems, put_off: PutOffs) -> list[tuple[Flags, int]]:
    """Of each putting off, the items that it is about, and until when."""
    waiting = np.isin(items.state, _OPEN)
    keys = [duty.key for duty in items.duties]
    found = []
    for case, duty, was_due, until in put_off.rows():
        if duty in keys:
            about = np.isin(items.duty, [number for number, key in enumerate(keys) if key == duty])
            found.append((waiting & about & (items.case == case) & (items.due <= was_due), until))
    return found
