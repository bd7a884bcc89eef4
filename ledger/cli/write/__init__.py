"""The commands that write: each makes events of what was typed, and appends them."""
