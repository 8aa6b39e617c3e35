"""What people decide about the order of work."""
