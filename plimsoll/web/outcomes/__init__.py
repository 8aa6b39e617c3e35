"""Goals, scores and development of a child, as pages."""
