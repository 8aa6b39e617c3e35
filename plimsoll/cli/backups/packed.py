"""The file of a backup: a tar, encrypted while it is written (age), and there whole or not at all.

It is written under another name beside its place, read again from the disk, and given its name only then.
"""

import hashlib
import os
import re
import tarfile
import time
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import IO, Any

from pyrage import DecryptError, decrypt_io, encrypt_io

from plimsoll.cli.backups.faults import Differs, Unusable

CONTENTS, DUMP, SEALS, REMOVALS = "contents.json", "records.dump", "seals", "removals"
DOCUMENT = re.compile(r"documents/(?P<org>[0-9a-f-]{36})/(?P<digest>[0-9a-f]{64})")
UNFINISHED = ".unfinished"
FORGOTTEN_SECONDS = 24 * 60 * 60  # nobody writes a backup for so long: whoever began it was killed
PIECE = 1024 * 1024

Member = tuple[str, Path | bytes]  # its name, and where it is or what is in it


def pack(target: Path, recipients: Sequence[Any], members: Iterator[Member]) -> str:
    """Writes a file that only the recipients can open; its digest (SHA-256, hexadecimal), which stands beside it too.

    Raises
    ------
    Unusable : there is such a file already, or it could not be encrypted.
    Differs : what the disk gives back is not what was written.
    OSError : it cannot be written.
    """
    if target.exists():
        raise Unusable(f"{target} is there already, and is left as it is.")
    _sweep(target.parent)
    aside = _aside(target)
    try:
        digest = _encrypted(aside, recipients, members)
        if _digest_on_disk(aside) != digest:
            raise Differs(
                f"What the disk gives back is not what was written to {target.parent}, so nothing is kept there. Look at "
                "the disk, and make the backup elsewhere."
            )
        aside.rename(target)
    finally:
        aside.unlink(missing_ok=True)
    _note_digest(target, digest)
    _settle(target.parent)
    return digest


def unpack(source: Path, identities: Sequence[Any], into: Path) -> None:
    """Opens a file into a folder: all of it was authentic when this returns.

    Raises
    ------
    Unusable : none of the keys opens it, it was cut or changed, or it holds what no backup holds.
    OSError : it cannot be read, or the folder not be written.
    """
    _check_digest(source)
    with source.open("rb") as encrypted:
        out = _Told(encrypted)
        faults = _through_a_pipe(
            lambda plain: decrypt_io(out, plain, identities), lambda plain: _extract(plain, into), first_writes=True
        )
    for fault in faults:
        if isinstance(fault, DecryptError) or (
            isinstance(fault, OSError) and fault.errno is None
        ):  # in the middle of it
            raise Unusable(_unopened(source, fault)) from None
    for fault in faults:
        if isinstance(fault, tarfile.TarError):
            raise Unusable(f"{source} was opened, and it is no backup of Plimsoll.") from None
        raise fault


# ---- writing --------------------------------------------------------------------------------------------------------


class _Told:
    """A file, with the digest of what goes through it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._digest = file, hashlib.sha256()
        self.fault: OSError | None = None  # what the file itself said: the encryption says it in words of its own

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(size)
        self._digest.update(piece)
        return piece

    def write(self, piece: bytes) -> int:
        self._digest.update(piece)
        try:
            return self._file.write(piece)
        except OSError as fault:
            self.fault = fault
            raise

    def flush(self) -> None:
        self._file.flush()

    def hexdigest(self) -> str:
        return self._digest.hexdigest()


def _encrypted(aside: Path, recipients: Sequence[Any], members: Iterator[Member]) -> str:
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        told = _Told(file)
        faults = _through_a_pipe(
            lambda plain: encrypt_io(plain, told, recipients), lambda plain: _fill(plain, members), first_writes=False
        )
        for fault in faults:
            raise told.fault or fault
        file.flush()
        os.fsync(file.fileno())
    return told.hexdigest()


def _fill(plain: IO[bytes], members: Iterator[Member]) -> None:
    with tarfile.open(fileobj=plain, mode="w|", format=tarfile.PAX_FORMAT) as tar:
        for name, content in members:
            entry = tarfile.TarInfo(name)
            if isinstance(content, bytes):
                entry.size = len(content)
                tar.addfile(entry, BytesIO(content))
                continue
            with content.open("rb") as file:
                entry.size = os.fstat(file.fileno()).st_size
                tar.addfile(entry, file)


def _through_a_pipe(
    beside: Callable[[IO[bytes]], Any], here: Callable[[IO[bytes]], Any], *, first_writes: bool
) -> list[Exception]:
    """Two at once, one writing into a pipe what the other reads: `beside` in a thread, `here` in ours. What went wrong, that
    of the thread first: where it ends early, the other only sees that the pipe is broken."""
    read, write = (os.fdopen(end, mode) for end, mode in zip(os.pipe(), ("rb", "wb"), strict=True))
    theirs, ours = (write, read) if first_writes else (read, write)
    faults: list[Exception] = []

    def run() -> None:
        try:
            with theirs:
                beside(theirs)
        except BrokenPipeError:
            pass  # ours ended early, and says why itself
        except Exception as fault:
            faults.append(fault)

    thread = Thread(target=run, name="encryption")
    thread.start()
    mine: list[Exception] = []
    try:
        with ours:
            here(ours)
    except BrokenPipeError:
        pass  # the thread says why
    except Exception as fault:
        mine.append(fault)
    finally:
        thread.join()
    return faults + mine


def _aside(target: Path) -> Path:
    return target.with_name(f".{target.name}{UNFINISHED}")


def _sweep(folder: Path) -> None:
    """What killed backups left is taken away: under such a name, and long untouched."""
    for left in folder.glob(f".plimsoll-*{UNFINISHED}"):
        if time.time() - left.stat().st_mtime > FORGOTTEN_SECONDS:
            left.unlink(missing_ok=True)


def _digest_on_disk(path: Path) -> str:
    with path.open("rb") as file:
        if hasattr(os, "posix_fadvise"):  # from the disk, and not out of memory
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return hashlib.file_digest(file, "sha256").hexdigest()


def _beside(target: Path) -> Path:
    return target.with_name(f"{target.name}.sha256")


def _note_digest(target: Path, digest: str) -> None:
    """As `sha256sum --check` reads it."""
    _beside(target).write_text(f"{digest}  {target.name}\n", encoding="utf-8")


def _settle(folder: Path) -> None:
    """Has the disk write down which files are in a folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# ---- reading --------------------------------------------------------------------------------------------------------


def _check_digest(source: Path) -> None:
    if not source.is_file():
        raise Unusable(f"There is no file {source}.")
    noted = _beside(source)
    if noted.exists() and noted.read_text(encoding="utf-8", errors="replace").split()[:1] != [_digest_on_disk(source)]:
        raise Unusable(
            f"{source} is not what was written: its digest is not the one in {noted.name}. It was changed or cut on "
            "the way. Take another copy of it."
        )


def _extract(plain: IO[bytes], into: Path) -> None:
    with tarfile.open(fileobj=plain, mode="r|") as tar:
        for member in tar:
            document = DOCUMENT.fullmatch(member.name)
            if not member.isfile() or not (document or member.name in (CONTENTS, DUMP, SEALS, REMOVALS)):
                raise tarfile.ReadError(member.name)
            content = tar.extractfile(member)
            assert content is not None
            place = into / member.name
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with place.open("xb") as file:
                while piece := content.read(PIECE):
                    file.write(piece)
    while plain.read(PIECE):
        pass  # to the end: only there is it known that nothing was cut


def _unopened(source: Path, fault: Exception) -> str:
    if "No matching keys" in str(fault):
        return f"The private key does not open {source}: it was made for another one. Take the key that belongs to it."
    return f"{source} cannot be opened ({fault}): it is no backup, or it was changed or cut. Take another copy of it."
