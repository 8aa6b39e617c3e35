"""Every route, asked by everybody about everything: who sees what, held to tables that are declared here alone."""
