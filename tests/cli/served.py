"""`plimsoll serve` as a process, and everything that belongs to it."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.request import urlopen

from plimsoll.config.embedded import cluster

PATIENCE_SECONDS = 60


def table() -> dict[int, tuple[int, str]]:
    """Parent and command of every process that runs; the dead who were not buried yet do not count."""
    command = ["ps", "-e", "-o", "pid=,ppid=,stat=,args="]
    shown = subprocess.run(command, capture_output=True, text=True, check=True)
    rows = [line.split(None, 3) for line in shown.stdout.splitlines()]
    return {int(pid): (int(parent), what) for pid, parent, state, what in rows if not state.startswith("Z")}


def family(pid: int) -> dict[int, str]:
    """A process and all below it."""
    there, found = table(), {pid}
    while more := {child for child, (parent, _) in there.items() if parent in found} - found:
        found |= more
    return {one: there[one][1] for one in found if one in there}


def wait_until_gone(pids: Iterable[int], seconds: float) -> list[str]:
    """What is still there after so many seconds at most."""
    end = time.monotonic() + seconds
    while (left := [what for pid, (_, what) in table().items() if pid in set(pids)]) and time.monotonic() < end:
        time.sleep(0.05)
    return left


def database_pid(home: Path) -> int | None:
    """The embedded server's."""
    note = cluster(home).data / "postmaster.pid"
    return int(note.read_text().split()[0]) if note.exists() else None


class Served:
    """A running `plimsoll serve`, or other Python that serves; what it says is read as it comes."""

    def __init__(
        self, home: Path, *options: str, command: Sequence[str] = (), port: str = "0", **environment: str
    ) -> None:
        self.home = home
        self.said = home.parent / f"said-{time.monotonic_ns()}"
        with self.said.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, *(command or ["-m", "plimsoll", "serve", "--port", port, *options])],
                stderr=log,
                stdout=log,
                stdin=subprocess.DEVNULL,
                env=os.environ | {"PLIMSOLL_HOME": str(home)} | environment,
                start_new_session=True,  # a terminal of its own
            )

    def text(self) -> str:
        """All that it said so far."""
        return self.said.read_text()

    def wait_for(self, words: str) -> str:
        """Waits until it says so."""
        end = time.monotonic() + PATIENCE_SECONDS
        while words not in self.text():
            assert self.process.poll() is None, self.text()
            assert time.monotonic() < end, self.text()
            time.sleep(0.05)
        return self.text()

    def address(self) -> str:
        """Waits until it answers."""
        found = re.search(r"http://localhost:\d+/", self.wait_for("Plimsoll is at"))
        assert found
        return found.group().replace("localhost", "127.0.0.1")

    def healthy(self) -> bool:
        """Whether a page is answered."""
        with urlopen(self.address() + "health", timeout=10) as answer:  # noqa: S310 - our own address
            return bool(answer.read() == b"ok\n")

    def everything(self) -> dict[int, str]:
        """All its processes, the embedded server's among them."""
        found = family(self.process.pid)
        database = database_pid(self.home)
        return found | (family(database) if database else {})

    def pids(self, words: str) -> list[int]:
        """Its processes with these words in their command."""
        return sorted(pid for pid, what in self.everything().items() if words in what)

    def wait_for_pid(self, words: str, *, not_in: Iterable[int] = ()) -> int:
        """Waits for a process with these words in its command."""
        end = time.monotonic() + PATIENCE_SECONDS
        while not (found := [pid for pid in self.pids(words) if pid not in set(not_in)]):
            assert time.monotonic() < end, self.text()
            time.sleep(0.05)
        return found[0]

    def end(self, number: int = signal.SIGTERM) -> int:
        """Ends it, and says with which status."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(PATIENCE_SECONDS)
