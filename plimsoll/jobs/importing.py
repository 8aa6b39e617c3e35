"""Files that somebody has said are to be applied. A job that is done again finds the file applied, and does nothing."""

from uuid import UUID

from django.db import connection
from django.utils.timezone import now
from procrastinate.contrib.django import app

from plimsoll.actions.exchange import apply_import, give_up_applying
from plimsoll.jobs.again import AGAIN

TASK = "apply_import"
# Files whose jobs have all ended, the last in vain: a file that failed and was started again has a job that waits.
_GIVEN_UP = """
    SELECT DISTINCT j.args ->> 'org', j.args ->> 'import_id' FROM procrastinate_jobs j
    WHERE j.task_name = %(task)s AND j.status IN ('failed', 'aborted', 'cancelled') AND NOT EXISTS (
        SELECT FROM procrastinate_jobs o
        WHERE o.task_name = j.task_name AND o.args = j.args AND o.status NOT IN ('failed', 'aborted', 'cancelled'))
"""


@app.task(name=TASK, retry=AGAIN)
def apply(org: str, import_id: str) -> None:
    """One file is merged with the records."""
    apply_import(UUID(org), UUID(import_id), at=now())


def give_up() -> None:
    """Files that no job will apply any more are said to have failed: the job was tried often enough, or ended its workers
    each time. They can be started again."""
    with connection.cursor() as cursor:
        cursor.execute(_GIVEN_UP, {"task": TASK})
        stranded = cursor.fetchall()
    for org, import_id in stranded:
        give_up_applying(UUID(org), UUID(import_id))
