"""Orders of work."""
