"""How fast the ledger is, measured against the floors of the machine that it runs on, in one run."""
