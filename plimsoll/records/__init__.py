"""KEEP: the tables, what the database itself promises about them, and what it remembers."""
