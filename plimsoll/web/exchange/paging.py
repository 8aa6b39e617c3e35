"""A long list page by page."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar
from urllib.parse import urlencode

from plimsoll.web.parts import Link, Pages

ON_A_PAGE = 100
Item = TypeVar("Item")


def part(
    items: Sequence[Item],
    asked: Mapping[str, str],
    here: str,
    kept: Mapping[str, str],
    on_a_page: int = ON_A_PAGE,
    place: str = "",
) -> tuple[Sequence[Item], Pages | None]:
    """What stands on the page that is asked for (`page`, from 1; one that is not there is the last), and the way to the
    others where there are any.

    Parameters
    ----------
    kept : what else stays in their addresses. on_a_page : how many stand on one. place : where on it they stand.
    """
    last = max(1, -(-len(items) // on_a_page))
    number = min(page_number(asked), last)
    some = items[(number - 1) * on_a_page : number * on_a_page]

    def at(page: int) -> str:
        return f"{here}?{urlencode({**kept, 'page': page})}{place}"

    return some, _pages(number, last, len(items), on_a_page, at) if last > 1 else None


def page_number(asked: Mapping[str, str]) -> int:
    """Which page is asked for.

    >>> page_number({}), page_number({"page": "3"}), page_number({"page": "-1"})
    (1, 3, 1)
    """
    given = asked.get("page", "")
    return max(1, int(given)) if given.isdecimal() and len(given) < 6 else 1


def _pages(number: int, last: int, of: int, size: int, at: Callable[[int], str]) -> Pages:
    wanted = sorted({1, last, *range(max(1, number - 1), min(last, number + 1) + 1)})
    items: list[Link | None] = []
    for before, page in zip([0, *wanted], wanted, strict=False):
        if page - before > 1:
            items.append(None)
        items.append(Link(str(page), at(page), page == number))
    first = (number - 1) * size + 1
    return Pages(
        f"{first:,} to {min(of, number * size):,} of {of:,}",
        tuple(items),
        earlier=at(number - 1) if number > 1 else "",
        later=at(number + 1) if number < last else "",
    )
