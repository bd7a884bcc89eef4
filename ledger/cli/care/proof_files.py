"""Checkpoints and proofs as files: how commands read them, write them, and check what needs no ledger."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ledger import proofs
from ledger.checks import Problem
from ledger.cli.output import Output, file_named
from ledger.cli.setting import Setting, tell
from ledger.cli.system import unwritable
from ledger.codec import Erased
from ledger.errors import BadInput, BadRequest
from ledger.proofs import Checkpoint, InclusionProof
from ledger.proofs.text import LONGEST
from ledger.render.page import plain
from ledger.render.pages.entry import gist
from ledger.render.times import to_the_second
from ledger.times import as_datetime

Into = Annotated[str | None, typer.Option("-o", "--output", metavar="FILE", help="Write to a file; - is stdout.")]

_GROWTH = b"old "
"""How a proof that a log only grew begins."""


def put(setting: Setting, text: str, path: str | None) -> None:
    """Write a proof; a file is written whole or not at all.

    A checkpoint is a witness, and is never overwritten. Raises BadRequest or StorageFailed.
    """
    file = file_named(path)
    if file is not None and _checkpoint(_held(file), file) is not None:
        hint = "name a new file; whoever keeps a checkpoint can check the log against it"
        raise BadRequest(f"{file} holds a checkpoint", place="-o", hint=hint)
    _write(setting, text, file)


def keep(setting: Setting, checkpoint: Checkpoint, path: str | None) -> None:
    """Write a checkpoint. One that the file already holds is a witness of what the log was, and stays.

    Raises BadRequest if the file holds anything but this checkpoint, and StorageFailed.
    """
    file = file_named(path)
    held = _held(file) if file is not None else b""
    if file is None or not held:
        _write(setting, checkpoint.text(), file)
        return
    older = _checkpoint(held, file)
    if older is None:
        raise BadRequest(f"{file} holds something else", place="-o", hint="name a new file")
    if not older.is_of_same_tree(checkpoint):
        hint = f"name a new file; `claims check --since {file}` checks the log against that one"
        raise BadRequest(f"{file} holds the checkpoint of {_events(older)}", place="-o", hint=hint)
    tell(f"{file} says so already, and was left as it is")


def _write(setting: Setting, text: str, file: Path | None) -> None:
    Output(setting=setting, format="table", path=file).text([text])


def _checkpoint(held: bytes, file: Path) -> Checkpoint | None:
    """The checkpoint that a file holds; None if it holds something else, or nothing."""
    try:
        return proofs.parse_checkpoint(held, place=str(file))
    except BadInput:
        return None


def checkpoint_in(path: Path) -> Checkpoint:
    """The checkpoint in a file. Raises BadInput with `file:line`."""
    return proofs.parse_checkpoint(_read(path, "a checkpoint, as `claims checkpoint` writes it"), place=str(path))


def check_proof(path: Path, published: Checkpoint | None) -> tuple[list[Problem], str]:
    """Why the proof in a file fails, if it does; and what it proves. No ledger is needed.

    `published` is the checkpoint that the checker trusts; a proof that a log only grew cannot do without it.
    Raises BadInput with `file:line`.
    """
    data, place = _read(path, "a proof, as `claims prove` writes it"), str(path)
    if not data.startswith(_GROWTH):
        included = proofs.parse_inclusion_proof(data, place=place)
        problems = proofs.check_inclusion(included, place=place, published=published)
        return problems, "" if problems else _said(included, is_published=published is not None)
    grown = proofs.parse_consistency_proof(data, place=place)
    if published is None:
        hint = f"name that checkpoint, of {grown.old:,} events, with --since"
        raise BadRequest("it proves that a log only grew since an older checkpoint", place=place, hint=hint)
    since = f"the {_events(grown.checkpoint)} begin with the {_events(published)}"
    return proofs.check_consistency(grown, published, place=place), since


def _said(proof: InclusionProof, *, is_published: bool) -> str:
    """What a valid proof of an event says."""
    entry, among = proof.entry(), f"is among the {_events(proof.checkpoint)}"
    if not is_published:
        among += ", if that checkpoint is the published one, as --since would tell"
    if isinstance(entry, Erased):
        return f"@{entry.seq}, of which nothing is left, {among}"
    at = to_the_second(as_datetime(entry.recorded_at), zone="UTC")
    return f"@{entry.seq} {entry.id}, recorded {at} by {entry.by}, {among}: {plain(gist(entry))}"


def _events(checkpoint: Checkpoint) -> str:
    return f"{checkpoint.size:,} {'event' if checkpoint.size == 1 else 'events'} of {checkpoint.origin}"


def _held(path: Path) -> bytes:
    """What a plain file that is to be written holds, up to the length of a checkpoint; nothing if it is not plain."""
    try:
        return path.read_bytes()[: LONGEST + 1] if path.is_file() else b""
    except OSError as error:
        raise unwritable(error, path) from None


def _read(path: Path, wanted: str) -> bytes:
    """The bytes of a file, up to the longest that a proof or checkpoint can be."""
    try:
        with path.open("rb") as file:
            return file.read(LONGEST + 1)
    except OSError as error:
        raise BadInput(
            f"cannot be read: {error.strerror}", place=str(path), hint=f"name a file with {wanted}"
        ) from None
