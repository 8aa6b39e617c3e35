"""Files that are brought in, and what they leave to decide."""
