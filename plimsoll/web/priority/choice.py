"""What is looked for in an order of work, and how it is sorted: it lives in the address."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TypeVar

from django.http import QueryDict

from plimsoll.core.access import Viewer
from plimsoll.core.priority.told import capital
from plimsoll.core.terms import Band, CaseType
from plimsoll.queries.cases import sort_key
from plimsoll.queries.priority import Placed
from plimsoll.web.parts import Filter, FilterField, Option
from plimsoll.web.sealed_words import sealed_query

Word = TypeVar("Word", bound=StrEnum)
LATEST, EARLIEST = date.max, date.min


class Only(StrEnum):
    """Cases of which one thing is so."""

    LATE = "late"
    UNSEEN = "unseen"

    @property
    def says(self) -> str:
        """As the choice reads."""
        return {Only.LATE: "something is late", Only.UNSEEN: "not seen in the interval"}[self]


class Sort(StrEnum):
    """Another order than the order of work."""

    DUE = "due"
    SEEN = "seen"
    NAME = "name"
    AGE = "age"

    @property
    def says(self) -> str:
        """As the choice reads, and the notice over a list that is sorted by it."""
        return {Sort.DUE: "next due", Sort.SEEN: "last seen", Sort.NAME: "name", Sort.AGE: "age, youngest first"}[self]


_KEYS: dict[Sort, Callable[[Placed], object]] = {
    Sort.DUE: lambda placed: placed.next_due_on or LATEST,
    Sort.SEEN: lambda placed: placed.last_seen or EARLIEST,  # never seen, or not known: looked at first
    Sort.NAME: lambda placed: (sort_key(placed.family_name or placed.name), sort_key(placed.given_name)),
    Sort.AGE: lambda placed: -(placed.born_on or placed.expected_on or EARLIEST).toordinal(),
}


@dataclass(frozen=True)
class Choice:
    """What somebody asked of a list; nothing of it that we do not know."""

    find: str = ""
    band: Band | None = None
    kind: CaseType | None = None
    only: Only | None = None
    sort: Sort | None = None

    @classmethod
    def of(cls, asked: QueryDict) -> "Choice":
        """What stands in an address."""
        return cls(
            asked.get("find", "").strip()[:100],
            _word(Band, asked.get("band", "")),
            _word(CaseType, asked.get("kind", "")),
            _word(Only, asked.get("only", "")),
            _word(Sort, asked.get("sort", "")),
        )

    @property
    def narrows(self) -> bool:
        """Whether some cases are left out."""
        return bool(self.find or self.band or self.kind or self.only)

    def chosen(self, cases: tuple[Placed, ...]) -> tuple[Placed, ...]:
        """The cases that were asked for, as they were asked to stand; places stay those of the order of work."""
        shown = [placed for placed in cases if self._fits(placed)]
        return tuple(sorted(shown, key=_KEYS[self.sort]) if self.sort else shown)  # type: ignore[arg-type,type-var]

    def _fits(self, placed: Placed) -> bool:
        text = sort_key(f"{placed.name} {placed.reference}")
        return (
            all(word in text for word in sort_key(self.find).split())
            and self.band in (None, placed.band)
            and self.kind in (None, placed.case_type)
            and (self.only is not Only.LATE or placed.overdue)
            and (self.only is not Only.UNSEEN or placed.unseen)
        )

    def address(self, path: str, viewer: Viewer) -> str:
        """The address of a page with this choice."""
        said = {
            "find": self.find,
            "band": self.band,
            "kind": self.kind,
            "only": self.only,
            "sort": self.sort,
        }
        asked = sealed_query([(name, str(value or "")) for name, value in said.items()], viewer)
        return f"{path}?{asked}" if asked else path

    def unsorted(self) -> "Choice":
        """The same cases in order of work."""
        return replace(self, sort=None)

    def filter(self, path: str, cases: tuple[Placed, ...], shown: int) -> Filter:
        """The form by which it is asked, with what there is to choose from."""
        kinds = sorted({placed.case_type for placed in cases}, key=lambda kind: kind.label)
        bands = [band for band in Band if any(placed.band is band for placed in cases)]
        return Filter(
            path,
            (FilterField("find", "Name or reference on this list", self.find),),
            said=f"{shown} of {len(cases)} open cases." if self.narrows else "",
            clear=path if self.narrows else "",
            names=True,
            more=(
                _field("band", "Band", "all bands", [(band, band.label) for band in bands], self.band),
                _field("kind", "Kind of case", "all kinds", [(kind, kind.label) for kind in kinds], self.kind),
                _field("only", "Only where", "all cases", [(only, only.says) for only in Only], self.only),
                _field("sort", "Sorted by", "order of work", [(sort, sort.says) for sort in Sort], self.sort),
            ),
            more_open=bool(self.band or self.kind or self.only or self.sort),
        )


def _field(
    name: str, label: str, everything: str, options: list[tuple[StrEnum, str]], chosen: StrEnum | None
) -> FilterField:
    offered = tuple(Option(str(word), capital(says), word == chosen) for word, says in options)
    return FilterField(name, label, options=(Option("", capital(everything), chosen is None), *offered))


def _word(words: type[Word], said: str) -> Word | None:
    return words(said) if said in set(words) else None
