"""Who looked at whom: the trail for people, and viewings about which somebody may want to ask."""
