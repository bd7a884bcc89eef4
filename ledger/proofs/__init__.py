"""What the ledger can prove about itself: a Merkle tree over its lines, in the formats of C2SP (design, section 4).

text         lines, numbers and hashes, as these formats write them
checkpoints  what the log was at a size, to be signed and published with whatever its keeper uses
inclusion    that an event is in the log, for somebody who has only the proof
consistency  that the log only grew since a checkpoint, likewise
tree         making all of these from the files of a log, and checking a log against a checkpoint

No signatures are made or verified: keys stay with the tools that keep them.
"""

from __future__ import annotations

from ledger.proofs.checkpoints import Checkpoint, origin, parse_checkpoint
from ledger.proofs.consistency import ConsistencyProof, check_consistency, parse_consistency_proof
from ledger.proofs.inclusion import InclusionProof, check_inclusion, parse_inclusion_proof
from ledger.proofs.tree import check_since, checkpoint, prove, prove_since

__all__ = [
    "Checkpoint",
    "ConsistencyProof",
    "InclusionProof",
    "check_consistency",
    "check_inclusion",
    "check_since",
    "checkpoint",
    "origin",
    "parse_checkpoint",
    "parse_consistency_proof",
    "parse_inclusion_proof",
    "prove",
    "prove_since",
]
