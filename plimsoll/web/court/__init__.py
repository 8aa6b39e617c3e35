"""Court work of a case: legal status, dates that orders set, steps before and in proceedings."""
