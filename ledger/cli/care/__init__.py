"""The commands that care for a ledger: what is wrong with it, what proves it, and what there is to ask."""
