"""A case, what is written on it, and finding it."""
