"""Words of the practice."""

from plimsoll.core.terms import Factor, Information, PlacingReason, Scale, Term


class Sea(Term):
    """Words that other enums have too."""

    MISSING = "MISSING"


def test_words_of_two_enums_are_never_the_same_and_a_word_is_its_code():
    assert Sea.MISSING != Factor.MISSING
    assert Sea.MISSING == "MISSING"
    assert "MISSING" == Sea.MISSING  # noqa: SIM300 - from both sides
    assert {Sea.MISSING: 1}.get(Factor.MISSING) is None
    assert {Sea.MISSING: 1}["MISSING"] == 1
    assert Scale.WAIT in frozenset(Scale)


def test_each_says_its_own_label():
    assert Sea.MISSING.label == "missing"
    assert Factor.MISSING.label == "has been missing"
    assert (Information.OTHER.label, PlacingReason.OTHER.label) == ("other information", "another reason")
