"""ASK: what pages and engines read. Always for a viewer, and never more than the viewer may see."""
