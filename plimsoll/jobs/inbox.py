"""The watched folder: files that another system puts there are read and staged, and never applied by themselves.

It has a folder for each organisation, called after it or by its key. A file that was staged is moved to `done` beside it,
one that cannot be used to `refused`, with a text that says why.
"""

import logging
import os
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils.timezone import now

from plimsoll.actions.cases import Refused
from plimsoll.actions.exchange import stage_file
from plimsoll.queries.exchange import find_organisation
from plimsoll.records.context import acting

_log = logging.getLogger(__name__)
DONE, REFUSED = "done", "refused"
LARGEST_BYTES = 100 * 1024 * 1024

_sizes: dict[Path, tuple[int, int]] = {}  # size and time of change at the last look: a file that grows is left alone


def look() -> None:
    """One look into every folder, where there is one to be watched."""
    if settings.INBOX is None or not settings.INBOX.is_dir():
        return
    waiting = {path: _state(path) for folder in _folders(settings.INBOX) for path in _files(folder)}
    complete = [path for path, state in waiting.items() if _sizes.get(path) == state]
    _sizes.clear()
    _sizes.update(waiting)
    for path in sorted(complete):
        _take(path)


def _folders(inbox: Path) -> list[Path]:
    return [path for path in sorted(inbox.iterdir()) if path.is_dir() and not path.is_symlink()]


def _files(folder: Path) -> list[Path]:
    """Files that lie there; not hidden ones, by which programs call what they are still writing."""
    return [
        path for path in folder.iterdir() if path.is_file() and not path.is_symlink() and not path.name.startswith(".")
    ]


def _state(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_size, found.st_mtime_ns


def _take(path: Path) -> None:
    folder = path.parent
    org = find_organisation(folder.name)
    if org is None:
        _move(
            path, REFUSED, f"There is no organisation called '{folder.name}', and none with that key, or several are."
        )
        return
    refusal = _staged(path, org)
    _move(path, REFUSED if refusal else DONE, refusal)


def _staged(path: Path, org: UUID) -> str:
    """Why a file cannot be staged; '' where it was."""
    if path.stat().st_size > LARGEST_BYTES:
        return f"The file is larger than {LARGEST_BYTES // 1024 // 1024} MB."
    try:
        with acting(org, None, "a file lay in the watched folder", origin="watched folder"):
            stage_file(path.read_bytes(), path.name, by=None, org=org, at=now())
    except Refused as refusal:
        return str(refusal)
    return ""


def _move(path: Path, where: str, why: str) -> None:
    """To the folder beside it, under a name that is free there; with a text that says why, where there is a reason."""
    to = path.parent / where
    to.mkdir(exist_ok=True)
    target, number = to / path.name, 1
    while target.exists():
        number += 1
        target = to / f"{path.stem} ({number}){path.suffix}"
    if why:
        target.with_name(f"{target.name}.txt").write_text(f"{why}\n", encoding="utf-8")
        _log.warning("A file in the watched folder was refused: %s", why)
    os.replace(path, target)
    _sizes.pop(path, None)
