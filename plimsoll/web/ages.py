"""Ages as people say them."""

from datetime import date

MONTHS_UNTIL = 2  # years: below it an age is said in months
WEEKS_UNTIL = 3  # months: below it in weeks


def age(born_on: date | None, expected_on: date | None, today: date) -> str:
    """How old somebody is on a day.

    >>> today = date(2026, 11, 23)
    >>> age(date(2023, 5, 1), None, today), age(date(2026, 6, 30), None, today), age(date(2026, 10, 26), None, today)
    ('3 years', '4 months', '4 weeks')
    >>> age(None, date(2027, 3, 2), today), age(None, None, today)
    ('due in March 2027', '')
    """
    if born_on is None or born_on > today:
        due = expected_on or born_on
        return f"due in {due:%B %Y}" if due else ""
    months = (today.year - born_on.year) * 12 + today.month - born_on.month - (today.day < born_on.day)
    if months >= 12 * MONTHS_UNTIL:
        return f"{months // 12} years"
    if months >= WEEKS_UNTIL:
        return f"{months} months"
    weeks = (today - born_on).days // 7
    return f"{weeks} week{'' if weeks == 1 else 's'}"
