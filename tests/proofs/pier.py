"""The log of a harbour desk, one event after the other, and what somebody could do to its files."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from ledger import codec
from ledger.errors import BadInput
from ledger.events import Actor, Claim, Observation, Stance
from ledger.log import Config, Log, segment_path
from ledger.proofs import Checkpoint
from tests.log.logs import erased
from tests.proofs import grown

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ledger.events import AnyEvent

Parsed = TypeVar("Parsed")

ORIGIN = "harbour.example/ledger"
SIGNATURE = "— harbour.example/key Az3grlgt"
OPENING = datetime(2020, 1, 6, 9, tzinfo=UTC)


def parsed_or_refused(parse: Callable[..., Parsed], data: bytes) -> Parsed | BadInput:
    """What some bytes say, or why they say nothing."""
    try:
        return parse(data, place="given.txt")
    except BadInput as error:
        return error


def log_in(directory: Path, *, origin: str | None = ORIGIN, name: str = "Harbour desk") -> Log:
    """A log in a directory, empty where nothing has been recorded in it yet."""
    (directory / "events").mkdir(exist_ok=True)
    (directory / "events" / "ledger.toml").touch()
    config = Config(name=name, origin=origin)
    return Log(directory / "events", config, cache=directory / ".ledger", tell=print)


def story(length: int, *, answer: str = "open") -> list[AnyEvent]:
    """So many events: the mayor, the pier, and the mayor's answers to whoever asks about it."""
    answers = (
        Observation(
            id=f"answer-{number}",
            speaker="mayor",
            text=f"The mayor says for the {number}th time that the pier is {answer}.",
            stances=(Stance(claim="pier-closed", stance="deny"),),
        )
        for number in range(3, length + 1)
    )
    cast: list[AnyEvent] = [Actor(id="mayor", name="The mayor"), Claim(id="pier-closed", text="Pier 4 is closed.")]
    return [*cast, *answers][:length]


def record(log: Log, *events: AnyEvent, hour: int = 0) -> Log:
    """Append events as one batch."""
    log.append(list(events), by="desk", now=lambda: OPENING + timedelta(hours=hour))
    return log


def recorded(directory: Path, length: int, *, answer: str = "open") -> Log:
    """A log of so many events, in batches of up to three."""
    log, events = log_in(directory), story(length, answer=answer)
    for start in range(0, length, 3):
        record(log, *events[start : start + 3], hour=start)
    return log


def checkpoint_at(log: Log, size: int) -> Checkpoint:
    """The checkpoint of a log's first events, by its leaves and not by its own doing."""
    leaves = [bytes.fromhex(codec.leaf(codec.body_of(line.raw))) for line in log.lines()]
    return Checkpoint(origin=ORIGIN, size=size, root=grown.root_of(leaves[:size]))


def erase(log: Log, seq: int) -> None:
    """Erase a line as the law may demand: its leaf and its chain stay."""
    _change(log, lambda number, line: erased(line).removesuffix(b"\n") if number == seq else line)


def damage(log: Log, seq: int) -> None:
    """Change a word of a line without mending the chain."""
    _change(log, lambda number, line: line.replace(b"pier is", b"pier was") if number == seq else line)


def _change(log: Log, change: Callable[[int, bytes], bytes]) -> None:
    path = segment_path(log.directory, 1)
    lines = enumerate(path.read_bytes().splitlines(), start=1)
    path.write_bytes(b"".join(change(number, line) + b"\n" for number, line in lines))
