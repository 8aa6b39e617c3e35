"""Shadow months, kept every night: of the days that have passed and are not kept yet. A job that is done again finds these
kept, and goes on with the rest."""

from django.db import connection
from django.utils.timezone import now
from procrastinate.contrib.django import app

from plimsoll.actions.shadow import keep_shadow_days
from plimsoll.jobs.again import AGAIN


@app.periodic(cron="40 2 * * *")
@app.task(name="keep_shadow_months", retry=AGAIN, queueing_lock="keep_shadow_months")
def keep_shadow_months(timestamp: int) -> None:
    """Every organisation's shadow months."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT records_shadowed_organisations()")
        found = [org for (org,) in cursor.fetchall()]
    for org in found:
        keep_shadow_days(org, at=now())
