"""What every page has in common: a title, the way back, what just happened, and what it showed of whom."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from plimsoll.web.parts import Link, Notice


@dataclass(frozen=True)
class Viewed:
    """The children and cases that a page showed, by id: what the record of viewings keeps. `opened`: the one of the cases
    that the page is about."""

    children: frozenset[UUID] = frozenset()
    cases: frozenset[UUID] = frozenset()
    opened: UUID | None = None

    def __bool__(self) -> bool:
        return bool(self.children or self.cases)


@dataclass(frozen=True)
class Page:
    """Text and links ready to show. A page with children on it says which in `viewed`.

    `crumbs` lead down to the page, which is not among them; `back` is the one step back where that says more. A page
    has one of the two or neither. `refresh_seconds` is for work under way: the page asks again by itself, script or no.
    A page that shows what is known of cases, also by counts alone, says `facts_shown`, and is told of when these facts are;
    one that shows them as they were known at a moment says `known_at`. The frame of a page says how much waits for its
    reader elsewhere, but where the page is not `counted`. Where the title names a child, `tab` is what the window is called
    instead: browsers keep that in their history and show it to whoever looks on.
    """

    facts_shown: ClassVar[bool] = False
    counted: ClassVar[bool] = True

    title: str
    tab: str = field(default="", kw_only=True)
    viewed: Viewed = field(default=Viewed(), kw_only=True)
    crumbs: tuple[Link, ...] = field(default=(), kw_only=True)
    back: Link | None = field(default=None, kw_only=True)
    notices: tuple[Notice, ...] = field(default=(), kw_only=True)
    refresh_seconds: int = field(default=0, kw_only=True)
    known_at: datetime | None = field(default=None, kw_only=True)
