"""How a file becomes records: what stands there, what is to be done about each child, and the writing of it."""
