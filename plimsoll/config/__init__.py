"""Wiring: settings, and the embedded database."""
