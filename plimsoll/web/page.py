"""What every page has in common: a title, and what it showed of whom."""

from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True)
class Viewed:
    """The children and cases that a page showed, by id: what the record of viewings keeps."""

    children: frozenset[UUID] = frozenset()
    cases: frozenset[UUID] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.children or self.cases)


@dataclass(frozen=True)
class Page:
    """Text and links ready to show. A page with children on it says which in `viewed`."""

    title: str
    viewed: Viewed = field(default=Viewed(), kw_only=True)
