"""The checks: the whole log, and the documents that it quotes from."""
