"""Rows to test with."""
