"""Whether a row of a file can be of the child who has its reference here, by name, day of birth and NHS number. Pure."""

from collections.abc import Mapping
from datetime import date

from plimsoll.core.merge import Key
from plimsoll.core.terms import About
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries import matters
from plimsoll.queries.new_case import names_alike
from plimsoll.records.names import sort_name

WHO = ("given_name", "family_name", "born_on", "nhs_number")
NAMES = {"given_name", "family_name"}
SAME_CHILD = Key(About.CHILD, matters.SAME_CHILD)  # what is asked where it may be another child
SHORTEST = 3  # letters of which the beginning of a name stands for it: 'Alex' for 'Alexander'
A_YEAR = 365  # days by which a birth is not corrected where nothing else says who it is

Who = Mapping[str, str]


def who(said: Mapping[Key, str]) -> Who:
    """Who a row is about: what of WHO it says."""
    return {name: said[key] for name in WHO if said.get(key := Key(About.CHILD, name))}


def is_another(here: Who, there: Who) -> bool:
    """Whether two contradict each other so that they may be two children: one of name, birth and NHS number can be mistyped
    or corrected, two of them not. What is not known on both sides says nothing.

    >>> ivy = {"given_name": "Ivy", "family_name": "Marsh", "born_on": "2018-05-04"}
    >>> is_another(ivy, {**ivy, "born_on": "2011-05-04"}), is_another(ivy, {**ivy, "given_name": "Sol"})
    (False, False)
    >>> is_another(ivy, {**ivy, "born_on": "2011-05-04", "given_name": "Sol"})
    True
    """
    both = {name for name in WHO if here.get(name) and there.get(name)}
    other = {name for name in both if not _same(name, here[name], there[name])}
    if "nhs_number" in both - other:
        return False
    names, other_names = both & NAMES, set() if _turned(here, there) else other & NAMES
    if len(other - NAMES) + bool(other_names) > 1:
        return True
    if not names:
        return "born_on" in other and _apart(here["born_on"], there["born_on"]) > A_YEAR
    return "born_on" not in both and other_names == NAMES


def who_words(said: Who) -> str:
    """Who somebody is, as people read it.

    >>> who_words({"given_name": "Ivy", "family_name": "Marsh", "born_on": "2018-05-04"})
    'Ivy Marsh, born Fri 4 May 2018'
    """
    name = f"{said.get('given_name', '')} {said.get('family_name', '')}".strip() or "no name"
    born = f"born {day_words(date.fromisoformat(said['born_on']))}" if said.get("born_on") else "no day of birth"
    number = f", NHS number {said['nhs_number']}" if said.get("nhs_number") else ""
    return f"{name}, {born}{number}"


def _same(name: str, here: str, there: str) -> bool:
    if name in ("born_on", "nhs_number"):
        return here == there
    one, other = sort_name(here), sort_name(there)
    shorter, longer = sorted((one, other), key=len)
    return names_alike(here, there) or (len(shorter) >= SHORTEST and longer.startswith(shorter))


def _turned(here: Who, there: Who) -> bool:
    """Whether both have the same names, in another order or parted otherwise."""

    def words(said: Who) -> list[str]:
        return sorted(
            sort_name(f"{said.get('given_name', '')} {said.get('family_name', '')}").replace("-", " ").split()
        )

    return words(here) == words(there) != []


def _apart(here: str, there: str) -> int:
    return abs((date.fromisoformat(here) - date.fromisoformat(there)).days)
