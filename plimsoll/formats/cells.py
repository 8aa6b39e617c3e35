"""What is written into files that people open."""


def harmless(cell: str | int | float) -> str | int | float:
    """A cell that no spreadsheet takes for a formula: text that begins like one is quoted.

    >>> harmless("=1+1"), harmless("-"), harmless(-3)
    ("'=1+1", "'-", -3)
    """
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in "=+-@\t\r" and cell else cell
