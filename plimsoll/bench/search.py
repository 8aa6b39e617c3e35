"""The search, over 6,000 cases with three years behind them and a note on every event: its page against its own statements
said again without Django; each way to find against the same question without its index; and how long it takes to look for
somebody who is out of sight, against the same words while nobody has that name.
"""

from collections.abc import Callable, Iterator
from functools import partial
from types import SimpleNamespace
from uuid import UUID

import psycopg

from plimsoll.bench.caseload_page import FEW, GOAL, MANY, OK, TIMES_QUICK, People, again, asking, captured, hand_out
from plimsoll.bench.ground.past import CASES, CASES_QUICK, LONG_AGO
from plimsoll.bench.ground.scratch import Scratch
from plimsoll.bench.ground.years import make_three_years
from plimsoll.bench.measure import Row, in_turn
from plimsoll.config.databases import WEB
from plimsoll.config.embedded import SUPERUSER

TIMES = 31
NAME = "search"
NO_SLOWER = 1.0  # than without the index
UNTOLD = 1.15  # of a page: what one can tell by a clock from the other side of a network is far more

# A name for each child and a note for each event, of words that a seed draws; one child and its case are found by all.
FILL = """
    SET session_replication_role = replica;  -- for as long as the connection lasts
    UPDATE records_child
    SET given_name = g, family_name = f, sort_name = lower(f || ' ' || g), born_on = date '2010-01-01' + n
    FROM (SELECT id AS key, n, initcap(translate(left(md5(n::text), 8), '0123456789', 'ghijklmnop')) AS f,
                 (array['Alder', 'Bryony', 'Clover', 'Damson', 'Elder', 'Fern', 'Gorse'])[1 + mod(n, 7)] AS g
          FROM (SELECT id, row_number() OVER (ORDER BY id)::int AS n FROM records_child) numbered) named WHERE id = key;
    UPDATE records_event SET note = 'Seen at home with the family. ' || translate(md5(id::text), '0123456789', 'ghijklmnop')
        || ' spoke of school, of sleep and of what comes next; the kitchen was warm and the stairs were clear.';
    UPDATE records_event SET note = note || ' A porcupine was drawn.'
    WHERE id IN (SELECT id FROM records_event ORDER BY id LIMIT 40);
"""
NAMED = """
    UPDATE records_child
    SET given_name = %(given)s, family_name = %(family)s, sort_name = lower(%(family)s || ' ' || %(given)s)
    WHERE id = (SELECT child_id FROM records_case c JOIN records_allocation a ON a.case_id = c.id AND a.to_at IS NULL
                WHERE a.worker_id = %(other)s ORDER BY c.id LIMIT 1)
"""
MANAGER = """
    UPDATE records_roleheld SET role = 'SERVICE_MANAGER' WHERE worker_id = %s
"""
# The same question without the index: what the web role would be given, row by row under its policy.
PLAIN = {
    "a misspelt name": (
        "SELECT count(*) FROM records_search_child(array['hamsih', 'broun'])",
        "SELECT count(*) FROM records_child WHERE records_name_has(sort_name, 'hamsih', records_name_keys('hamsih')) >= 0 "
        "AND records_name_has(sort_name, 'broun', records_name_keys('broun')) >= 0",
    ),
    "words of the record": (
        "SELECT count(*) FROM records_search_words('porcupines drawn', NULL, 20)",
        "SELECT count(*) FROM (SELECT id FROM records_event WHERE to_tsvector('english', note) "
        "@@ websearch_to_tsquery('english', 'porcupines drawn') ORDER BY happened_at DESC LIMIT 20) f",
    ),
}


def rows(quick: bool) -> Iterator[Row]:
    """Times of pages, of ways to find, and of what is out of sight."""
    times = TIMES_QUICK if quick else TIMES
    with Scratch(quick) as scratch:
        scratch.town()
        scratch.copy(LONG_AGO)
        cases = CASES_QUICK if quick else CASES
        make_three_years(scratch.url(SUPERUSER, LONG_AGO), scratch.at, cases)
        people = hand_out(scratch, FEW if quick else MANY, FEW)
        with psycopg.connect(
            scratch.url(SUPERUSER, LONG_AGO), autocommit=True, cursor_factory=psycopg.ClientCursor
        ) as server:
            server.execute(FILL)
            there, elsewhere = (
                partial(_name, server, people, *name) for name in (("Hamish", "Brown"), ("Clover", "Gorse"))
            )
            there()
            server.execute(MANAGER, [people.stranger])
            server.execute("VACUUM ANALYZE")
            scratch.use(LONG_AGO)
            yield from _pages(scratch, people, f"out of {cases:,} cases with three years behind them", times)
            yield from _ways(scratch, people, times, None if quick else NO_SLOWER)  # of a handful, none is quicker
            yield from _out_of_sight(people, there, elsewhere, times)


def _name(server: psycopg.Connection, people: People, given: str, family: str) -> None:
    """Gives a name to one child of somebody's."""
    server.execute(NAMED, {"given": given, "family": family, "other": people.few})


def _page(people: People, worker: UUID, words: str) -> Callable[[], object]:
    from plimsoll.web.sealed_words import sealed_query  # noqa: PLC0415 - Django is ready only now

    query = sealed_query([("words", words)], SimpleNamespace(org=people.org, worker=worker))
    return asking(people, worker, "/search", OK, query=query)


def _pages(scratch: Scratch, people: People, what: str, times: int) -> Iterator[Row]:
    """Of somebody who sees every case."""
    for words in ("Hamsih Broun", "porcupines drawn"):
        page = _page(people, people.stranger, words)
        said = captured(page)
        with psycopg.connect(scratch.url(WEB, LONG_AGO)) as bare:
            ours, theirs = (one * 1000 for one in in_turn(page, again(bare, said, kept=True), times=times))
        yield Row(
            NAME, f"the page of “{words}” {what}", ours, "ms", f"its {len(said)} statements by psycopg", theirs, GOAL
        )


def _ways(scratch: Scratch, people: People, times: int, goal: float | None) -> Iterator[Row]:
    with psycopg.connect(scratch.url(WEB, LONG_AGO)) as bare:
        bare.execute("SELECT set_config('plimsoll.org', %s, false)", [str(people.org)])
        bare.execute("SELECT set_config('plimsoll.viewer', %s, false)", [str(people.stranger)])
        for what, statements in PLAIN.items():
            found, wanted = (bare.execute(statement).fetchone() for statement in statements)
            if found != wanted or not found or not found[0]:
                raise RuntimeError(f"{what}: {found} found by the index, and {wanted} without it")
            calls = [partial(bare.execute, statement) for statement in statements]
            ours, theirs = (one * 1000 for one in in_turn(*calls, times=times))
            yield Row(NAME, f"finding by {what}", ours, "ms", "the same without an index", theirs, goal)


def _out_of_sight(
    people: People, there: Callable[[], object], elsewhere: Callable[[], object], times: int
) -> Iterator[Row]:
    """A practitioner looks for the child of a colleague, again and again, while the child has that name and while not."""
    page = _page(people, people.many, "Hamish Brown")
    _, ours, _, theirs = in_turn(there, page, elsewhere, page, times=times * 3)
    what, against = "looking for a child who is out of sight", "the same words while nobody has that name"
    yield Row(NAME, what, ours * 1000, "ms", against, theirs * 1000, UNTOLD)
