"""From a clean clone to the first page, and to the next one after a second start; as root in a closed folder and as an
ordinary user.

What is cloned is the last commit. Packages come as the account gets them: out of its cache, or over its line.
"""

import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import mkdtemp

import typer

import plimsoll
from plimsoll.bench.ground.pages import OK, Browser, NoAnswer
from plimsoll.bench.ground.scratch import Scratch
from plimsoll.bench.ground.served import Served
from plimsoll.bench.measure import Row
from plimsoll.config.embedded import SHARED, UNPRIVILEGED

FIRST_SECONDS, SECOND_SECONDS = 600.0, 5.0  # what is promised
REPOSITORY = Path(plimsoll.__file__).parents[1]
ANSWER_SECONDS = 30.0
STARTS = 3  # after the first; of their times the median
# What is said when each part begins, in their order; the first begins with the command.
PARTS = {
    "installing": "",
    "building the pages' styles and scripts": "Installing the locked packages of the pages",
    "starting the database": "Built the pages' styles",
    "making the town": "Making the invented town",
    "answering with the page": "Plimsoll is at",
}


@dataclass(frozen=True)
class Account:
    """As whom: a name in words, the user's entry where it is not our own, and the folder in which it clones."""

    called: str
    user: pwd.struct_passwd | None
    folder: Path


def rows(scratch: Scratch) -> Iterator[Row]:
    """Seconds to the first page, its parts, and to the page after a second start."""
    if not (REPOSITORY / ".git").exists():
        raise RuntimeError("what is installed here is no clone, so there is nothing to clone")
    for account in _accounts(scratch):
        try:
            yield from _measured(scratch, account)
        finally:
            shutil.rmtree(account.folder, ignore_errors=True)


def _accounts(scratch: Scratch) -> Iterator[Account]:
    if os.geteuid() != 0:
        typer.echo("As root it is not measured: this is an ordinary user.", err=True)
        yield Account("an ordinary user", None, scratch.folder / "ordinary")
        return
    yield Account("root in a folder closed to others", None, scratch.folder / "as root")
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    user = next((known[name] for name in reversed(UNPRIVILEGED) if name in known), None)
    if user is None:
        typer.echo("As an ordinary user it is not measured: this machine has none to lend.", err=True)
        return
    yield Account("an ordinary user", user, Path(mkdtemp(prefix="plimsoll-ground-", dir=SHARED)))


def _measured(scratch: Scratch, account: Account) -> Iterator[Row]:
    clone = account.folder / "plimsoll"
    account.folder.mkdir(mode=0o700, exist_ok=True)
    scratch.forget(clone / ".plimsoll" / "demo")
    begin = time.monotonic()
    # No links to the objects of the repository: their owner is changed below.
    git = ["git", "clone", "--quiet", "--no-hardlinks", str(REPOSITORY), str(clone)]
    subprocess.run(git, check=True, capture_output=True)
    if account.user:
        _give(account.folder, account.user)
    first, began = _page(scratch, account, clone, begin)
    what = f"as {account.called}: a clean clone until its first page"
    yield Row("ground", what, first, "s", "what is promised", FIRST_SECONDS, 1.0)
    ends = [*list(began.values())[1:], first]
    for (part, start), end in zip(began.items(), ends, strict=True):
        yield Row("ground", f"of that, {part}", end - start, "s", "all of it", first)
    again = [_page(scratch, account, clone, time.monotonic())[0] for _ in range(1 if scratch.quick else STARTS)]
    what = f"as {account.called}: a second start until its page"
    yield Row("ground", what, median(again), "s", "what is promised", SECOND_SECONDS, 1.0)


def _give(folder: Path, user: pwd.struct_passwd) -> None:
    for path in (folder, *folder.rglob("*")):
        os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)


def _page(scratch: Scratch, account: Account, clone: Path, begin: float) -> tuple[float, dict[str, float]]:
    """Says `make demo`, waits for the page and presses Ctrl-C: seconds since `begin` until the page, and until each part
    began that was told."""
    environment = scratch.own_environment(clone)
    for name in ("PLIMSOLL_HOME", "VIRTUAL_ENV", "PYTHONPATH", "MAKEFLAGS", "MAKELEVEL"):
        environment.pop(name, None)
    more: dict[str, object] = {"cwd": clone}
    if account.user:
        environment |= {"HOME": str(account.folder), "USER": account.user.pw_name, "LOGNAME": account.user.pw_name}
        more |= {"user": account.user.pw_uid, "group": account.user.pw_gid, "extra_groups": []}
    command = ["make", "demo", f"port={_free_port()}"]
    began = {"installing": 0.0}
    with Served(clone, environment, command=command, **more) as demo:
        for part, words in list(PARTS.items())[1:]:
            if demo.wait_for(words, or_for="(Ctrl-C ends it)"):
                began[part] = time.monotonic() - begin
        _wait_for_page(Browser(demo.address()))
        taken = time.monotonic() - begin
    return taken, began


def _wait_for_page(browser: Browser) -> None:
    """Until the page answers on which one signs in."""
    end = time.monotonic() + ANSWER_SECONDS
    while True:
        try:
            status, text = browser.page("/sign-in")
        except NoAnswer as fault:
            status, text = 0, str(fault)
        if status == OK and "Sign in" in text:
            return
        if time.monotonic() > end:
            raise RuntimeError(f"the page answers {status}: {text[:200]}")
        time.sleep(0.02)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
