"""Load: what cases ask, what a worker can give, and where that stands against the load line."""
