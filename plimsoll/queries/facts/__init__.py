"""Rows to the arrays of `plimsoll.core`: the only bridge to the engines."""
