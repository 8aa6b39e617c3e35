"""Teams, and what roles may do."""
