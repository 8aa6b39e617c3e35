"""Numbers by which others know a child: whether they can be right. A number that looks wrong is told of and kept: helper
pages and registers get these sums wrong too, and what somebody read off a letter is worth more than nothing."""

NHS_DIGITS, UPN_SIGNS = 10, 13
UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"  # no I, O or S
UPN_UNKNOWN = frozenset(f"UN{number}" for number in range(1, 11))


def doubt_nhs_number(number: str) -> str:
    """What speaks against ten digits as an NHS number, in a sentence; '' for nothing. Weights 10 to 2, modulo 11, as the NHS
    Data Dictionary has it.

    >>> doubt_nhs_number("9434765919"), doubt_nhs_number("9434765918")
    ('', 'The last digit of an NHS number is worked out from the others, and this one does not fit: look at it again.')
    """
    if len(set(number)) == 1:
        return "No NHS number has the same digit ten times: look at it again."
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(number, range(10, 1, -1), strict=False)) % 11
    if rest % 11 == int(number[-1]) and rest != 10:
        return ""
    return "The last digit of an NHS number is worked out from the others, and this one does not fit: look at it again."


def doubt_upn(upn: str) -> str:
    """What speaks against a unique pupil number, in a sentence; '' for nothing. The first letter is worked out from the
    twelve signs that follow, weights 2 to 13, modulo 23; of a temporary one the last sign is a letter. UN1 to UN10 say why
    there is none.

    >>> doubt_upn("H801200001001"), doubt_upn("UN3")
    ('', '')
    >>> doubt_upn("A801200001001")
    'The first letter of a UPN is worked out from what follows, and this one does not fit: look at it again.'
    """
    if upn in UPN_UNKNOWN:
        return ""
    last = UPN_LETTERS.find(upn[-1]) if upn[-1:].isalpha() else int(upn[-1]) if upn[-1:].isdigit() else -1
    if len(upn) != UPN_SIGNS or not upn[1:12].isdigit() or last < 0:
        return f"A UPN is a letter and twelve digits, {UPN_SIGNS} signs in all: look at it again."
    total = sum(int(digit) * weight for weight, digit in enumerate(upn[1:12], start=2)) + last * UPN_SIGNS
    if UPN_LETTERS[total % len(UPN_LETTERS)] == upn[0]:
        return ""
    return "The first letter of a UPN is worked out from what follows, and this one does not fit: look at it again."
