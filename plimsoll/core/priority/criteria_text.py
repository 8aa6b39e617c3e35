"""A criteria set as TOML: what `criteria.parse` reads again as the same set."""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from json import dumps

from plimsoll.core.caseload import ONE
from plimsoll.core.priority.criteria import Combine, CriteriaSet, CriterionRule
from plimsoll.core.terms import CaseType, Factor, Information, Term

HEAD = "# A criteria set as an organisation drafted it. Shares of a whole are written from 0 to 1."


def write(criteria: CriteriaSet) -> str:
    """The TOML text of a set; comments of the text it came from are not kept."""
    return "\n".join(_lines(criteria)) + "\n"


def digest(text: str) -> str:
    """What tells one text of a set from another: its SHA-256, 64 hex digits."""
    return sha256(text.encode()).hexdigest()


def _lines(criteria: CriteriaSet) -> Iterator[str]:
    yield HEAD
    yield ""
    yield f"safeguarding = {_words(word for word in Information if word in criteria.safeguarding)}"
    yield from _table(
        "meta",
        {
            "key": _text(criteria.key),
            "title": _text(criteria.title),
            "version": _text(criteria.version),
            "in_force_from": criteria.in_force_from.isoformat(),
            "note": _text(criteria.note),
        },
    )
    yield from _table(
        "judged",
        {
            "unknown": share(criteria.unknown),
            "stale_days": criteria.stale_days,
            "waiting_limit_days": criteria.waiting_limit_days,
        },
    )
    yield from _table(
        "pressure",
        {
            "k": _decimal(criteria.decay, 100),
            "shortest_days": criteria.shortest,
            "longest_days": criteria.longest,
            "other_statutory": share(criteria.other_statutory),
            "other": share(criteria.other),
        },
    )
    yield from _table(
        "bands",
        {
            "today_days": criteria.today_days,
            "week_days": criteria.week_days,
            "risk_this_week": share(criteria.risk_this_week),
            "wait_this_week": share(criteria.wait_this_week),
            "unborn_days": criteria.unborn_days,
            "untouched_days": criteria.untouched_days,
            "chase_days": criteria.chase_days,
        },
    )
    yield from _table(
        "guards",
        {
            "close_points": criteria.close_points,
            "close_turns": share(criteria.close_turns),
            "urgent_share": share(criteria.urgent_share),
            "short_minutes": criteria.short_minutes,
            "asks_a_day": criteria.asks_a_day,
            "support_at": criteria.support_at,
        },
    )
    yield from _table("factors", {word.value: share(criteria.factors[word]) for word in Factor})
    yield from _table("information", {word.value: share(criteria.information[word]) for word in Information})
    yield from _table(
        "applies",
        {
            word.value: _words(kind for kind in CaseType if kind in types)
            for word, types in sorted(criteria.applies.items(), key=lambda item: item[0].number)
        },
    )
    yield from _table(
        "intervals",
        {
            word.value: f"{{ days = {each.days}, working = {str(each.working).lower()} }}"
            for word, each in sorted(criteria.intervals.items(), key=lambda item: item[0].number)
        },
    )
    for rule in criteria.criteria:
        yield from _rule(rule)


def _rule(rule: CriterionRule) -> Iterator[str]:
    values: dict[str, object] = {
        "key": _text(rule.criterion.value),
        "weight": rule.weight,
        "combine": _text(rule.combine.value),
        "of": _words(rule.indicators),
    }
    if rule.combine is Combine.MEAN:
        values["weights"] = list(rule.weights)
    if rule.lifted_by is not None:
        values |= {"lifted_by": _text(rule.lifted_by.value), "lift": rule.lift}
    yield from _table("[criterion]", values)


def _table(name: str, values: Mapping[str, object]) -> Iterator[str]:
    yield ""
    yield f"[{name}]"
    for key, value in values.items():
        yield f"{key} = {value}"


def share(millionths: int) -> str:
    """A part of a whole as TOML has it.

    >>> share(750_000), share(333_333), share(1_000_000), share(0)
    ('0.75', '0.333333', '1.0', '0.0')
    """
    return _decimal(millionths, ONE)


def _decimal(value: int, whole: int) -> str:
    digits = len(str(whole)) - 1
    before, after = divmod(value, whole)
    return f"{before}." + (f"{after:0{digits}}".rstrip("0") or "0")


def _text(text: str) -> str:
    return dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _words(words: Iterable[Term]) -> str:
    return dumps([word.value for word in words])
