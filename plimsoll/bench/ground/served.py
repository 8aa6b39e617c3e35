"""`plimsoll serve`, or what leads to it, as a process that says where it serves and ends when asked."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile

PATIENCE_SECONDS = 1800.0  # installing on a slow line
STOP_SECONDS = 30.0
ADDRESS = re.compile(r"Plimsoll is at http://localhost:(\d+)/")


class Served:
    """Runs inside `with`; what it says is read as it comes."""

    def __init__(
        self, home: Path, environment: Mapping[str, str], *options: str, command: Sequence[str] = (), **more: object
    ) -> None:
        self.home = home
        self.command = list(command) or [sys.executable, "-m", "plimsoll", "serve", "--port", "0", *options]
        self.environment, self.more = dict(environment), more

    def __enter__(self) -> "Served":
        self._said = NamedTemporaryFile("w+", encoding="utf-8")
        self._process = subprocess.Popen(
            self.command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=self._said,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # a terminal of its own, so that Ctrl-C there is not one here
            **self.more,  # type: ignore[call-overload]
        )
        return self

    def __exit__(self, *_: object) -> None:
        self.end()
        self._said.close()

    @property
    def pid(self) -> int:
        """Of the process that was started."""
        return self._process.pid

    def text(self) -> str:
        """All that it said so far."""
        return Path(self._said.name).read_text(encoding="utf-8", errors="replace")

    def wait_for(self, words: str, *, or_for: str | None = None) -> bool:
        """Until it says so; False where it says the other first.

        Raises
        ------
        RuntimeError : it ended, or did not say so in time.
        """
        end = time.monotonic() + PATIENCE_SECONDS
        while words not in (said := self.text()):
            if or_for is not None and or_for in said:
                return False
            last = " / ".join(said.strip().splitlines()[-3:])
            if self._process.poll() is not None:
                raise RuntimeError(f"it ended with {self._process.returncode}: {last}")
            if time.monotonic() > end:
                raise RuntimeError(f"it did not say '{words}' in {PATIENCE_SECONDS:g} s: {last}")
            time.sleep(0.02)
        return True

    def address(self) -> str:
        """Where it serves, once it says so."""
        self.wait_for("(Ctrl-C ends it)")
        found = ADDRESS.search(self.text())
        assert found, self.text()
        return f"http://127.0.0.1:{found.group(1)}"

    def end(self) -> int:
        """Presses Ctrl-C in its terminal; the status with which it ended."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGINT)
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
        return self._process.wait()
