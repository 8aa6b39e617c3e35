"""A thousand orders of work of the invented town, kept under three versions of the criteria while people work on their
cases: each computed again from what was kept, and each out of the history of its moment. A difference is a failure.
"""

from collections.abc import Iterator
from statistics import median

from plimsoll.bench.ground.scratch import Scratch
from plimsoll.bench.measure import Row

REVIEWS, REVIEWS_QUICK = 1_000, 12
NAME = "replay"


def rows(quick: bool) -> Iterator[Row]:
    """How many of the lists come out otherwise, of those computed again and of those out of the history, with the first
    differences; and what it takes of each, against the same list out of the present records."""
    with Scratch(quick) as scratch:
        scratch.town()
        from plimsoll.bench.replaying import checked, keep_reviews  # noqa: PLC0415 - Django is ready only now

        kept = keep_reviews(REVIEWS_QUICK if quick else REVIEWS)
        versions = len({one.criteria for one in kept})
        found = checked(kept)
    lists = f"of {len(kept):,} lists kept under {versions} versions of the criteria"
    for what, out in (("computed again", found.again), ("out of the history", found.past)):
        said = "; the first: " + ", ".join(out.differences[:3]) if out.differences else ""
        differ = f"lists that come out otherwise when {what}, {lists}{said}"
        yield Row(NAME, differ, len(out.differences), "lists", "lists asked for", len(kept), 0.0)
        present = median(found.present) * 1000
        yield Row(NAME, f"median list {what}", median(out.seconds) * 1000, "ms", "the present list", present)
    few = max(0, 3 - versions)
    yield Row(NAME, "versions of the criteria too few", few, "versions", "versions wanted", 3, 0.0)
