"""The commands that read: each asks one question, and prints its answer."""
