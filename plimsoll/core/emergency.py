"""What an organisation allows in an emergency: opening a record that is out of one's reach, and being told whom to ring."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from plimsoll.core.terms import Role

MOST_HOURS, MOST_A_DAY = 24, 100


@dataclass(frozen=True)
class EmergencyRules:
    """What is allowed, and within which bounds. Nothing is, until an organisation names roles; the numbers are ours.

    opens : roles that may open a record out of their reach; for how many hours, and how often a person tries in a day.
    reviewer : the role that says afterwards whether it was right. rings : roles that may ask whom to ring, and how often a
    person asks in a day.

    Raises
    ------
    ValueError : a number is out of its range.
    """

    opens: frozenset[Role] = frozenset()
    hours: int = 4
    opens_a_day: int = 3
    reviewer: Role = Role.SAFEGUARDING_LEAD
    rings: frozenset[Role] = frozenset()
    rings_a_day: int = 10

    def __post_init__(self) -> None:
        for name, value, most in (
            ("hours", self.hours, MOST_HOURS),
            ("opens_a_day", self.opens_a_day, MOST_A_DAY),
            ("rings_a_day", self.rings_a_day, MOST_A_DAY),
        ):
            if not 1 <= value <= most:
                raise ValueError(f"{name} is {value}, and must be from 1 to {most}")

    @property
    def stored(self) -> dict[str, Any]:
        """As it is kept.

        >>> EmergencyRules.of(EmergencyRules(opens=frozenset({Role.DUTY})).stored).opens == {Role.DUTY}
        True
        """
        return {
            "opens": sorted(self.opens),
            "hours": self.hours,
            "opens_a_day": self.opens_a_day,
            "reviewer": self.reviewer.value,
            "rings": sorted(self.rings),
            "rings_a_day": self.rings_a_day,
        }

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "EmergencyRules":
        """Out of what is kept; nothing kept allows nothing."""
        if not stored:
            return cls()
        return cls(
            frozenset(map(Role, stored["opens"])), stored["hours"], stored["opens_a_day"], Role(stored["reviewer"]),
            frozenset(map(Role, stored["rings"])), stored["rings_a_day"],
        )  # fmt: skip


NOTHING = EmergencyRules()
