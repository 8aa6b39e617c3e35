"""Finding a case: one box, what it found and why, what was opened last, and filters that are kept."""
