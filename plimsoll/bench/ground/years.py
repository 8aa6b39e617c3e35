"""Three years of a service, in the database of an invented town."""

from datetime import datetime
from importlib.resources import files

import psycopg

CASES_EACH = 15  # that a worker holds, as in years.sql
DAYS = 3 * 365


def make_three_years(superuser_url: str, now: datetime, cases: int) -> int:
    """Makes them by years.sql, up to a moment; how many versions of rows there are then."""
    statements = (files("plimsoll.bench.ground") / "years.sql").read_text(encoding="utf-8")
    with psycopg.connect(superuser_url, autocommit=True) as server:
        server.execute(
            "SELECT set_config('years.now', %s, false), set_config('years.cases', %s, false)",
            [now.isoformat(), str(cases)],
        )
        server.execute(statements)  # in one piece, so in one transaction
        server.execute("VACUUM ANALYZE")
        found = server.execute("SELECT count(*) FROM records_history").fetchone()
    return int(found[0]) if found else 0
