"""In an emergency: opening a record that is out of one's reach, being told whom to ring, and saying afterwards whether it
was right."""
