"""The commands that write: what was typed, and the lines that come of it."""
