"""Ledgers of adversarial shapes, each small, each with one thing that is large."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from ledger import Actor, Claim, Ledger, Observation, Order, Stance
from ledger.events import AnyEvent, encode
from scripts.benchmark import generator, made, occasions, reading, targets
from scripts.benchmark.draw import Draw
from scripts.benchmark.made import Given
from scripts.benchmark.process import claims

if TYPE_CHECKING:
    from scripts.benchmark.bench import Bench

_CLAIM: Final = "claim-0"
_ROUNDS: Final = 3


class Shape(Struct, frozen=True, kw_only=True):
    """A kind of ledger: its name, how large the large thing is, and its events for that size."""

    name: str
    size: int
    events: Callable[[int, Draw], Iterator[AnyEvent]]


def crowd(size: int, draw: Draw) -> Iterator[AnyEvent]:
    """One claim on which everybody speaks."""
    actors = max(1, size // 100)
    yield from _opening(actors)
    for number in range(size):
        yield _said(number, draw, speaker=f"actor-{draw.randrange(actors)}")


def talker(size: int, draw: Draw) -> Iterator[AnyEvent]:
    """One actor who speaks again and again on one claim."""
    yield from _opening(1)
    for number in range(size):
        yield _said(number, draw, speaker="actor-0")


def chain(size: int, draw: Draw) -> Iterator[AnyEvent]:
    """Observations without times, each certainly after the one before: half say so, orders say so of the rest."""
    yield from _opening(7)
    for number in range(size + 1):
        after = (f"said-{number - 1}",) if number and number % 2 else ()
        yield _said(number, draw, speaker=f"actor-{number % 7}", after=after, is_timed=False)
        if number and not number % 2:
            yield Order(first=f"said-{number - 1}", then=f"said-{number}")


def chain_backwards(size: int, draw: Draw) -> Iterator[AnyEvent]:
    """The same, with the last of them ordered first."""
    yield from _opening(7)
    for number in range(size + 1):
        yield _said(number, draw, speaker=f"actor-{number % 7}", is_timed=False)
    for number in range(size, 0, -1):
        yield Order(first=f"said-{number - 1}", then=f"said-{number}")


def amended(size: int, draw: Draw) -> Iterator[AnyEvent]:
    """One observation in ever new versions."""
    yield from _opening(1)
    yield _said(0, draw, speaker="actor-0")
    for number in range(size):
        stance = Stance(claim=_CLAIM, stance="deny" if number % 2 else "support")
        yield Observation(
            speaker="actor-0", text=f"Version {number}.", stances=(stance,), amends="said-0", reason="misheard"
        )


SHAPES: Final = (
    Shape(name="one claim, {} observations", size=100_000, events=crowd),
    Shape(name="one actor, {} times on it", size=100_000, events=talker),
    Shape(name="a chain of {} edges", size=10_000, events=chain),
    Shape(name="a chain of {} edges, its end first", size=1_000, events=chain_backwards),
    Shape(name="{} amendments of a record", size=1_000, events=amended),
)


def measure(bench: Bench) -> None:
    """Append, rebuild, catch up, ask and show, in a ledger of each shape; and ask from many perspectives."""
    for shape in SHAPES:
        _measure(bench, shape)
    _perspectives(bench)


def _measure(bench: Bench, shape: Shape) -> None:
    size = max(2, int(shape.size * bench.options.shapes))
    name = shape.name.format(f"{size:,}")
    bench.book.tell(name)
    path, root, count = bench.scratch / "shape.jsonl", bench.scratch / "shape", 0
    with path.open("wb") as file:
        for event in shape.events(size, Draw(bench.options.seed)):
            file.write(encode(event) + b"\n")
            count += 1
    given = Given(path, count, _CLAIM, "actor-0", "said-0")
    page = bench.book.page("shapes", count, subject=name)
    page.note(targets.APPEND_FILE, "events/s", [count / made.append(given, root).seconds])
    reading.rebuilds(root, page, bench.rounds(most=_ROUNDS), bench.scratch)
    reading.catch_ups(root, given, page, bench.rounds(most=_ROUNDS))
    with Ledger.open(root) as ledger:
        reading.touch(ledger)
        asked = [reading.seconds_of(ledger, lambda it: reading.ask_one(it, given)) for _ in bench.rounds(most=_ROUNDS)]
    page.note(targets.AS_OF_ONE, "s", asked)
    page.note(targets.SHOW, "s", [claims(root, "show", _CLAIM).seconds for _ in bench.rounds(most=_ROUNDS)])
    bench.drop(root)
    path.unlink()


def _perspectives(bench: Bench) -> None:
    """All claims, asked about from the perspective of one actor after another, in the smallest ledger of the run."""
    count, events = max(2, int(500 * bench.options.shapes)), min(bench.options.sizes)
    name = f"{count:,} perspectives"
    bench.book.tell(name)
    root, given = bench.root(events), bench.given(events)
    with Ledger.open(root, by="bench") as ledger:
        actors = [row["actor"] for row in ledger.rows(f"select actor from actors order by seq limit {count}")]  # noqa: S608  # a number
        taken = [
            reading.seconds_of(ledger, lambda it: it.claims(as_of=given.middle, perspective=actor).materialize())  # noqa: B023  # called at once
            for actor in map(str, actors)
        ]
    bench.book.page("shapes", events, subject=name).note(targets.AS_OF_BODY, "s", taken)


def _opening(actors: int) -> Iterator[AnyEvent]:
    yield Claim(id=_CLAIM, text="Pier 4 is closed.")
    for number in range(actors):
        yield Actor(id=f"actor-{number}", name=f"Resident {number} of Harbour")


def _said(number: int, draw: Draw, *, speaker: str, after: tuple[str, ...] = (), is_timed: bool = True) -> Observation:
    return Observation(
        id=f"said-{number}",
        text=f"Remark {number} on the pier.",
        speaker=speaker,
        occurred=occasions.vague(generator.clock(number), draw) if is_timed else None,
        after=after,
        stances=(Stance(claim=_CLAIM, stance=draw.choices(("support", "deny"), (70, 30))[0]),),
    )
