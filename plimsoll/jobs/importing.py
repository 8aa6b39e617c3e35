"""Files that wait for a job: to be read, to be applied, to be undone. A job that is done again finds the file in another
state, and does nothing."""

from uuid import UUID

from django.db import connection
from django.utils.timezone import now
from procrastinate.contrib.django import app

from plimsoll.actions.exchange import apply_import, give_up_import, read_import, undo_import
from plimsoll.core.terms import ImportState
from plimsoll.jobs.again import AGAIN

TASKS = {
    "read_import": ImportState.READING,
    "apply_import": ImportState.APPLYING,
    "undo_import": ImportState.UNDOING,
}
# Files whose jobs have all ended, the last in vain: a file that failed and was started again has a job that waits.
_GIVEN_UP = """
    SELECT DISTINCT j.task_name, j.args ->> 'org', j.args ->> 'import_id' FROM procrastinate_jobs j
    WHERE j.task_name = ANY (%s) AND j.status IN ('failed', 'aborted', 'cancelled') AND NOT EXISTS (
        SELECT FROM procrastinate_jobs o
        WHERE o.task_name = j.task_name AND o.args = j.args AND o.status IN ('todo', 'doing'))
"""


@app.task(name="read_import", retry=AGAIN)
def read(org: str, import_id: str) -> None:
    """One file that was sent is read."""
    read_import(UUID(org), UUID(import_id), at=now())


@app.task(name="apply_import", retry=AGAIN)
def apply(org: str, import_id: str) -> None:
    """One file is merged with the records."""
    apply_import(UUID(org), UUID(import_id), at=now())


@app.task(name="undo_import", retry=AGAIN)
def undo(org: str, import_id: str) -> None:
    """What one file did is taken back."""
    undo_import(UUID(org), UUID(import_id), at=now())


def give_up() -> None:
    """Files that no job will take any more are said to have failed: the job was tried often enough, or ended its workers
    each time. They can be started again."""
    with connection.cursor() as cursor:
        cursor.execute(_GIVEN_UP, [list(TASKS)])
        stranded = cursor.fetchall()
    for task, org, import_id in stranded:
        give_up_import(TASKS[task], UUID(org), UUID(import_id))
