"""First steps of an organisation: from an empty database to the first order of work."""
