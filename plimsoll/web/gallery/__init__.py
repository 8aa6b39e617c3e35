"""Every component in every state, for those who design, build and test pages. Nobody in it exists."""
