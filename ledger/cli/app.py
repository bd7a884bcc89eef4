"""The command `claims`: its global options, and the one place that decides on exit codes.

A command is a function that `commands` names. It takes a `typer.Context`, whose `obj` is the `Setting`, prints data on
stdout, narrates with `tell`, raises LedgerError, and returns an `Exit` or None.
"""

from __future__ import annotations

import os
import re
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from io import TextIOWrapper
from typing import Annotated

import typer
from msgspec.structs import replace

from ledger.cli.commands import DEFAULT
from ledger.cli.exits import Exit, exit_of
from ledger.cli.group import Commands
from ledger.cli.setting import Color, Setting, initial_setting, tell, wants_color
from ledger.cli.system import disallowed
from ledger.cli.usage import as_request, usage_line
from ledger.errors import MOST_PLACES, MOST_TOLD, BadTime, LedgerError
from ledger.times import check_zone
from ledger.wording import few
from ledger.workspace.journal import utc_now

NAME = "claims"
_ZONE = "CLAIMS_TZ"
_COMPLETING = "_CLAIMS_COMPLETE"
_WIDEST_HELP = 80

app = typer.Typer(
    name=NAME,
    cls=Commands,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import PackageNotFoundError, version

        number = "(not installed)"  # as in a checkout
        with suppress(PackageNotFoundError):
            number = version("claim-ledger")
        print(NAME, number)  # noqa: T201  # what was asked for
        raise typer.Exit


@app.callback(invoke_without_command=True)
def claims(
    ctx: typer.Context,
    *,
    directory: Annotated[
        str | None,
        typer.Option("-C", metavar="DIR", help="The ledger's directory; else $CLAIMS_DIR, else the nearest upward."),
    ] = None,
    zone: Annotated[
        str | None,
        typer.Option("--tz", metavar="ZONE", help="Print times in this zone; else in $CLAIMS_TZ, else in UTC."),
    ] = None,
    color: Annotated[Color, typer.Option(metavar="WHEN", help="Print in colour: auto, always or never.")] = "auto",
    _version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", callback=_print_version, is_eager=True)
    ] = False,
) -> Exit | None:
    """An append-only ledger of who claimed what, when, and before whom.

    Statements are recorded with their sources and times, and never overwritten. From them it answers what was believed,
    by whom and when. Without a command it lists the claims.

    claims init
    claims actor mayor "The mayor"
    claims record mayor denies +pier-closed='Pier 4 is closed.'
    claims --tz America/New_York list --as-of 2020-01-06
    """
    given: Setting = ctx.obj
    shown = zone if zone is not None else given.environment.get(_ZONE) or "UTC"
    try:
        check_zone(shown)
    except BadTime as error:
        raise error.at("--tz" if zone is not None else f"${_ZONE}") from None
    ctx.obj = replace(given, directory=directory, zone=shown, color=wants_color(color, given))
    if ctx.invoked_subcommand is not None:
        return None
    commands: Commands = ctx.command  # type: ignore[assignment]  # the app is made with this class
    meant = commands.made(DEFAULT).make_context(DEFAULT, [], parent=ctx)
    with meant:
        code: Exit | None = meant.command.invoke(meant)
    return code


def main(
    argv: Sequence[str] | None = None,
    *,
    environment: Mapping[str, str] | None = None,
    now: Callable[[], datetime] = utc_now,
) -> int:
    """Run the command with these arguments, by default the process's own. Returns its exit code.

    Only this function decides on exit codes, and no error leaves it.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    environ = os.environ if environment is None else environment
    with _streams():
        try:
            code = _reported(arguments, environ, now)
            sys.stdout.flush()
        except BrokenPipeError:
            _abandon_output()
            return Exit.CLOSED_PIPE
        except OSError as error:
            _abandon_output()
            with suppress(OSError):
                _tell_error(disallowed(error))
            return Exit.UNAVAILABLE
        return code


def _reported(arguments: list[str], environment: Mapping[str, str], now: Callable[[], datetime]) -> int:
    """The exit code of a run; its errors are told on stderr. Raises OSError."""
    try:
        return _run(arguments, environment, now)
    except LedgerError as error:
        _tell_error(error)
        return exit_of(error)
    except typer.TyperException as error:
        if usage := usage_line(error):
            tell(usage)
        _tell_error(as_request(error))
        return Exit.USAGE
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except OSError:
        raise
    except Exception as bug:  # noqa: BLE001  # any other exception is our fault, and the user is told so
        if environment.get("CLAIMS_DEBUG"):
            traceback.print_exception(bug)
        tell(f"error: {type(bug).__name__}: {bug}")
        tell("hint: this is a bug in claims itself: please report it, with what it prints under CLAIMS_DEBUG=1")
        return Exit.BUG


def _run(arguments: list[str], environment: Mapping[str, str], now: Callable[[], datetime]) -> int:
    """The exit code of a command that ends, or leaves early, of its own accord."""
    command = typer.main.get_command(app)
    if isinstance(sys.stdout, TextIOWrapper):
        # Output to a pipe or a file is data, in UTF-8. A character that a terminal cannot show is shown by its code.
        sys.stdout.reconfigure(encoding=None if sys.stdout.isatty() else "utf-8", errors="backslashreplace")
    setting = initial_setting(environment, now=now)
    width = min(setting.width, _WIDEST_HELP)
    try:
        if environment.get(_COMPLETING):
            command.main(arguments, prog_name=NAME)  # the shell asks for completions; Typer answers and exits
        with command.make_context(NAME, arguments, obj=setting, terminal_width=width) as context:
            code: int | None = command.invoke(context)
    except typer.Exit as early:
        return early.exit_code
    except SystemExit as early:
        return early.code if isinstance(early.code, int) else Exit.OK
    return Exit.OK if code is None else code


def _tell_error(error: LedgerError) -> None:
    """Tell an error and the others with it, those that are alike as one, and then its remarks."""
    alike: dict[tuple[str, str], list[LedgerError]] = {}
    for each in error.every():
        alike.setdefault(each.gist, []).append(each)
    for first, *others in alike.values():
        tell(_hanging(f"error: {first}"))
        if places := _places([each for each in others if each.place != first.place]):
            tell(_hanging(f"the same: {places}"))
        if first.hint:
            tell(_hanging(f"hint: {first.hint}"))
    if len(alike) >= MOST_TOLD or len(error.every()) >= MOST_PLACES:
        tell(f"these are the first {len(error.every())} errors; there may be more")
    for remark in error.remarks:
        tell(_hanging(remark))


def _hanging(text: str) -> str:
    """The text with its later lines indented, so that no line of somebody else's begins as one of ours does."""
    return re.sub(r"\n(?!  )", "\n  ", text)


def _places(errors: Sequence[LedgerError]) -> str:
    """Where errors are: `new.jsonl:3, 4, 7`, or the field of an error without a place."""
    told, file = [], ""
    for each in errors:
        before, colon, line = (each.place or each.field or "").rpartition(":")
        told.append(line if colon and before == file else f"{before}{colon}{line}")
        file = before
    return few([*dict.fromkeys(told)])


@contextmanager
def _streams() -> Iterator[None]:
    """Replace streams that were closed before we began (`>&-`) by one that goes nowhere."""
    closed = [name for name in ("stdout", "stderr") if getattr(sys, name) is None]
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123  # no path of ours
        for name in closed:
            setattr(sys, name, nowhere)
        try:
            yield
        finally:
            for name in closed:
                setattr(sys, name, None)


def _abandon_output() -> None:
    """Drop what is still buffered: it cannot be written, and Python would complain of that at exit."""
    with suppress(OSError):
        sys.stdout.flush()
        return
    with suppress(OSError, AttributeError), open(os.devnull, "wb") as nowhere:  # noqa: PTH123  # no path of ours
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
