"""What a log was at a size, in three lines to be published (C2SP tlog-checkpoint).

    harbour.example/ledger                          the origin: what the log is called
    120                                             the size: events, erased ones among them
    bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=    the root of the Merkle tree over their leaves, in base64

Extension lines may follow. A signed checkpoint is a signed note: after an empty line come the signatures. They are kept
as they are and not verified; for that, use the tool that signed the file, and its key. All that is checked here is that
a log, or a proof, agrees with the three lines.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from ledger.errors import BadConfiguration
from ledger.proofs.text import Lines, decode, decode_hash, encode, number
from ledger.unicode import as_bytes

if TYPE_CHECKING:
    from ledger.log import Config

_SIGNATURE: Final = re.compile(r"— [^\s+]+ ([A-Za-z0-9+/]+=*)")
_KEY_ID: Final = 4
"""The bytes of a signature that name its key; the signature proper follows them."""
_HINT: Final = 'give the log a name of its own in ledger.toml, as in origin = "harbour.example/ledger"'
_MADE: Final = "is it the right file? `claims checkpoint -o FILE` writes one"


class Checkpoint(Struct, frozen=True, kw_only=True):
    """The root of a log at a size. `extensions` and `signatures` are lines that others added."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()

    def is_of_same_tree(self, other: Checkpoint) -> bool:
        """Whether both name the same log at the same size with the same root; signatures are ignored."""
        return (self.origin, self.size, self.root) == (other.origin, other.size, other.root)

    def text(self) -> str:
        """The content of the checkpoint's file. To sign it, sign all of it while there are no signatures yet."""
        lines = [self.origin, str(self.size), encode(self.root), *self.extensions]
        if self.signatures:
            lines += ["", *self.signatures]
        return "\n".join(lines) + "\n"


def parse_checkpoint(text: str | bytes, *, place: str = "checkpoint") -> Checkpoint:
    """The checkpoint in a text. Raises BadInput with `place:line`."""
    return read_checkpoint(Lines(as_bytes(text), place=place, hint=_MADE))


def read_checkpoint(lines: Lines) -> Checkpoint:
    """The checkpoint in the rest of a text. Raises BadInput."""
    origin = lines.next("the origin of a checkpoint")
    if not origin:
        raise lines.bad("the origin of a checkpoint")
    size = number(lines.next("the size of the log"))
    if size is None:
        raise lines.bad("the size of the log, a whole number,")
    root = decode_hash(lines.next("the root"))
    if root is None:
        raise lines.bad("the root, a SHA-256 in base64,")
    extensions = tuple(lines.paragraph())
    signatures = []
    if lines.has_more:
        lines.next("an empty line")
        signatures.append(_signature(lines))
    while lines.has_more:
        signatures.append(_signature(lines))
    return Checkpoint(origin=origin, size=size, root=root, extensions=extensions, signatures=tuple(signatures))


def origin(config: Config) -> str:
    """What a log is called in checkpoints and proofs: the `origin` in its ledger.toml, else made from its name.

    In the name, characters that a signing key's name cannot have (spaces, plus signs) and invisible ones become a
    hyphen: "Harbour desk" becomes `Harbour-desk`. So two ledgers may get the same origin; one that begins with your own
    domain is unique. Raises BadConfiguration if the name gives none, or `origin` is not a line of text.
    """
    if config.origin is None:
        words = "".join(sign if sign.isprintable() and sign != "+" else " " for sign in config.name).split()
        if not words:
            raise BadConfiguration("the name gives the log no origin", hint=_HINT)
        return "-".join(words)
    if not config.origin.strip() or any(sign < " " for sign in config.origin):
        raise BadConfiguration("`origin` must be a line of text", hint=_HINT)
    return config.origin


def _signature(lines: Lines) -> str:
    """The next line, a signature: an em dash, the key's name, and the base64 of the key's id and at least one byte."""
    line = lines.next("a signature line")
    signature = _SIGNATURE.fullmatch(line)
    if signature is None or len(decode(signature[1]) or b"") <= _KEY_ID:
        raise lines.bad("a signature line", hint="a signed checkpoint ends in lines of `— KEY-NAME SIGNATURE`")
    return line
