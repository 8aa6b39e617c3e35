"""Who is round a child, as pages and pictures."""
