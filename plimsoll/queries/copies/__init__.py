"""Copies of what is kept of a child, for those who may ask for one."""
