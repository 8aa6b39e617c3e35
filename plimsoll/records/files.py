"""Files that are kept with cases: plain files in a folder of their own, apart from everything that the web server hands out.

A file lies at <organisation>/<first two signs>/<digest>, so that the same file is kept once and one that was changed is
known. It is there whole or not at all, and on the disk before anything says so. It is never changed, and taken away only
with the last record that names it.
"""

import hashlib
import os
import tempfile
from pathlib import Path
from uuid import UUID

from django.conf import settings

_PIECE = 1024 * 1024


class FileGone(Exception):
    """A file is not in its place, or not what it was."""


def keep(org: UUID, source: Path) -> tuple[str, int]:
    """Keeps a copy of a file; its digest (SHA-256, hexadecimal) and its size in bytes."""
    folder = _folder(org)
    folder.parent.parent.mkdir(parents=True, exist_ok=True)
    for each in (folder.parent, folder):
        each.mkdir(exist_ok=True, mode=0o700)
    digest, size = hashlib.sha256(), 0
    handle, name = tempfile.mkstemp(dir=folder)  # readable by its user alone
    made = Path(name)
    try:
        with source.open("rb") as read, os.fdopen(handle, "wb") as write:
            while piece := read.read(_PIECE):
                digest.update(piece)
                size += len(piece)
                write.write(piece)
            write.flush()
            os.fsync(write.fileno())
        place = _place(org, digest.hexdigest())
        place.parent.mkdir(exist_ok=True, mode=0o700)
        made.replace(place)
        _settle(place.parent)
    finally:
        made.unlink(missing_ok=True)
    return digest.hexdigest(), size


def read(org: UUID, digest: str) -> bytes:
    """What is in a file that was kept.

    Raises
    ------
    FileGone : it is not there, or was changed since.
    """
    try:
        content = _place(org, digest).read_bytes()
    except OSError as fault:
        raise FileGone from fault
    if hashlib.sha256(content).hexdigest() != digest:
        raise FileGone
    return content


def forget(org: UUID, digest: str) -> None:
    """Takes a file away that no row names any more; nothing where it is not there."""
    place = _place(org, digest)
    place.unlink(missing_ok=True)
    if place.parent.exists():
        _settle(place.parent)


def _folder(org: UUID) -> Path:
    return Path(settings.DOCUMENTS) / str(org)


def _place(org: UUID, digest: str) -> Path:
    return _folder(org) / digest[:2] / digest


def _settle(folder: Path) -> None:
    """Has the disk write down which files are in a folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
