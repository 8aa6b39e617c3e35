"""What happened on a case, as its page shows it: latest first, filtered and paged by the address."""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.urls import reverse

from plimsoll.core.calendar import LONDON
from plimsoll.core.priority.told import capital
from plimsoll.core.terms import EventKind, RecordKind, Sight
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.cases import CaseView
from plimsoll.queries.record import PAGE_LENGTH, Happened, Record, Words
from plimsoll.web.parts import Filter, FilterField, Happening, Link, Option, Pages
from plimsoll.web.times import Time, at_time, on_day


@dataclass(frozen=True)
class Asked:
    """What of the record the address asks for."""

    kind: EventKind | None = None
    year: int | None = None
    page: int = 1
    at: str = ""

    @classmethod
    def of(cls, said: dict[str, str]) -> "Asked":
        """What an address asks for; what it cannot mean is left out."""
        kind, year, page = said.get("kind", ""), said.get("year", ""), said.get("page", "")
        return cls(
            EventKind(kind) if kind in set(EventKind) else None,
            int(year) if year.isascii() and year.isdecimal() and len(year) == 4 else None,
            int(page) if page.isascii() and page.isdecimal() and len(page) < 5 else 1,
            said.get("at", ""),
        )


@dataclass(frozen=True)
class Chronology:
    """One page of what happened, with the way to the rest of it."""

    happenings: tuple[Happening, ...]
    filter: Filter | None
    pages: Pages | None


def chronology(found: CaseView, record: Record, asked: Asked, *, as_at: datetime) -> Chronology:
    """What happened, as it was asked for."""
    total = record.entries
    return Chronology(
        tuple(_happening(each, as_at) for each in record.happened),
        _filter(found, record, asked, total) if total > 1 else None,
        _pages(found, record, asked) if record.pages > 1 else None,
    )


def _filter(found: CaseView, record: Record, asked: Asked, total: int) -> Filter:
    kinds = [Option("", "Everything", asked.kind is None)] + [
        Option(kind.value, f"{capital(kind.label)} ({count})", kind is asked.kind) for kind, count in record.kinds
    ]
    years = [Option("", "All years", asked.year is None)] + [
        Option(str(year), f"{year} ({count})", year == asked.year) for year, count in record.years
    ]
    narrowed = asked.kind is not None or asked.year is not None
    return Filter(
        reverse("case", args=[found.id]),
        (FilterField("kind", "What happened", options=tuple(kinds)), FilterField("year", "Year", options=tuple(years))),
        said=f"{record.found} of {total} entries" if narrowed else f"{total} entries",
        clear=_address(found, Asked(at=asked.at)) if narrowed else "",
        kept=(("at", asked.at),) if asked.at else (),
    )


def _pages(found: CaseView, record: Record, asked: Asked) -> Pages:
    def to(page: int) -> str:
        return _address(found, Asked(asked.kind, asked.year, page, asked.at))

    near = {1, record.pages, *range(record.page - 1, record.page + 2)}
    items: list[Link | None] = []
    for page in sorted(page for page in near if 1 <= page <= record.pages):
        if items and items[-1] is not None and int(items[-1].text) < page - 1:
            items.append(None)
        items.append(Link(str(page), to(page), page == record.page))
    first = (record.page - 1) * PAGE_LENGTH + 1
    return Pages(
        f"Entries {first} to {first + len(record.happened) - 1} of {record.found}, latest first.",
        tuple(items),
        earlier=to(record.page - 1) if record.page > 1 else "",
        later=to(record.page + 1) if record.page < record.pages else "",
    )


def _address(found: CaseView, asked: Asked) -> str:
    said = {
        "kind": asked.kind.value if asked.kind else "",
        "year": str(asked.year or ""),
        "page": str(asked.page) if asked.page > 1 else "",
        "at": asked.at,
    }
    kept = urlencode({name: value for name, value in said.items() if value})
    return f"{reverse('case', args=[found.id])}{'?' if kept else ''}{kept}#record"


def _happening(each: Happened, as_at: datetime) -> Happening:
    tags = []
    if each.not_in:
        tags.append(f"said to be done there, and not in the file of {day_words(each.not_in)}")
    elif each.awaits_file:
        tags.append("said to be done there, until the next file confirms it")
    says = "confirmed by" if each.recorded_by else "from"
    tags += [f"{says} the file of {day_words(day)}" for day in each.files_of]
    if not each.files_of and not each.recorded_by:
        tags.append("brought in with a file")
    if each.written:
        tags = [*_seen(each.written), *tags]
    text, rest = _cut(each)
    before = "Amended: open it to read what it said before." if each.written else _AMENDED
    return Happening(
        _title(each),
        _when(each.happened_at, each.time_known, as_at),
        by=_written(each, as_at),
        text=text,
        href=reverse("record", args=[each.written.id]) if each.written else "",
        tags=tuple(tags),
        amended=before if each.amended else "",
        rest=rest,
    )


_AMENDED = "Amended: what it said before stands in the history."
LONGEST_SHOWN = 400  # characters of a text before the rest of it is opened in place


def _title(each: Happened) -> str:
    """What was written, and what it counts as."""
    kinds = (each.kind, *each.also)
    if each.written is None:
        return capital("; ".join(kind.label for kind in kinds))
    plain = (EventKind.OTHER_EVENT, EventKind.NO_ACCESS, EventKind.CHILD_SEEN)
    counts = ", ".join(kind.label for kind in kinds if kind not in plain)
    return f"{capital(each.written.kind.label)}{': ' if counts else ''}{counts}"


def _seen(words: Words) -> list[str]:
    """What a visit was like, in tags."""
    seen = {Sight.ALONE: "seen alone", Sight.WITH_OTHERS: "seen, not alone", Sight.NOT_SEEN: "child not seen"}
    tags = [seen[words.sight]] if words.sight else []
    tags += ["no access: not a visit"] if words.kind is RecordKind.ATTEMPT else []
    return tags + (["unannounced"] if words.announced is False else [])


def _cut(each: Happened) -> tuple[str, str]:
    """What stands in the open, and what is opened in place."""
    text, words = each.note, each.written
    more = [f"In the child's words: {words.voice}"] if words and words.voice else []
    more += [f"About this child alone: {words.own}"] if words and words.own else []
    if len(text) <= LONGEST_SHOWN:
        return text, "\n\n".join(more)
    at = text.rfind(" ", 0, LONGEST_SHOWN)
    at = at if at > 0 else LONGEST_SHOWN
    return f"{text[:at]} …", "\n\n".join((f"… {text[at:].strip()}", *more))


def _when(at: datetime, time_known: bool, as_at: datetime) -> Time:
    return at_time(at, as_at=as_at) if time_known else on_day(_day(at), today=_day(as_at))


def _written(each: Happened, as_at: datetime) -> str:
    """Who wrote it down; when we heard of it and when it was written, where that was not the same day or hour."""
    said = [each.recorded_by] if each.recorded_by else []
    if each.received_at is not None and each.received_at != each.happened_at:
        said.append(f"we heard of it {_moment(each.received_at, as_at)}")
    if _day(each.recorded_at) != _day(each.received_at or each.happened_at):
        said.append(
            f"written {_moment(each.recorded_at, as_at)}"
            if each.recorded_by
            else f"on record since {_moment(each.recorded_at, as_at)}"
        )
    return "; ".join(said)


def _moment(at: datetime, as_at: datetime) -> str:
    at = at.astimezone(LONDON)
    return f"{day_words(at.date(), year=at.year != as_at.year)} {at:%H:%M}"


def _day(at: datetime) -> date:
    return at.astimezone(LONDON).date()
