"""The leaked-letter case: what `seeds/` says of it by hand, held against what the ledger answers."""
