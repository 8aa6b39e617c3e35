"""A case, and what is written on it."""
