"""What a check found."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How a check ended. Unasked: something that it needs is broken itself, and stands above it."""

    PASS = "pass"  # noqa: S105 - no password
    WARN = "warn"
    FAIL = "fail"
    UNASKED = "unasked"


@dataclass(frozen=True)
class Finding:
    """One line of the answer: what was looked at, how it is, and what to do where it is not well."""

    check: str
    verdict: Verdict
    said: str
    do: str = ""


def well(check: str, said: str) -> Finding:
    """Nothing is to be done."""
    return Finding(check, Verdict.PASS, said)


def warn(check: str, said: str, do: str) -> Finding:
    """It works, but somebody should see to it."""
    return Finding(check, Verdict.WARN, said, do)


def fail(check: str, said: str, do: str) -> Finding:
    """It does not work, or is not safe."""
    return Finding(check, Verdict.FAIL, said, do)


def unasked(check: str, because: str) -> Finding:
    """It could not be looked at."""
    return Finding(check, Verdict.UNASKED, f"not looked at: {because}")


def asked(check: str, look: Callable[[], Finding]) -> Finding:
    """What a check finds; a check that breaks is a finding too, and ends no other."""
    try:
        return look()
    except Exception as fault:
        reason = str(fault).strip().splitlines()[0] if str(fault).strip() else type(fault).__name__
        return fail(check, f"could not be looked at: {reason}", "See to what it says, and ask again.")
