"""The workspace, below the command: sheets, parts of the log, and where a ledger is found."""
