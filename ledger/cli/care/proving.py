"""Checkpoints and proofs as files: how commands read them, write them, and check what needs no ledger."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ledger import proofs
from ledger.checks import Problem
from ledger.cli.output import Output, file_named
from ledger.cli.setting import Setting
from ledger.errors import BadInput, BadRequest
from ledger.proofs import Checkpoint
from ledger.proofs.text import LONGEST

Into = Annotated[str | None, typer.Option("-o", "--output", metavar="FILE", help="Write to a file.")]

_GROWTH = b"old "
"""How a proof begins that a log only grew."""


def put(setting: Setting, text: str, path: str | None) -> None:
    """Put out the text of a checkpoint or of a proof; a file is there whole, or not at all.

    Raises BadRequest or StorageFailed.
    """
    Output(setting=setting, format="table", path=file_named(path)).text([text])


def checkpoint_in(path: Path) -> Checkpoint:
    """The checkpoint in a file. Raises BadInput with `file:line`."""
    return proofs.parse_checkpoint(_read(path, "a checkpoint, as `claims checkpoint` writes it"), place=str(path))


def check_proof(path: Path, published: Checkpoint | None) -> list[Problem]:
    """What keeps the proof in a file from proving what it says. No ledger is asked.

    `published` is the checkpoint that whoever checks believes; a proof that a log only grew cannot do without it.
    Raises BadInput with `file:line`.
    """
    data, place = _read(path, "a proof, as `claims prove` writes it"), str(path)
    if not data.startswith(_GROWTH):
        return proofs.check_inclusion(proofs.parse_inclusion_proof(data, place=place), place=place, published=published)
    proof = proofs.parse_consistency_proof(data, place=place)
    if published is None:
        hint = f"name it with --since; it is the one of {proof.old:,} events"
        raise BadRequest("it proves that a log only grew since an older checkpoint", place=place, hint=hint)
    return proofs.check_consistency(proof, published, place=place)


def _read(path: Path, wanted: str) -> bytes:
    """The bytes of a file, as far as what is wanted can have any."""
    try:
        with path.open("rb") as file:
            return file.read(LONGEST + 1)
    except OSError as error:
        raise BadInput(
            f"cannot be read: {error.strerror}", place=str(path), hint=f"name a file with {wanted}"
        ) from None
