"""Files that are kept with a case."""
