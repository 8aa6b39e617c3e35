"""Records whose time is over, legal holds, and what was removed."""
