"""What is found, told to a person or to a program. Nothing but Python's own library: packages may be what is broken."""

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict

from plimsoll.cli.doctor.finding import Finding, Verdict


def tell(findings: Iterable[Finding]) -> int:
    """Line by line as it is found; the exit status, 1 where a check fails."""
    told = []
    for finding in findings:
        print(f"{finding.verdict:<8}{finding.check}: {finding.said}")
        if finding.do:
            print(f"{'':<8}  {finding.do}")
        sys.stdout.flush()
        told.append(finding)
    failed, warned = (_count(told, verdict) for verdict in (Verdict.FAIL, Verdict.WARN))
    print()
    if failed:
        print(f"{_checks(failed)} failed" + (f", {warned} to see to." if warned else "."))
    else:
        print(f"Nothing is broken; {_checks(warned)} to see to." if warned else "All is well.")
    return 1 if failed else 0


def tell_as_json(findings: Iterable[Finding]) -> int:
    """One JSON object; the exit status."""
    told = list(findings)
    failed = _count(told, Verdict.FAIL)
    print(json.dumps({"ok": not failed, "checks": [asdict(finding) for finding in told]}, indent=1))
    return 1 if failed else 0


def _count(told: list[Finding], verdict: Verdict) -> int:
    return sum(finding.verdict is verdict for finding in told)


def _checks(number: int) -> str:
    return f"{number} check" if number == 1 else f"{number} checks"
