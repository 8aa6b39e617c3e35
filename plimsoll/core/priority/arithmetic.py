"""The arithmetic behind a place: each indicator in words, whether it is known, and what it gives to the order."""

from dataclasses import dataclass

from plimsoll.core.caseload import UNKNOWN, Caseload
from plimsoll.core.priority.explain import Explanation
from plimsoll.core.priority.order import Ranking
from plimsoll.core.priority.scales import HIGHEST
from plimsoll.core.priority.scores import shares
from plimsoll.core.terms import Indicator, Known, Scale

NOT_YET_JUDGED = "not yet judged"
# What people judge, and on which scales.
JUDGED = {
    Indicator.TRIAGE: (Scale.TRIAGE,),
    Indicator.RISK: (Scale.LIKELIHOOD, Scale.SEVERITY),
    Indicator.WAIT: (Scale.WAIT,),
}
_SHOWN = [(word, word.number) for word in Indicator if word is not Indicator.FITS]  # which only breaks ties


@dataclass(frozen=True)
class Part:
    """One indicator of one case. `value` is in words; `share` is what it gives to the order, millionths of a point of 100,
    and the shares of a case sum to its score."""

    indicator: Indicator
    value: str
    known: Known
    share: int


class Arithmetic:
    """Answers, for one ranking, what each indicator gives to each case's place."""

    def __init__(self, caseload: Caseload, ranking: Ranking, explanation: Explanation) -> None:
        self._explanation = explanation
        self._shares = shares(ranking.indicators, ranking.criteria).T.tolist()
        self._known = ranking.indicators.known.T.tolist()
        self._judged = {
            Scale.LIKELIHOOD: caseload.likelihood.tolist(),
            Scale.SEVERITY: caseload.severity.tolist(),
            Scale.WAIT: caseload.wait.tolist(),
            Scale.TRIAGE: caseload.triage.tolist(),
        }
        self._states = list(Known)

    def parts(self, case: int) -> tuple[Part, ...]:
        """Every indicator that applies to a case, in the order of `Indicator`; what only breaks ties is left out."""
        known, share = self._known[case], self._shares[case]
        return tuple(
            Part(word, self._value(case, word), state, share[number])
            for word, number in _SHOWN
            if (state := self._states[known[number]]) is not Known.NOT_APPLICABLE
        )

    def _value(self, case: int, word: Indicator) -> str:
        scales = JUDGED.get(word)
        if scales is None:
            return self._explanation.value(case, word)
        said = [(scale, self._judged[scale][case]) for scale in scales]
        if any(value == UNKNOWN for _, value in said):
            return NOT_YET_JUDGED
        if len(said) == 1:
            return f"{said[0][1]} of {HIGHEST}"
        return ", ".join(f"{scale.label} {value} of {HIGHEST}" for scale, value in said)
