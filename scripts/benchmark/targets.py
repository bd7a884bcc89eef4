"""What is to be reached at a million events, by the name of the measure."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

MIB: Final = 1024 * 1024
GIB: Final = 1024 * MIB
LARGE: Final = 10_000_000


class Target(Struct, frozen=True, kw_only=True):
    """Bounds of a measure: of its ratio to a floor, of its median itself, and of its slope; with the words for them.

    `most_when_large` takes the place of `most` from ten million events on.
    """

    text: str
    floor: str | None = None
    least_ratio: float | None = None
    most_ratio: float | None = None
    least: float | None = None
    most: float | None = None
    most_when_large: float | None = None
    most_slope: float | None = None

    def is_reached(self, events: int, median: float, ratio: float | None, slope: float | None) -> bool | None:
        """Whether a measure is within all bounds; None if its floor was not measured.

        A slope is judged if there is one.
        """
        if self.floor is not None and ratio is None:
            return None
        most = self.most_when_large if self.most_when_large is not None and events >= LARGE else self.most
        return (
            _is_within(ratio, self.least_ratio, self.most_ratio)
            and _is_within(median, self.least, most)
            and _is_within(slope, None, self.most_slope)
        )


def _is_within(value: float | None, least: float | None, most: float | None) -> bool:
    return value is None or ((least is None or value >= least) and (most is None or value <= most))


ONE_SYNC: Final = "F1 open, lock, write, sync, close"
MANY_SYNC: Final = "F2 a sync per 1,000 lines"
LOAD: Final = "F3 DuckDB loads the lines"
START: Final = "F4 python -c pass"
DIGEST: Final = "F5 decode, encode, SHA-256"

APPEND: Final = "append one by one"
APPEND_FILE: Final = "append a file"
APPEND_MEMORY: Final = "append a file, peak memory"
REBUILD: Final = "rebuild"
REBUILD_MEMORY: Final = "rebuild, peak memory"
ALONE: Final = "catch up by one, alone"
HELD: Final = "catch up by one, held open"
NOW: Final = "all claims now"
AS_OF_PUBLIC: Final = "as-of, all claims, public"
AS_OF_BODY: Final = "as-of, all claims, a body"
AS_OF_END: Final = "as-of, all claims, a body at the end"
AS_OF_EVENT: Final = "as-of, all claims, after an event"
AS_OF_ONE: Final = "as-of, one claim"
AS_OF_ONE_BODY: Final = "as-of, one claim, a body"
AS_OF_RECORDED: Final = "as-of, all claims, recorded"
RECORD: Final = "claims record"
SHOW: Final = "claims show"
SHOW_EVENT: Final = "claims show, an event"
REPLAY: Final = "claims replay, one claim"
LOG: Final = "claims log, its last lines"
CHECK: Final = "claims check"
CHECK_MEMORY: Final = "claims check, memory"

TARGETS: Final = {
    APPEND: Target(text="≥ 0.7 F1", floor=ONE_SYNC, least_ratio=0.7),
    APPEND_FILE: Target(text="≥ 0.3 F5", floor=DIGEST, least_ratio=0.3),
    APPEND_MEMORY: Target(text="does not grow", most_slope=1.25),
    REBUILD: Target(text="≤ 4 F3", floor=LOAD, most_ratio=4),
    REBUILD_MEMORY: Target(text="≤ 2 GiB, 10M ≤ 6 GiB", most=2 * GIB, most_when_large=6 * GIB),
    ALONE: Target(text="≤ 100 ms, slope ≤ 5", most=0.1, most_slope=5),
    HELD: Target(text="≤ 1.5 s, slope ≤ 5", most=1.5, most_slope=5),
    AS_OF_PUBLIC: Target(text="≤ 400 ms", most=0.4),
    AS_OF_BODY: Target(text="≤ 400 ms", most=0.4),
    AS_OF_END: Target(text="≤ 400 ms", most=0.4),
    AS_OF_EVENT: Target(text="≤ 400 ms", most=0.4),
    AS_OF_ONE: Target(text="≤ 30 ms", most=0.03),
    AS_OF_ONE_BODY: Target(text="≤ 30 ms", most=0.03),
    AS_OF_RECORDED: Target(text="≤ 2 F3", floor=LOAD, most_ratio=2),
    RECORD: Target(text="≤ 10 F4, does not grow", floor=START, most_ratio=10, most_slope=1.25),
    SHOW: Target(text="≤ 25 F4, slope ≤ 1.5", floor=START, most_ratio=25, most_slope=1.5),
    CHECK: Target(text="≥ 150,000 events/s", least=150_000),
    CHECK_MEMORY: Target(text="≤ 200 bytes an event", most=200),
}
