"""What a browser does, for a person who writes: signs in, keeps the session, sends a form."""

import json
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit
from uuid import UUID

SECONDS = 10.0  # the longest wait for an answer
FOUND, OK = 302, 200


class NoAnswer(Exception):
    """No answer came, or another one than that it is done: whether it was done, nobody knows."""


class Browser:
    """One person's; a connection for each request, as the one before may have led to a process that is gone."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.host, self.port = parts.hostname or "", parts.port or 80
        self.cookies: dict[str, str] = {}

    def sign_in(self, org: UUID, worker: UUID) -> None:
        """As somebody of an invented town."""
        self._ask("GET", "/sign-in")
        status, to, _ = self._ask("POST", "/sign-in", {"who": f"{org}:{worker}"})
        if status != FOUND or "sign-in" in to:
            raise NoAnswer(f"signing in was answered with {status}")

    def write(self, case: UUID, key: UUID) -> None:
        """On the record of a case, under a key of the form."""
        form = {
            "key": str(key),
            "kind": "CASE_NOTE",
            "happened": "yesterday",
            "time": "9:30",
            "text": f"Written as {key}.",
        }
        status, to, _ = self._ask("POST", f"/cases/{case}/record", form)
        if status != FOUND or urlsplit(to).path != f"/records/{key}":
            raise NoAnswer(f"writing was answered with {status}, to '{to}'")

    def save_draft(self, case: UUID, key: UUID, version: int, text: str) -> None:
        """Keeps what is typed into a form about a case, going on from a saving (0 for none)."""
        form = {
            "key": str(key),
            "kind": "CASE_NOTE",
            "happened": "yesterday",
            "text": text,
            "version": str(version),
            "save_draft": "quietly",
        }
        status, _, said = self._ask("POST", f"/cases/{case}/record", form)
        if status != OK or json.loads(said)["version"] != version + 1:
            raise NoAnswer(f"saving a draft was answered with {status}: {said[:200]}")

    def page(self, path: str) -> tuple[int, str]:
        """A page: its status and text."""
        status, _, text = self._ask("GET", path)
        return status, text

    def _ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if form is not None:
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "X-CSRFToken": self.cookies.get("csrf", ""),
            }
        connection = HTTPConnection(self.host, self.port, timeout=SECONDS)
        try:
            connection.request(method, path, urlencode(form) if form is not None else None, headers)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
        except (OSError, HTTPException) as fault:
            raise NoAnswer(f"{method} {path}: {fault}") from None
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return answer.status, answer.headers.get("Location", ""), text
