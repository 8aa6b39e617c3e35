"""Times of day as people type them."""

import re


class NotATime(ValueError):
    """What was typed is no time of day; the message says what would be."""


def read_time(text: str) -> tuple[int, int]:
    """Hour and minute that somebody means.

    >>> [read_time(text) for text in ("9:30", "9.30", "0930", "9", "9pm", "12am", "2:15 PM")]
    [(9, 30), (9, 30), (9, 30), (9, 0), (21, 0), (0, 0), (14, 15)]
    """
    found = re.fullmatch(r"(\d{1,2})(?:[:.h]?(\d{2}))?\s*([ap])?\.?m?\.?", text.strip().casefold())
    if not found:
        raise NotATime("Write a time such as 9:30 or 14:15")
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half and not 1 <= hour <= 12:
        raise NotATime(f"There is no {hour} {half}m. Write a time such as 9:30 or 14:15")
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59:
        raise NotATime(f"There is no {text.strip()} on a clock. Write a time such as 9:30 or 14:15")
    return hour, minute
