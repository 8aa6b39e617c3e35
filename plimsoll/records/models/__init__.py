"""The tables, a file for each word. This only registers them: import `plimsoll.records.models.cases`, not the package."""

from . import (
    access,
    audit,
    cases,
    court,
    exchange,
    families,
    history,
    people,
    priority,
    reference,
    referrals,
    supervision,
    timescales,
    today,
    workload,
    written,
)

__all__ = [
    "access",
    "audit",
    "cases",
    "court",
    "exchange",
    "families",
    "history",
    "people",
    "priority",
    "reference",
    "referrals",
    "supervision",
    "timescales",
    "today",
    "workload",
    "written",
]
