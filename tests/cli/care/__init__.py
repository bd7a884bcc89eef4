"""The commands that care for a ledger: what is wrong with it, what mends it, what proves it."""
