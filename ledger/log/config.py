"""`events/ledger.toml`: it marks a directory as a ledger, and holds the few settings of that ledger."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec import Struct

from ledger.durable import unreadable
from ledger.errors import BadConfiguration, BadRequest, BadTime, NewerFormat, NoLedger
from ledger.times import check_zone
from ledger.unicode import is_surrogate
from ledger.wording import did_you_mean

if TYPE_CHECKING:
    from pathlib import Path

FORMAT: Final = 1
"""The format of the log that this build writes, and the newest one that it reads."""
MARKER_NAME: Final = "ledger.toml"
"""The file beside the log that marks a directory as a ledger."""
_FILE: Final = f'restore it from a copy, or write its lines anew: format = {FORMAT}, name = "…", timezone = "…"'


class Config(Struct, frozen=True, kw_only=True):
    """The keys of `ledger.toml`. `timezone` is the zone of dates that name none; `origin` names the log in proofs."""

    format: int = FORMAT
    name: str
    timezone: str = "UTC"
    origin: str | None = None


def read(path: Path) -> Config:
    """The configuration in a file. Raises NoLedger, BadConfiguration or NewerFormat."""
    try:
        keys = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NoLedger("no ledger here", place=str(path), hint="start one with `claims init`") from None
    except OSError as error:
        told = unreadable(error, path)
        raise BadConfiguration(told.message, place=told.place, hint=told.hint) from None
    except UnicodeDecodeError:
        raise BadConfiguration("not UTF-8", place=str(path), hint="save the file as UTF-8") from None
    except (ValueError, RecursionError) as error:  # a number may have more digits than Python reads
        raise BadConfiguration(f"not TOML: {error}", place=str(path), hint=_FILE) from None
    return _config(keys, str(path))


def text(config: Config) -> str:
    """The text of the file for this configuration. Raises BadRequest if a value is not valid Unicode."""
    for key, value in (("name", config.name), ("origin", config.origin or "")):
        if any(map(is_surrogate, value)):
            raise BadRequest(f"`{key}` is not valid Unicode: {value!r}", hint="write it in UTF-8")
    lines = [
        "# Marks this directory as a claim ledger. The log beside it is only ever appended to.",
        f"format = {config.format}",
        f"name = {_string(config.name)}",
        "# The zone of dates that name none of their own.",
        f"timezone = {_string(config.timezone)}",
    ]
    if config.origin is not None:
        lines += ["# What this log is called in checkpoints and proofs.", f"origin = {_string(config.origin)}"]
    return "\n".join(lines) + "\n"


def _string(value: str) -> str:
    """A TOML basic string. JSON escapes like TOML, except for DEL, which JSON leaves as it is."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _config(keys: dict[str, object], place: str) -> Config:
    newest = keys.get("format")
    if not isinstance(newest, int) or isinstance(newest, bool) or newest < 1:
        hint = f"this build writes format = {FORMAT}"
        raise BadConfiguration("`format` must be a whole number from 1", place=place, hint=hint)
    if newest > FORMAT:
        message = f"the ledger has format {newest}, this build reads up to {FORMAT}"
        raise NewerFormat(message, place=place, hint="install a newer version of claim-ledger")
    known = Config.__struct_fields__
    for key, value in keys.items():
        if key not in known:
            hint = did_you_mean(key, known) or f"known keys: {', '.join(known)}"
            raise BadConfiguration(f"unknown key `{key}`", place=place, hint=hint)
        if key != "format" and not isinstance(value, str):
            raise BadConfiguration(f"`{key}` must be a text", place=place, hint=f'as in {key} = "…"')
    if not keys.get("name"):
        raise BadConfiguration("`name` is missing", place=place, hint='as in name = "Harbour desk"')
    config = msgspec.convert(keys, type=Config)
    try:
        check_zone(config.timezone)
    except BadTime as error:
        raise BadConfiguration(error.message, place=place, hint=error.hint) from None
    return config
