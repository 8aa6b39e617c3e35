"""Clocks that are extended or stopped, and what moves when the rulebook does."""
