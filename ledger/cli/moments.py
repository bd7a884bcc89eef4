"""Times on the command line: as everywhere in EDTF, and bare clock times on the day in use."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from ledger import times
from ledger.errors import BadTime

if TYPE_CHECKING:
    from ledger.cli.setting import Setting

DAY = "CLAIMS_DATE"
"""The variable that names the day in use."""

_ONE_DIGIT = re.compile(r"([0-9]):([0-5][0-9])")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Calendar(Struct, frozen=True, kw_only=True):
    """The ledger's zone, and the day in it that a bare clock time is on."""

    zone: str
    day: str

    def read(self, text: str | None, option: str) -> str | None:
        """A time as an event takes it: `16:10` gets its day and offset. Raises BadTime with the option as its place."""
        if text is None:
            return None
        try:
            return times.interval(self.dated(text), zone=self.zone).text
        except BadTime as error:
            if (hour := _ONE_DIGIT.fullmatch(text)) is not None:
                error.hint = f"write 0{text}, or {int(hour[1]) + 12}:{hour[2]} if it was in the afternoon"
            raise error.at(option) from None

    def on_day_of(self, text: str | None) -> Calendar:
        """The calendar on the day with which a time begins; the same where it has none."""
        dated = _DATE.match(text or "")
        return Calendar(zone=self.zone, day=dated[0]) if dated else self

    def dated(self, text: str) -> str:
        """The text of a time with the days of its clock times: an interval that begins on a day ends on it.

        Raises BadTime.
        """
        days, parts = self, list[str]()
        for part in text.split("/"):
            full = times.clock(part, day=days.day, zone=self.zone) if times.is_clock(part) else part
            days = days.on_day_of(full)
            parts.append(full)
        return "/".join(parts)


def calendar(setting: Setting, *, zone: str) -> Calendar:
    """The calendar of a ledger in this zone. The day is `$CLAIMS_DATE`, else today. Raises BadTime."""
    given = setting.environment.get(DAY, "").strip()
    day = given or times.show(times.instant(setting.now()), zone=zone)[: len("2020-01-06")]
    try:
        times.clock("00:00", day=day, zone="UTC")
    except BadTime as error:
        raise BadTime(f"{given!r} is not a day", place=f"${DAY}", hint="a day is written 2020-01-06") from error
    return Calendar(zone=zone, day=day)
