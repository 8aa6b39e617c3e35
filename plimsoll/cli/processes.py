"""Processes that belong to a command: started, watched, started anew when they die, and all ended with it."""

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

STOP_SECONDS = 8.0
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
SOUND_SECONDS = 60.0  # one that ran this long was sound: its next death counts as the first
MOST_DEATHS = 5
LOOK_SECONDS = 1.0


class Died(Exception):
    """A process died again and again; the message says which, and what to do."""


class Signals:
    """Remembers that the command was asked to stop, and wakes whoever waits. Asked twice, it is in a hurry.

    Handlers only note: nothing is cut off in the middle of being started.
    """

    ASKING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def __init__(self) -> None:
        self.asked = 0

    def __enter__(self) -> "Signals":
        self._wakes, self._woken = os.pipe()
        os.set_blocking(self._wakes, False)
        os.set_blocking(self._woken, False)
        self._before_fd = signal.set_wakeup_fd(self._woken, warn_on_full_buffer=False)
        self._before = {number: signal.signal(number, self._note) for number in self.ASKING}
        self._before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda *_: None)  # only so that it wakes us
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._before_fd)
        os.close(self._wakes)
        os.close(self._woken)

    def _note(self, number: int, frame: Any) -> None:
        self.asked += 1

    def wait(self, seconds: float) -> None:
        """Until a signal comes, a child dies or the time is over."""
        select.select([self._wakes], [], [], max(0.0, seconds))
        with suppress(BlockingIOError):
            while os.read(self._wakes, 512):
                pass


@dataclass
class Process:
    """One process, by what people call it; `what` are the arguments of Python. `well`: whether it does what it is for, where
    that can be asked; one that did is in no row of deaths."""

    called: str
    what: Sequence[str]
    environment: dict[str, str] = field(default_factory=dict)
    well: Callable[[], bool] | None = None
    running: subprocess.Popen[bytes] | None = None
    began: float = 0.0
    deaths: int = 0
    again_at: float = 0.0

    def start(self, *, hold: bool = False) -> None:
        """Starts it in a session of its own, so that keys pressed in the terminal reach the command alone. Its standard
        input is a pipe that ends with us (`plimsoll.config.lifeline`). Held, it gets ready and waits to be let go on."""
        self.began = time.monotonic()
        self.running = subprocess.Popen(
            [sys.executable, "-P", *self.what],
            stdin=subprocess.PIPE,
            env=os.environ | self.environment,
            start_new_session=True,
        )
        if not hold:
            self.go()

    def go(self) -> None:
        """Lets one that was held go on."""
        assert self.running is not None
        assert self.running.stdin is not None
        with suppress(BrokenPipeError):  # it is dead already, and that is seen elsewhere
            self.running.stdin.write(b"\n")
            self.running.stdin.flush()

    def ask_to_stop(self) -> None:
        """Lets it finish what it is at."""
        if self.lives():
            assert self.running is not None
            self.running.terminate()

    def kill(self) -> None:
        """Ends it and whatever it started."""
        if self.running is None:
            return
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait()

    def lives(self) -> bool:
        """Whether it runs."""
        return self.running is not None and self.running.poll() is None

    def status(self) -> int | None:
        """How it ended; nothing where it runs or never did."""
        return None if self.running is None else self.running.poll()

    def let_go(self) -> None:
        """Closes the pipe to one that is dead."""
        if self.running is not None and self.running.stdin is not None:
            self.running.stdin.close()


def watch(
    processes: Sequence[Process],
    signals: Signals,
    say: Callable[[str], None],
    *,
    look: Callable[[], bool] | None = None,
) -> None:
    """Until asked to stop, starts anew what dies, each time after a longer pause.

    Parameters
    ----------
    look : called each second; looks after what all of them stand on, and says whether that had died: then their own deaths
        do not count.

    Raises
    ------
    Died : one died too often.
    """
    while not signals.asked:
        pause = LONGEST_PAUSE_SECONDS if look is None else LOOK_SECONDS
        if look is not None and look():
            for process in processes:
                process.deaths, process.again_at = 0, 0.0
        for process in processes:
            if process.running is not None and not process.lives():
                _mourn(process, say)
            elif process.deaths and process.well is not None and process.running is not None:
                pause = min(pause, LOOK_SECONDS)
                process.deaths = 0 if process.well() else process.deaths
            if process.running is None:
                wait = process.again_at - time.monotonic()
                if wait <= 0:
                    process.start()
                else:
                    pause = min(pause, wait)
        signals.wait(pause)
    for process in processes:
        process.ask_to_stop()


def _mourn(process: Process, say: Callable[[str], None]) -> None:
    assert process.running is not None
    how = _how(process.running.returncode)
    process.kill()  # what it may have left behind
    process.let_go()
    lived = time.monotonic() - process.began
    process.running = None
    process.deaths = process.deaths + 1 if lived < SOUND_SECONDS else 1
    if process.deaths >= MOST_DEATHS:
        raise Died(
            f"The {process.called} ended {process.deaths} times in a row ({how}). What it said stands above; "
            "`plimsoll doctor` looks for the cause."
        )
    pause = min(FIRST_PAUSE_SECONDS * 2 ** (process.deaths - 1), LONGEST_PAUSE_SECONDS)
    process.again_at = time.monotonic() + pause
    say(f"The {process.called} ended unexpectedly ({how}). It is started again in {pause:g} s.")


def _how(status: int) -> str:
    return f"by {signal.Signals(-status).name}" if status < 0 else f"with {status}"


def stop(processes: Sequence[Process], signals: Signals) -> None:
    """Asks all to stop, and kills what has not stopped after a while, or at once when asked again."""
    for process in processes:
        process.ask_to_stop()
    asked, end = signals.asked, time.monotonic() + STOP_SECONDS
    while any(process.lives() for process in processes) and time.monotonic() < end and signals.asked <= asked:
        signals.wait(0.2)
    for process in processes:
        process.kill()
        process.let_go()
