"""A slow, plain second version of the load engine, one case and one worker at a time, in fractions and decimals.

It takes the raw TOML tables, not our Scheme, so that a fault in reading shows as well.
"""

import tomllib
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import floor
from typing import Any

Raw = dict[str, Any]


def raw(text: str) -> Raw:
    """The tables of a scheme with exact decimals."""
    return tomllib.loads(text, parse_float=Decimal)


def rounded(amount: Fraction, step: str, way: str) -> Fraction:
    """To the nearest, or next lower, multiple of a decimal step."""
    steps = amount / Fraction(step)
    down = Fraction(floor(steps))
    if way == ROUND_HALF_UP and steps - down >= Fraction(1, 2):
        down += 1
    return down * Fraction(step)


def case_points(scheme: Raw, kind: str, level: str | None, holds: set[str], share: int) -> Fraction:
    """Points of one case: weight, additions, multiplications in the file's order, co-working share."""
    weight = scheme["weights"][kind]
    if "levels" in scheme:
        level = level or scheme["level_when_unknown"]
        if level == "NOT_COUNTED":
            return Fraction(0)
        weight = weight[level]
    points = Fraction(weight)
    rules = [rule for rule in scheme.get("modifiers", []) if rule["key"] in holds]
    for rule in rules:
        if rule["effect"] == "ADD":
            points += Fraction(rule["points"])
    for rule in rules:
        if rule["effect"] == "MULTIPLY":
            points = rounded(points * rule["percent"] / 100, "0.01", ROUND_HALF_UP)
    return rounded(points * share / 100, "0.01", ROUND_HALF_UP)


def stable(scheme: Raw, hours: Fraction) -> Fraction:
    """The stable element of one worker."""
    rule = scheme["stable"]
    if hours == 0:
        return Fraction(0)
    if rule["part_time"] == "WHOLE":
        return Fraction(rule["points"])
    return rounded(Fraction(rule["points"]) * hours / Fraction(scheme["full_time_hours"]), "0.01", ROUND_HALF_UP)


def available(scheme: Raw, hours: Fraction, percent: int, off: Fraction) -> Fraction:
    """What one worker can give."""
    left = max(Fraction(0), hours - hours * percent / 100 - off)
    points = Fraction(scheme["full_time_capacity"]) * left / Fraction(scheme["full_time_hours"])
    if scheme["available_rounding"] == "WHOLE_DOWN":
        points = rounded(points, "1", ROUND_FLOOR)
    else:
        points = rounded(points, "0.01", ROUND_HALF_UP)
    if scheme["stable"]["counted_in"] == "CAPACITY":
        points = max(Fraction(0), points - stable(scheme, hours))
    return points


def standing(scheme: Raw, points: Fraction, there: Fraction) -> tuple[Decimal | None, str | None, bool]:
    """Percent to one decimal half up, zone, over."""
    percent = None
    if there:
        exact = Decimal(points.numerator * there.denominator) * 100 / Decimal(points.denominator * there.numerator)
        percent = exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
    zone = None
    if points or there:
        for each in scheme["zones"]:
            inside = points * 100 >= there * each["from_percent"] if "from_percent" in each else False
            beyond = points * 100 > there * each["above_percent"] if "above_percent" in each else False
            zone = each["label"] if inside or beyond else zone
    return percent, zone, points > there
