"""Writing without signal: one blank page that a device holds, and the key under which it keeps what is typed there."""
