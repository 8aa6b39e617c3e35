"""Backups: a copy of all records that was put back once before it counts, and the way back from it."""
