"""Plimsoll: what first, and why; can it all be done; and if not, what happens now."""

__version__ = "0.1.0"
