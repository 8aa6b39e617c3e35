"""Journeys through the pages in a real browser: given, when, then; each ends with the check of accessibility."""
