"""Plans, outcomes and development of a child, as pages."""
