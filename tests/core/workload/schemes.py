"""The shipped schemes as tests read them, and Wirral's shape with every blank filled in."""

import re
from functools import cache
from importlib.resources import files

from plimsoll.core.workload.reading import parse
from plimsoll.core.workload.scheme import Scheme

SHIPPED = ("moj_wmt", "plimsoll_hours", "wirral")


def text_of(key: str) -> str:
    """Text of a shipped scheme."""
    return (files("plimsoll") / "rulebooks" / "schemes" / f"{key}.toml").read_text(encoding="utf-8")


@cache
def scheme_of(key: str) -> Scheme:
    """A shipped scheme; FILLED is Wirral's shape with numbers invented for the test."""
    return parse(filled_text() if key == "FILLED" else text_of(key))


def filled_text() -> str:
    """Wirral's shape as an organisation might fill it in: every case 6.5 points, 37 hours, a whole stable element."""
    text = text_of("wirral")
    kinds = re.findall(r'"weights\.(\w+)"', text)
    head = "full_time_hours = 37\nin_force_from = 2027-01-01\nreview_interval_weeks = 4\n"
    text = re.sub(r"blank = \[.*?\]", head, text, flags=re.DOTALL)
    text = text.replace('counted_in = "LOAD"', 'counted_in = "LOAD"\npart_time = "WHOLE"')
    return text.replace("[weights]", "[weights]\n" + "".join(f"{kind} = 6.5\n" for kind in kinds))
