"""DO: one function for each thing a person can do: may they, change, remember, commit."""
