"""The commands that read, and those that care for the ledger."""
