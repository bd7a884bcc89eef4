"""Logs to test with: lines made by hand, one after the other, and the small harbour that most tests happen in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from ledger import codec, times
from ledger.codec import NO_CHAIN, Entry
from ledger.events import Actor, Claim, Observation, Source, Stance
from ledger.log import Config, Log, config, segment_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from ledger.events import AnyEvent
    from ledger.log import Appended

NOW = datetime(2020, 1, 20, 9, tzinfo=UTC)

HARBOUR: tuple[AnyEvent, ...] = (
    Actor(id="council", name="The council"),
    Actor(id="mayor", name="The mayor", part_of="council"),
    Actor(id="pilot", name="The pilot"),
    Source(id="post", publisher="Harbour Post", published="2020-01-08"),
    Source(id="radio", publisher="City Radio"),
    Claim(id="closed", text="Pier 4 is closed."),
    Claim(id="open", text="Pier 4 is open."),
)
"""Who is there, and what is at stake."""


def said(name: str | None = None, **fields: object) -> Observation:
    """The mayor denies that the pier is closed, unless the fields say otherwise."""
    usual: dict[str, object] = {"speaker": "mayor", "stances": (Stance(claim="closed", stance="deny"),)}
    return Observation(id=name, **{**usual, **fields})  # type: ignore[arg-type]  # the tests know the fields


def open_log(root: Path, *, tell: Callable[[str], None] = lambda _: None, timezone: str = "UTC") -> Log:
    """The log of a ledger in a directory, which is made one where it is none."""
    marker = root / "events" / "ledger.toml"
    if not marker.exists():
        marker.parent.mkdir(parents=True)
        marker.write_text(config.text(Config(name="Harbour desk", timezone=timezone)), encoding="utf-8")
    return Log(marker.parent, config.read(marker), cache=root / ".ledger", tell=tell)


def append(log: Log, *events: AnyEvent, at: datetime = NOW, by: str = "desk") -> list[Appended]:
    """Append events as one batch at a time of the test's choice."""
    return log.append(events, by=by, now=lambda: at, wait=0)


def claim(number: int) -> Claim:
    """A claim that says nothing but its number."""
    return Claim(id=f"c{number}", text=f"It is {number}.")


def placed(sizes: Sequence[int]) -> list[Entry]:
    """Claims in batches of these sizes, a minute between one batch and the next."""
    found: list[Entry] = []
    for number, size in enumerate(sizes):
        recorded_at = times.instant(NOW + timedelta(minutes=number))
        for index in range(1, size + 1):
            seq = len(found) + 1
            batch = (index, size) if size > 1 else None
            found.append(Entry(seq=seq, recorded_at=recorded_at, by="desk", event=claim(seq), batch=batch, chain=""))
    return found


def chained(entries: Iterable[Entry], *, previous: str = NO_CHAIN) -> list[bytes]:
    """The lines of entries behind a chain, with their newlines, whether or not they fit together otherwise."""
    lines = []
    for entry in entries:
        line, previous = codec.encode(entry, previous=previous)
        lines.append(line + b"\n")
    return lines


def erased(line: bytes) -> bytes:
    """What the law leaves of a line."""
    entry = codec.decode(line.removesuffix(b"\n"))
    leaf = codec.leaf(codec.body_of(line.removesuffix(b"\n")))
    return b'{"seq":%d,"erased":"%b","chain":"%b"}\n' % (entry.seq, leaf.encode(), entry.chain.encode())


def write(directory: Path, lines: Sequence[bytes], *, firsts: Sequence[int] = (1,)) -> None:
    """Write lines into segments that begin with these seqs."""
    directory.mkdir(parents=True, exist_ok=True)
    for first, end in zip(firsts, [*firsts[1:], len(lines) + 1], strict=True):
        segment_path(directory, first).write_bytes(b"".join(lines[first - 1 : end - 1]))
