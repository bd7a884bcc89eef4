"""Times on the command line: as everywhere in EDTF, and bare clock times on the day in use."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from ledger import times
from ledger.errors import BadTime
from ledger.times import Instant

if TYPE_CHECKING:
    from ledger.cli.setting import Setting

DAY = "CLAIMS_DATE"
"""The variable that names the day in use."""

_DIAL = re.compile(r"(?i)(?P<hour>[0-9]{1,2})(?::(?P<minute>[0-5][0-9]))?(?: ?(?P<half>[ap])\.?m\.?)?")
_HOURS_OF_A_DIAL = 12
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Calendar(Struct, frozen=True, kw_only=True):
    """The ledger's zone, and the day there of a bare clock time; with `now`, one that is still to come is refused."""

    zone: str
    day: str
    now: Instant | None = None

    def read(self, text: str | None, option: str) -> str | None:
        """A time as an event takes it: `16:10` gets its day and offset. Raises BadTime with the option as its place."""
        if text is None:
            return None
        try:
            meant = times.interval(self.dated(text), zone=self.zone)
        except BadTime as error:
            error.hint = error.hint if times.is_clock(text) else _of_clock(text) or error.hint
            raise error.at(option) from None
        if times.is_clock(text) and self.now is not None and (meant.earliest or "") >= self.now:
            hint = f"give its day as well, as in 2020-01-06T{text}[{self.zone}], or set ${DAY}"
            raise BadTime(f"{text} is taken as {meant.text}, which is still to come", place=option, hint=hint)
        return meant.text

    def on_day_of(self, text: str | None) -> Calendar:
        """The calendar on the day with which a time begins; the same if it has none."""
        dated = _DATE.match(text or "")
        return replace(self, day=dated[0]) if dated else self

    def dated(self, text: str) -> str:
        """A time with a day given to each bare clock time: in an interval, the day on which it begins.

        Raises BadTime.
        """
        days, parts = self, list[str]()
        for part in text.split("/"):
            full = times.clock(part, day=days.day, zone=self.zone) if times.is_clock(part) else part
            days = days.on_day_of(full)
            parts.append(full)
        return "/".join(parts)


def _of_clock(text: str) -> str | None:
    """A hint for a time of day that is written as on a twelve-hour clock."""
    dial = _DIAL.fullmatch(text)
    if dial is None or not (dial["minute"] or dial["half"]) or not 1 <= (hour := int(dial["hour"])) <= _HOURS_OF_A_DIAL:
        return None
    minute, half = dial["minute"] or "00", (dial["half"] or "").lower()
    morning, afternoon = f"{hour % 12:02}:{minute}", f"{hour % 12 + 12:02}:{minute}"
    if half:
        return f"write {morning if half == 'a' else afternoon}"
    return f"write {morning}, or {afternoon} if it was in the afternoon"


def calendar(setting: Setting, *, zone: str) -> Calendar:
    """The calendar of a ledger in this zone. The day is `$CLAIMS_DATE`, else today. Raises BadTime."""
    given = setting.environment.get(DAY, "").strip()
    day = given or times.show(times.instant(setting.now()), zone=zone)[: len("2020-01-06")]
    try:
        times.clock("00:00", day=day, zone="UTC")
    except BadTime as error:
        raise BadTime(f"{given!r} is not a day", place=f"${DAY}", hint="a day is written 2020-01-06") from error
    return Calendar(zone=zone, day=day, now=times.instant(setting.now()))
