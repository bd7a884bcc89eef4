"""`events/ledger.toml`: what marks a directory as a ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import BadConfiguration, BadRequest, LedgerError, NewerFormat, NoLedger
from ledger.log import FORMAT, Config, config
from tests.log.drawn import TEXTS

if TYPE_CHECKING:
    from pathlib import Path


def refused(path: Path, text: bytes) -> LedgerError:
    """The error for a file with this content, which is placed at the file."""
    path.write_bytes(text)
    with pytest.raises(LedgerError) as error:
        config.read(path)
    assert error.value.place == str(path)
    return error.value


def test_a_ledger_needs_a_name_and_a_format(tmp_path: Path) -> None:
    """The least that a file says is its format and a name; dates are then in UTC."""
    path = tmp_path / "ledger.toml"
    path.write_text('format = 1\nname = "Harbour desk"\n')
    assert config.read(path) == Config(format=1, name="Harbour desk", timezone="UTC", origin=None)
    path.write_text('format = 1\nname = "d"\ntimezone = "America/New_York"\norigin = "harbour.example/desk"\n')
    assert config.read(path) == Config(name="d", timezone="America/New_York", origin="harbour.example/desk")


@given(TEXTS, st.sampled_from(["UTC", "Asia/Baghdad"]), st.none() | TEXTS)
def test_what_is_written_is_what_is_read(
    tmp_path_factory: pytest.TempPathFactory, name: str, timezone: str, origin: str | None
) -> None:
    """Any name comes back from the file that says it: quotes, control characters and all."""
    path = tmp_path_factory.getbasetemp() / "written.toml"
    given_config = Config(name=name, timezone=timezone, origin=origin)
    path.write_bytes(config.text(given_config).encode())
    assert config.read(path) == given_config


def test_a_name_is_unicode() -> None:
    """A name that UTF-8 cannot say, as it comes from a terminal in another encoding, is refused."""
    with pytest.raises(BadRequest, match="`name` is not valid Unicode"):
        config.text(Config(name="caf\udce9"))
    with pytest.raises(BadRequest, match="`origin` is not valid Unicode"):
        config.text(Config(name="c", origin="\udce9"))


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (b"", "`format` must be a whole number", f"this build writes format = {FORMAT}"),
        (b'format = "1"\nname = "d"', "`format` must be a whole number", "this build"),
        (b'format = true\nname = "d"', "`format` must be a whole number", "this build"),
        (b'format = 0\nname = "d"', "`format` must be a whole number", "this build"),
        (b"format = 1", "`name` is missing", "as in name ="),
        (b'format = 1\nname = ""', "`name` is missing", "as in name ="),
        (b"format = 1\nname = 5", "`name` must be a text", "as in name ="),
        (b'format = 1\nname = "d"\ntime_zone = "UTC"', "unknown key `time_zone`", "did you mean timezone?"),
        (b'format = 1\nname = "d"\nxyz = 1', "unknown key `xyz`", "known keys: format, name, timezone, origin"),
        (b'format = 1\nname = "d"\ntimezone = "Berlin"', "no time zone is named", "did you mean Europe/Berlin?"),
        (b'format = 1\nname = "d"\ntimezone = 1', "`timezone` must be a text", "as in timezone ="),
        (b"format = ", "not TOML", "restore it from a copy, or write its lines anew: format = 1, name = "),
        (b"x = " + b"[" * 50_000, "not TOML", "restore it from a copy"),
        (b'format = 1\nname = "\xff"', "not UTF-8", "save the file as UTF-8"),
    ],
)
def test_a_bad_file_says_the_mend(tmp_path: Path, text: bytes, message: str, hint: str) -> None:
    """Every key is known and of its kind, or the error says at which file, what, and what there is instead."""
    error = refused(tmp_path / "ledger.toml", text)
    assert isinstance(error, BadConfiguration)
    assert message in error.message
    assert (error.hint or "").startswith(hint)


def test_a_newer_format_is_said_to_be_newer(tmp_path: Path) -> None:
    """A build that does not know the format says so before it looks at any other key."""
    error = refused(tmp_path / "ledger.toml", b'format = 2\nname = "d"\nnovelty = 1')
    assert isinstance(error, NewerFormat)
    assert "format 2, this build reads up to 1" in error.message


def test_no_file_is_no_ledger(tmp_path: Path) -> None:
    """Where the file is not there, there is no ledger; where it is no file, it cannot be read."""
    with pytest.raises(NoLedger) as error:
        config.read(tmp_path / "ledger.toml")
    assert error.value.hint == "start one with `claims init`"
    with pytest.raises(BadConfiguration, match="cannot be read: Is a directory") as bad:
        config.read(tmp_path)
    assert bad.value.hint == "is the disk mounted, and may you read there? nothing was changed"
