"""Pages about Plimsoll itself: how it looks, and for whom it works."""
