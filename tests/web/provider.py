"""A real OpenID provider on this machine, for the tests: `provider.mjs`, run by Node; and a person who signs in there."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from plimsoll.web.assets import MODULES, find_node

HERE = Path(__file__).parent
MISSING = "The tests of signing in by a provider need npm's oidc-provider. Run: make assets"


class Provider:
    """One that runs. As a person sees it, it asks who they are and believes them."""

    def __init__(self, redirect_uri: str) -> None:
        self._process = subprocess.Popen(
            [find_node().node, str(HERE / "provider.mjs"), redirect_uri],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert self._process.stdout is not None
        self.address = self._process.stdout.readline().strip()

    def end(self) -> None:
        """Ends it."""
        self._process.kill()
        self._process.communicate()

    def be(self, **odd: Any) -> None:
        """From now on its answers are by so many `seconds` later, make other `claims`, are signed with a `foreign` key, or
        lead on, of a path that begins with `moved`, to another; by nothing it is sound again."""
        requests.post(f"{self.address}/control", data=json.dumps(odd), timeout=10)

    def visit(self, address: str, login: str, *, known: requests.Session | None = None) -> str:
        """Where somebody is sent back to who went there; known : their browser, where it was there before."""
        browser = known or requests.Session()
        answer = browser.get(address, allow_redirects=False, timeout=10)
        while answer.is_redirect and urlsplit(answer.headers["Location"]).netloc in ("", urlsplit(self.address).netloc):
            answer = browser.get(self.address + urlsplit(answer.headers["Location"])._replace(scheme="", netloc="").geturl(),
                                 allow_redirects=False, timeout=10)  # fmt: skip
            if "Who are you?" in answer.text:
                answer = browser.post(answer.url, data={"login": login}, allow_redirects=False, timeout=10)
        if not answer.is_redirect:
            raise AssertionError(re.sub(r"<[^>]+>", " ", answer.text))
        return str(answer.headers["Location"])


@contextmanager
def running(redirect_uri: str) -> Iterator[Provider]:
    """A provider that sends people back to one address and no other; skips where it is not installed."""
    if not (MODULES / "oidc-provider").is_dir() or not shutil.which(find_node().node):
        pytest.skip(MISSING)
    one = Provider(redirect_uri)
    try:
        yield one
    finally:
        one.end()
