"""Copies of a child's record for those who may ask for one."""
