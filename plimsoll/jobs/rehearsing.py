"""Drafts of the criteria that somebody has said are to be rehearsed. A job that is done again finds it done, and stops."""

from uuid import UUID

from django.utils.timezone import now
from procrastinate.contrib.django import app

from plimsoll.actions.criteria import rehearse_draft
from plimsoll.jobs.again import AGAIN


@app.task(name="rehearse_criteria", retry=AGAIN)
def rehearse(org: str, draft: str) -> None:
    """One draft is tried out on every open case."""
    rehearse_draft(UUID(org), UUID(draft), at=now())
