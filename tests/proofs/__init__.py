"""The Merkle tree over the log, and what is proven with it.

published   figures that the transparency ecosystem publishes
recursive   RFC 6962's definitions, as it writes them
pier        a small log, and ways to change its past
told        one such log with all of its proofs, and proofs that were made up
"""
