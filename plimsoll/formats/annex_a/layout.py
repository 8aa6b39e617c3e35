"""The eleven lists as `lists.toml` describes them."""

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from plimsoll.formats.annex_a.wording import squeezed

KINDS = ("id", "name", "text", "date", "age", "int", "postcode", "code")


@dataclass(frozen=True)
class CodeSet:
    """A set of codes: every known spelling (squeezed) with its code, and a pattern for the code within other text.

    `wording` : how people see each code, in the order in which they are offered.
    """

    spellings: dict[str, str]
    wording: dict[str, str]
    find: re.Pattern[str] | None
    several: str | None

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """Each code that has a wording, and how people see it: its number too, where it is one that people know and the
        words do not say it."""

        def known(code: str, words: str) -> bool:
            return any(char.isdigit() for char in code) and "_" not in code and code not in words.split()

        return tuple(
            (code, f"{code}: {words}" if known(code, words) else words)
            for code, words in self.wording.items()
            if words != code
        )

    def code(self, text: str) -> str | None:
        """The code that `text` stands for, None if it stands for none or could stand for several."""
        known = self.spellings.get(squeezed(text))
        if known is not None or self.find is None:
            return known
        text = _LETTER_IN_FRONT.sub("", text.upper(), count=1)
        start = self.find.match(text)
        if start and self.several is None:
            return start.group(1)
        found = {match.group(1) for match in self.find.finditer(text)}
        if len(found) > 1:
            return self.several
        return found.pop() if found else None


_LETTER_IN_FRONT = re.compile(r"^(?:[A-Z]{1,2}1?\)|[A-Z]\.\s)\s*")


@dataclass(frozen=True)
class Column:
    """A column that lists have. `headers` are its known headers, squeezed; `kind` is one of KINDS; a `planned` date may lie
    ahead."""

    key: str
    name: str
    kind: str
    headers: frozenset[str]
    header: re.Pattern[str] | None
    codes: CodeSet | None
    once: bool
    planned: bool = False


@dataclass(frozen=True)
class ListLayout:
    """One of the eleven lists, or a table of another layout. `sheets` are names (squeezed) that its sheet goes by besides
    `List 6`; `may_lack` the columns whose absence is no fault."""

    number: int
    title: str
    sheets: frozenset[str]
    columns: tuple[Column, ...]
    required: frozenset[str]
    may_lack: frozenset[str]
    one_row_per_child: bool

    @property
    def id_key(self) -> str:
        """The column that says whom a row is about."""
        return self.columns[0].key

    def column_name(self, key: str) -> str:
        """What a column is called where several tables are meant: '8.placement_type'."""
        return f"{self.number}.{key}" if self.number else key


@dataclass(frozen=True)
class Layout:
    """All lists by number, the tabs that are none (squeezed), and how telling each column is of its list (0..1)."""

    lists: dict[int, ListLayout]
    ignored: frozenset[str]
    weight: dict[str, float]


@cache
def layout() -> Layout:
    """`lists.toml`, read once. Raises KeyError or ValueError if it contradicts itself."""
    data = tomllib.loads(Path(__file__).with_name("lists.toml").read_text(encoding="utf-8"))
    codes = {name: code_set(entry) for name, entry in data["codes"].items()}
    columns = {key: column_of(key, entry, codes) for key, entry in data["columns"].items()}
    lists = {entry["number"]: _list(entry, columns) for entry in data["list"]}
    uses = Counter(column.key for entry in lists.values() for column in entry.columns)
    return Layout(lists, frozenset(map(squeezed, data["ignore"])), {key: 1 / count for key, count in uses.items()})


def code_set(entry: dict[str, Any]) -> CodeSet:
    """A set of codes as a data file gives it. Raises ValueError where a spelling stands for two of them."""
    spellings: dict[str, str] = {}
    for code, texts in entry["spellings"].items():
        for text in [code, *texts]:
            if spellings.setdefault(squeezed(text), code) != code:
                raise ValueError(f"'{text}' stands for both {code} and {spellings[squeezed(text)]}")
    wording = {code: texts[0] if texts else code for code, texts in entry["spellings"].items()}
    return CodeSet(spellings, wording, re.compile(entry["find"]) if "find" in entry else None, entry.get("several"))


def column_of(key: str, entry: dict[str, Any], codes: dict[str, CodeSet]) -> Column:
    """A column as a data file gives it. Raises ValueError where its kind is none."""
    kind = entry["kind"]
    if kind not in KINDS:
        raise ValueError(f"column {key} is of kind '{kind}', which is not one of {', '.join(KINDS)}")
    return Column(
        key=key,
        name=entry["name"],
        kind=kind,
        headers=frozenset(map(squeezed, [entry["name"], key, *entry.get("aliases", [])])),
        header=re.compile(entry["header"]) if "header" in entry else None,
        codes=codes[entry["codes"]] if kind == "code" else None,
        once=entry.get("once", False),
        planned=entry.get("planned", False),
    )


def _list(entry: dict[str, Any], columns: dict[str, Column]) -> ListLayout:
    return ListLayout(
        number=entry["number"],
        title=entry["title"],
        sheets=frozenset(map(squeezed, [entry["title"], *entry["sheets"]])),
        columns=tuple(columns[key] for key in entry["columns"]),
        required=frozenset([entry["columns"][0], *entry["required"]]),
        may_lack=frozenset(entry.get("since_2024", [])),
        one_row_per_child=entry.get("one_row_per_child", False),
    )
