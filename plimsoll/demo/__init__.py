"""An invented town from a seed, for newcomers, the manual, journeys and benchmarks: no real person is in it."""
