"""What is said to be still to come is used by nothing, and everything else by something."""

import re
from pathlib import Path

from plimsoll.core import access
from plimsoll.core.access import COMING, Permission

HERE = Path(access.__file__)


def test_what_is_coming_is_not_there_yet_and_the_rest_is():
    others = [path.read_text(encoding="utf-8") for path in HERE.parents[1].rglob("*.py") if path != HERE]
    used = {Permission[name] for name in re.findall(r"\bPermission\.([A-Z_]+)\b", "\n".join(others))}

    assert used == set(Permission) - COMING
