"""Forms whose fields draw themselves, and keep what was typed whatever is wrong with it."""
