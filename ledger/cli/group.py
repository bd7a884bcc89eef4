"""The commands: how help prints them, and what is said if there is no such command."""

from __future__ import annotations

from contextlib import contextmanager
from textwrap import dedent, indent
from typing import TYPE_CHECKING, Any, Final

import typer
from typer.core import TyperCommand, TyperGroup

from ledger.cli.commands import HEADINGS, PLACES, function_of
from ledger.cli.usage import ARGUMENTS, refuse_undecoded
from ledger.cli.values import take_plainly
from ledger.errors import BadRequest
from ledger.wording import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typer._click import Command as AnyCommand
    from typer._click import Context, HelpFormatter, Parameter

_MEND: Final = "`claims amend RECORD` corrects a record, `claims void RECORD` ends one; what was there stays readable"
_ELSEWHERE: Final = {
    "help": "`claims --help` lists the commands, `claims record --help` explains one",
    "export": "`claims list -o FILE` writes a table, and `claims sql QUERY -o FILE` whatever you ask for",
}
"""What to use instead, for commands that go by another name here."""
_NEVER: Final = ("undo", "edit", "rm", "delete", "remove", "revert")


class Command(TyperCommand):
    """A command with plain help: an argument is shown by its name, without its Python type."""

    def __init__(self, **attributes: Any) -> None:  # noqa: ANN401  # Typer's own, handed on
        super().__init__(**attributes)
        self.help = verbatim(self.help or "")

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Read the arguments. An error carries the context of this command. Raises BadRequest."""
        take_plainly(self.get_params(ctx))
        with _placed(ctx):
            rest = super().parse_args(ctx, args)
        refuse_undecoded(ctx, self.get_params(ctx))
        return rest

    def collect_usage_pieces(self, ctx: Context) -> list[str]:
        """What follows the name of the command in its usage: `[OPTIONS] EVENT THEN...`."""
        pieces = [self.options_metavar or ""]
        for parameter in self.get_params(ctx):
            if parameter.param_type_name == "argument":
                piece = _name(parameter) + ("..." if parameter.nargs != 1 else "")
                pieces.append(piece if parameter.required else f"[{piece}]")
        return pieces

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write what each argument and each option is."""
        for part in ("argument", "option"):
            shown = [
                each
                for each in self.get_params(ctx)
                if each.param_type_name == part and not getattr(each, "hidden", False)
            ]
            if shown:
                with formatter.section(f"{part.capitalize()}s"):
                    formatter.write_dl([_row(each, ctx) for each in shown])


class Commands(TyperGroup):
    """The commands, listed by heading. Each is made when it is asked for. Without one, `list` is meant."""

    def __init__(self, **attributes: Any) -> None:  # noqa: ANN401  # Typer's own, handed on
        super().__init__(**attributes)
        self.help = verbatim(self.help or "")

    def list_commands(self, ctx: Context) -> list[str]:  # noqa: ARG002  # Typer's signature
        """The names of the commands, in the order in which help lists them."""
        return [*PLACES]

    def get_command(self, ctx: Context, cmd_name: str) -> AnyCommand | None:  # noqa: ARG002  # likewise
        """The command with this name; None if there is none."""
        return self.made(cmd_name) if cmd_name in PLACES else None

    def made(self, name: str) -> AnyCommand:
        """The command with this name, which must be a listed one."""
        if name not in self.commands:
            alone = typer.Typer(add_completion=False, rich_markup_mode=None)
            alone.command(name, cls=Command)(function_of(name))
            self.commands[name] = typer.main.get_command(alone)
        return self.commands[name]

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Read the global options. An error carries the context of the whole command line."""
        take_plainly(self.get_params(ctx))
        ctx.meta[ARGUMENTS] = tuple(args)
        with _placed(ctx):
            return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, AnyCommand | None, list[str]]:
        """The command that the first argument names, and the arguments left to it. Raises BadRequest."""
        name = args[0]
        if name not in PLACES and not name.startswith("-"):
            if name in _NEVER:
                raise BadRequest(f"there is no command {name}: the log is only ever appended to", hint=_MEND)
            if name == "help":
                which = next((word for word in args if word in PLACES), None)
                hint = f"`claims {which} --help` explains it" if which else "`claims --help` explains all"
                raise BadRequest("there is no command help", hint=hint)
            hint = _ELSEWHERE.get(name) or did_you_mean(name, PLACES) or "`claims --help` lists the commands"
            raise BadRequest(f"there is no command {name!r}", hint=hint)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:  # noqa: ARG002  # Typer's signature
        """Write the commands under their headings, each with the first sentence of its help."""
        longest = max(map(len, PLACES))
        for heading, names in HEADINGS.items():
            with formatter.section(heading):
                formatter.write_dl([(name.ljust(longest), summary(function_of(name).__doc__ or "")) for name in names])


def summary(text: str) -> str:
    """The first paragraph of a help text as one line, without its full stop."""
    return " ".join(text.partition("\n\n")[0].split()).removesuffix(".")


def verbatim(text: str) -> str:
    """The help text, with its examples (paragraphs that begin with `claims `) marked to be left as they are."""
    return "\n\n".join(_example(each) if each.lstrip().startswith("claims ") else each for each in text.split("\n\n"))


@contextmanager
def _placed(context: Context) -> Iterator[None]:
    try:
        yield
    except typer.TyperException as error:
        if getattr(error, "ctx", context) is None:
            error.ctx = context  # type: ignore[attr-defined]  # it is there, and None
        raise


def _example(paragraph: str) -> str:
    return "\b\n" + indent(dedent(paragraph), "    ")


def _row(parameter: Parameter, context: Context) -> tuple[str, str]:
    """An argument's name, or an option with its value; and the help for it."""
    name, text = parameter.get_help_record(context) or ("", "")
    if parameter.param_type_name == "argument":
        return _name(parameter), text.removesuffix("[required]").rstrip()
    return name, text


def _name(parameter: Parameter) -> str:
    return parameter.metavar or parameter.name.upper()
