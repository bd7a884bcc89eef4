"""One line of the log and what it means (design, section 4).

    {"seq":17,"id":"esper:2","type":"observation","recorded_at":"…","by":"…", … ,"batch":[1,2],"chain":"…"}
    └───────────────── the body, which the leaf hashes ─────────────────────────────────────┘

The dots in the middle stand for the event's own fields.

The encoding is canonical: an entry has exactly one line. A line is valid only if decoding and encoding it again gives
the same bytes. That also rules out duplicate keys, of which the JSON reader would silently take the last.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from hashlib import sha256
from typing import Final

import msgspec
from msgspec import Struct

from ledger import events, times
from ledger.errors import BadEvent, DamagedLog
from ledger.events import RESERVED, AnyEvent
from ledger.times import Instant

RULES: Final = 3
"""Bump this when the set of valid lines changes and `events.fingerprint` does not show it."""
LONGEST: Final = 65_535
"""The most bytes that a line may have, without its newline."""
NO_CHAIN: Final = "0" * 64
"""What stands for the chain before the first line."""
CHAIN_BYTES: Final = len(b',"chain":""}') + 64
"""The number of bytes from the comma before a line's chain to the end of the line."""

_LONGEST_ID: Final = 100
"""The most characters that an id may have."""
ID = re.compile(rf"[a-z][a-z0-9._-]{{0,{_LONGEST_ID - 1}}}")
"""The form of an id that a writer gives. The colon is reserved for the ids that the ledger makes."""
NAME = re.compile(r"[a-z][a-z0-9._:-]*")
"""The form of any id, a writer's or one that the ledger made, of any length."""

_SEQ = re.compile(r"@?([0-9]+)")
_GREATEST: Final = 10**18 - 1
"""The greatest seq that a line can have: 18 digits."""
_LINE = re.compile(
    rb'\{"seq":([1-9][0-9]{0,17}),"id":"([a-z][a-z0-9._:-]*+)",("type":"[a-z]++"),'
    rb'"recorded_at":"([^"\\]{27}+)","by":("(?:[^"\\]++|\\.)*+")'
    rb'(?:(.*),"batch":\[([1-9][0-9]{0,6}),([1-9][0-9]{0,6})\]|(.*)),"chain":"([0-9a-f]{64})"\}',
    re.DOTALL,
)
_ERASED = re.compile(rb'\{"seq":([1-9][0-9]{0,17}),"erased":"([0-9a-f]{64})","chain":"([0-9a-f]{64})"\}\Z')

_STRANGE: Final = (
    "if something changed the file, which `claims check` tells, restore it from a copy; "
    "else use the newer build that wrote it"
)

_encode_json = msgspec.json.Encoder().encode


def id_like(text: str) -> str | None:
    """An id made from a text, as `city-council` from `City Council`.

    None if no id can be made of it, as when it has letters outside a-z even without their accents.
    """
    apart = unicodedata.normalize("NFKD", text[:_LONGEST_ID].casefold())
    plain = "".join(each for each in apart if not unicodedata.combining(each))
    if any(each.isalnum() and not each.isascii() for each in plain):
        return None
    words = (word.strip("._-") for word in re.split(r"[^a-z0-9._-]+", plain))
    like = "-".join(filter(None, words))[:_LONGEST_ID]
    return like if ID.fullmatch(like) and like not in RESERVED else None


def parse_seq(text: str) -> int | None:
    """The seq that `17` or `@17` names, at most the greatest possible one; None for any other text."""
    found = _SEQ.fullmatch(text)
    if found is None:
        return None
    digits = found[1].lstrip("0") or "0"
    return int(digits) if len(digits) <= len(str(_GREATEST)) else _GREATEST


class Entry(Struct, frozen=True, kw_only=True, gc=False):
    """An event in its place in the log. `event.id` is always set; `batch` is (i, n): the i-th of n, from 1."""

    seq: int
    recorded_at: Instant
    by: str
    event: AnyEvent
    batch: tuple[int, int] | None = None
    chain: str

    @property
    def id(self) -> str:
        """The event's id."""
        if self.event.id is None:
            raise AssertionError("a stored event has an id")
        return self.event.id

    @property
    def record(self) -> str:
        """The name of the record that the event declares, amends or ends."""
        if isinstance(self.event, events.Void):
            return self.event.event
        return self.event.amends or self.id


class Erased(Struct, frozen=True, kw_only=True, gc=False):
    """A line whose content the law made us erase. What is left guards its place (design, section 4)."""

    seq: int
    leaf: str
    chain: str


def chain(previous: str, leaf: str) -> str:
    """The chain of a line, in hex: SHA-256 over the previous line's chain and this line's leaf, both in hex."""
    return sha256((previous + leaf).encode()).hexdigest()


def leaf(body: bytes) -> str:
    """The leaf of a line's body, in hex: SHA-256(0x00 ‖ body), as RFC 6962 hashes a leaf."""
    return sha256(b"\0" + body).hexdigest()


def encode(entry: Entry, *, previous: str, written: bytes | None = None) -> tuple[bytes, str]:
    """The line for an entry, without its newline, and its chain. `previous` is the chain of the line before it.

    The entry's own `chain` is ignored; `written` is the canonical JSON of its event, if at hand. Raises BadEvent if the
    line would be too long.
    """
    body = _body(entry, events.encode(entry.event) if written is None else written)
    link = chain(previous, leaf(body))
    line = b'%b,"chain":"%b"}' % (body, link.encode())
    if len(line) > LONGEST:
        message = f"the line would have {len(line):,} bytes; at most {LONGEST:,} are allowed"
        raise BadEvent(message, hint="keep the words that matter; the document itself belongs in an archive")
    return line, link


def decode(line: bytes) -> Entry | Erased:
    """The entry that a line (without its newline) holds. Raises DamagedLog, without a place, if it is not valid."""
    if len(line) > LONGEST:
        raise DamagedLog(f"a line of {len(line):,} bytes; at most {LONGEST:,} are allowed")
    parts = _LINE.fullmatch(line)
    if parts is None:
        return _decode_erased(line)
    sequence, name, tag, instant, by, batched, number, size, alone, link = parts.groups()
    recorded_at = instant.decode(errors="replace")
    if not times.is_instant(recorded_at):
        raise DamagedLog(f"recorded_at is not an instant: {recorded_at}")
    data = b'{%b,"id":"%b"%b}' % (tag, name, alone if batched is None else batched)
    try:
        event = events.decode(data)
        recorder = _text(by)
    except (BadEvent, msgspec.DecodeError, ValueError) as error:
        raise DamagedLog(str(error), hint=_STRANGE) from None
    batch = (int(number), int(size)) if batched is not None else None
    if batch is not None and not 1 <= batch[0] <= batch[1] > 1:
        raise DamagedLog(f"event {batch[0]} of a batch of {batch[1]}")
    # The pattern ensures that the rest of the line is canonical: numbers without leading zeros, a name without escapes.
    if not events.is_normal(event) or events.encode(event) != data or _json(recorder) != by:
        raise DamagedLog("the line is not in canonical form")
    return Entry(seq=int(sequence), recorded_at=recorded_at, by=recorder, event=event, batch=batch, chain=link.decode())


def line_of(entry: Entry | Erased) -> bytes:
    """The line that holds this entry, with the chain that it has, without the newline."""
    if isinstance(entry, Erased):
        return b'{"seq":%d,"erased":"%b","chain":"%b"}' % (entry.seq, entry.leaf.encode(), entry.chain.encode())
    return b'%b,"chain":"%b"}' % (_body(entry, events.encode(entry.event)), entry.chain.encode())


def body_of(line: bytes) -> bytes:
    """The part of a valid line that its leaf hashes. An erased line has none; see `Erased.leaf`."""
    return line[:-CHAIN_BYTES]


def chain_of(line: bytes) -> str:
    """The chain at the end of a line, which is given without its newline. The chain is not verified."""
    return line[-66:-2].decode(errors="replace")


def _body(entry: Entry, event: bytes) -> bytes:
    tag = b'"type":"%b"' % events.type_of(entry.event).encode()
    name = entry.id.encode()
    start = len(tag) + len(name) + len(b'{,"id":""')
    batch = b',"batch":[%d,%d]' % entry.batch if entry.batch else b""
    return b'{"seq":%d,"id":"%b",%b,"recorded_at":"%b","by":%b%b%b' % (
        entry.seq,
        name,
        tag,
        entry.recorded_at.encode(),
        _json(entry.by),
        event[start:-1],
        batch,
    )


@lru_cache(maxsize=1024)
def _text(encoded: bytes) -> str:
    return msgspec.json.decode(encoded, type=str)


@lru_cache(maxsize=1024)
def _json(text: str) -> bytes:
    return _encode_json(text)


def _decode_erased(line: bytes) -> Erased:
    erased = _ERASED.match(line)
    if erased is None:
        raise DamagedLog("not a line of a log", hint="`claims check` reads the whole log and names the first such line")
    return Erased(seq=int(erased[1]), leaf=erased[2].decode(), chain=erased[3].decode())
