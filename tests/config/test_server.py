"""How the web server is started."""

from typing import Any

import pytest
from granian.constants import HTTPModes

from plimsoll.config import server


def test_whoever_sends_slowly_is_cut_off_and_nothing_is_logged_of_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, Any] = {}

    class Noted:
        def __init__(self, target: str, **more: Any) -> None:
            given.update(more)

        def serve(self, **more: Any) -> None:
            pass

    monkeypatch.setattr(server, "Server", Noted)
    for name in ("wait_for_go", "end_with_starter"):
        monkeypatch.setattr(server, name, lambda **more: True)

    server.serve("127.0.0.1", 8000, 2)

    assert given["http1_settings"].header_read_timeout == 10_000
    assert given["http"] is HTTPModes.http1
    assert (given["websockets"], given.get("log_access", False)) == (False, False)
