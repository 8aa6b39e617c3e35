"""The order of work: indicators in 0..1, criteria, bands, a total order, and why each case stands where it does."""
