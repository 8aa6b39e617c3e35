"""The `plimsoll` command: answers a terminal."""
