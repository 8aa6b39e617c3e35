"""The watched folder: files that another system puts there are read and staged, and never applied by themselves.

It has a folder for each organisation, called after it or by its key. A file that was staged is moved to `done` beside it,
one that cannot be used to `refused`, with a text that says why.

Whoever may write there may put links there too. None is followed, or Plimsoll would read and write with its own rights
what they may not.
"""

import logging
import os
import stat
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import OperationalError
from django.utils.timezone import now

from plimsoll.actions.cases import Refused
from plimsoll.actions.exchange import stage_file
from plimsoll.queries.exchange import find_organisation
from plimsoll.records.context import acting

_log = logging.getLogger(__name__)
DONE, REFUSED = "done", "refused"
LARGEST_BYTES = 100 * 1024 * 1024
NO_LINK = getattr(os, "O_NOFOLLOW", 0)  # not where there are no such links

_sizes: dict[Path, tuple[int, int]] = {}  # size and time of change at the last look: a file that grows is left alone
_stuck: dict[Path, tuple[int, int]] = {}  # the same of files that could not be taken: they are, once they have changed


def look() -> None:
    """One look into every folder, where there is one to be watched."""
    if settings.INBOX is None or not settings.INBOX.is_dir():
        return
    waiting = {path: _state(path) for folder in _folders(settings.INBOX) for path in _files(folder)}
    complete = [path for path, state in waiting.items() if _sizes.get(path) == state != _stuck.get(path)]
    _sizes.clear()
    _sizes.update(waiting)
    for path in sorted(complete):
        try:
            _take(path)
        except OperationalError:
            raise  # the database is away, and no file is to blame
        except Exception:  # what one file brings about holds up no other
            _stuck[path] = waiting[path]
            _log.exception("A file in the watched folder is left alone until it changes: %s", path)


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
    links = [str(folder / name) for name in (DONE, REFUSED) if (folder / name).is_symlink()]
    if links:
        _log.error("Put a folder in place of %s: it is a link, and none is followed.", " and ".join(links))
        raise OSError("a link")
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
    try:
        content = _read(path)
        with acting(org, None, "a file lay in the watched folder", origin="watched folder"):
            stage_file(content, path.name, by=None, org=org, at=now())
    except Refused as refusal:
        return str(refusal)
    except OSError as fault:
        return f"The file cannot be read: {fault.strerror}."
    except OperationalError:
        raise
    except Exception:
        _log.exception("A file in the watched folder could not be staged: %s", path)
        return "The file could not be read, by a fault of the program. The log says more."
    return ""


def _read(path: Path) -> bytes:
    """What a file holds, looked at and read through one handle. Raises Refused and OSError."""
    with os.fdopen(os.open(path, os.O_RDONLY | NO_LINK | getattr(os, "O_NONBLOCK", 0)), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise Refused({"file": "This is no file."})
        content = file.read(LARGEST_BYTES + 1)
    if len(content) > LARGEST_BYTES:
        raise Refused({"file": f"The file is larger than {LARGEST_BYTES // 1024 // 1024} MB."})
    return content


def _move(path: Path, where: str, why: str) -> None:
    """To the folder beside it, under a name that is free there; with a text that says why, where there is a reason.

    Raises
    ------
    OSError : the folder cannot be written; the file stays where it is.
    """
    to = path.parent / where
    to.mkdir(exist_ok=True)
    target, number = to / path.name, 1
    while os.path.lexists(target) or os.path.lexists(_reason_of(target)):
        number += 1
        target = to / f"{path.stem} ({number}){path.suffix}"
    if why:
        made = os.open(_reason_of(target), os.O_WRONLY | os.O_CREAT | os.O_EXCL | NO_LINK, 0o666)
        with os.fdopen(made, "w", encoding="utf-8") as text:
            text.write(f"{why}\n")
        _log.warning("A file in the watched folder was refused: %s", why)
    os.replace(path, target)
    _sizes.pop(path, None)


def _reason_of(target: Path) -> Path:
    return target.with_name(f"{target.name}.txt")
