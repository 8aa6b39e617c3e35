"""No process outlives the one that started it, however that one ended.

Whoever starts a process gives it a pipe as standard input, and writes nothing to it but one empty line to begin. When the
pipe ends, the starter is gone, even if it was killed without a chance to say so; on every system, and without asking
again and again.
"""

import multiprocessing
import os
import signal
import time
from threading import Thread

END_OF_PIPE = b""


def end_with_starter(*, grace_seconds: float) -> None:
    """From now on, when standard input ends, this process is asked to stop, and after a while killed with its children."""
    Thread(target=_wait_for_starter, args=(grace_seconds,), daemon=True, name="lifeline").start()


def _wait_for_starter(grace_seconds: float) -> None:
    wait_for_end()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(grace_seconds)
    if os.getpgrp() == os.getpid():  # the group is ours alone
        os.killpg(0, signal.SIGKILL)
    os.kill(os.getpid(), signal.SIGKILL)


def wait_for_go() -> bool:
    """Returns when the starter says that all is ready, by one line on standard input; False when it is gone."""
    return os.read(0, 1) != END_OF_PIPE


def wait_for_end() -> None:
    """Returns when standard input ends."""
    while os.read(0, 1) != END_OF_PIPE:
        pass


def end_with_parent() -> None:
    """The same for a process of `multiprocessing`, which knows its parent: it is killed when that one is gone."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        Thread(target=_wait_for_parent, args=(parent,), daemon=True, name="lifeline").start()


def _wait_for_parent(parent: "multiprocessing.process.BaseProcess") -> None:
    parent.join()
    os.kill(os.getpid(), signal.SIGKILL)
