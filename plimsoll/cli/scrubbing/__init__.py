"""A scrubbed copy: the same shape and load for testing, and no real person in it."""
