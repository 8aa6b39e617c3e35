"""Writing on cases: records, what each of them did, amending them, and what is begun and not finished."""
