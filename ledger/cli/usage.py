"""Errors in the command line itself: the usage, what is wrong, and how to mend it.

Typer keeps its own Click private, so its errors are told apart by the attributes that they have.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ledger.cli.commands import DEFAULT, PLACES
from ledger.errors import BadRequest
from ledger.unicode import is_surrogate
from ledger.wording import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from typer import Context, TyperException
    from typer._click import Command as AnyCommand
    from typer._click import Context as AnyContext
    from typer._click import Parameter

_FILES: Final = ("FILE", "DIR", "PATH")
"""How help names an argument that is a path, which may be any bytes."""

ARGUMENTS: Final = "claims.arguments"
"""The name under which a context keeps all the words that it was given."""
_SHOWN: Final = 30
"""Characters that show which of several texts is meant."""
_AROUND: Final = 20
"""Characters on each side that show where something is."""
_WORDS: Final = (
    (re.compile(r"^input should be a valid integer\b.*"), "it is not a whole number"),
    (re.compile(r"^input should be a valid number\b.*"), "it is not a number"),
    (re.compile(r"^input should be greater than or equal to (\S+)"), r"it is less than \1"),
    (re.compile(r"^input should be less than or equal to (\S+)"), r"it is more than \1"),
)
"""What Pydantic says of a number, and our words for it."""
_QUOTED = re.compile(r"'([^']*)'")
_EXTRA = re.compile(r"Got unexpected extra argument\(s\) \((.*)\)", re.DOTALL)


def usage_line(error: TyperException) -> str | None:
    """The usage of the command that was not understood, if it is known."""
    context = _context(error)
    return context.get_usage().replace("Usage:", "usage:", 1) if context is not None else None


def as_request(error: TyperException) -> BadRequest:
    """The error in this program's words."""
    context = _context(error)
    if context is None:
        return BadRequest(_plain(error.format_message()))
    hint = f"`{context.command_path} --help` explains it"
    option = getattr(error, "option_name", None)
    parameter = getattr(error, "param", None)
    if option is not None and hasattr(error, "possibilities"):
        return _no_option(option, context, hint)
    if option is not None:
        given = "does not take" in error.message
        return BadRequest("it takes no value" if given else "a value is missing after it", place=option, hint=hint)
    if parameter is not None and hasattr(error, "param_type"):
        return BadRequest(f"{_name(parameter)} is missing", hint=hint)
    if parameter is not None:
        return _bad_value(error.message, _name(parameter), hint)
    return BadRequest(_plain(_EXTRA.sub(r"more words than it takes: \1", error.format_message())), hint=hint)


def _bad_value(message: str, place: str, hint: str) -> BadRequest:
    """The error for a value that an option or an argument does not take."""
    message = _plain(message.removeprefix("Value error, "))
    for shape, words in _WORDS:
        message = shape.sub(words, message)
    given, *values = [str(each) for each in _QUOTED.findall(message)] if " is not one of " in message else [""]
    return BadRequest(message, place=place, hint=did_you_mean(given, values) or hint)


def _no_option(option: str, context: Context, hint: str) -> BadRequest:
    """The error for an unknown option, or for a text taken for one, such as a query that begins with a comment."""
    if any(each.isspace() for each in option):
        said = f"{' '.join(option.split())[:_SHOWN]} … begins with a hyphen, and so is taken for an option"
        return BadRequest(said, hint=f"write -- before it: {context.command_path} -- TEXT")
    return BadRequest(f"no such option: {option}", hint=_other_option(option, context) or hint)


def refuse_undecoded(context: AnyContext, parameters: Iterable[Parameter]) -> None:
    """Raise BadRequest if a given text is not valid Unicode, because its bytes were not UTF-8."""
    for parameter in parameters:
        if getattr(parameter, "metavar", None) not in _FILES:
            value = context.params.get(parameter.name)
            for text in value if isinstance(value, list | tuple) else [value]:
                if isinstance(text, str):
                    refuse_surrogates(text, _name(parameter))


def refuse_surrogates(text: str, place: str) -> None:
    """Raise BadRequest if a text has a lone surrogate, which stands for a byte that could not be decoded."""
    bad = next((index for index, character in enumerate(text) if is_surrogate(character)), None)
    if bad is not None:
        shown = text[max(0, bad - _AROUND) : bad + _AROUND]
        raise BadRequest(f"{shown!r} is not valid Unicode", place=place, hint="write it in UTF-8")


def _plain(message: str) -> str:
    message = message.strip().rstrip(".")
    return message[:1].lower() + message[1:]


def _context(error: TyperException) -> Context | None:
    return getattr(error, "ctx", None)


def _other_option(option: str, context: Context) -> str | None:
    """If an option belongs before or after the command, where to put it; else what was probably meant."""
    known = [name for parameter in context.command.get_params(context) for name in parameter.opts]
    if "--format" in known and _is_format(option.removeprefix("--")):
        return f"write --format {option.removeprefix('--')}"
    parent = context.parent
    if parent is None and (command := _that_takes(option, context)) is not None:
        return f"it goes after the command: {context.command_path} {command} {option} …"
    if parent is not None and any(option in parameter.opts for parameter in parent.command.get_params(parent)):
        return f"it goes before the command: {parent.command_path} {option} … {context.info_name}"
    return did_you_mean(option, [name for name in known if name.startswith("-")])


def _is_format(name: str) -> bool:
    from ledger.render.formats import FORMATS

    return name in FORMATS


def _that_takes(option: str, context: Context) -> str | None:
    """A command that takes a misplaced option: the one that was named, else the default, else any."""
    named: list[str] = [word for word in context.meta.get(ARGUMENTS, ()) if word in PLACES]
    for name in (*named, DEFAULT, *PLACES):
        command: AnyCommand = context.command.get_command(context, name)  # type: ignore[attr-defined]  # the group
        if any(option in parameter.opts for parameter in command.get_params(context)):
            return name
    return None


def _name(parameter: object) -> str:
    """The option as it is typed, `--wait`, or the argument as help calls it, `RECORD`."""
    options = [str(name) for name in getattr(parameter, "opts", ())]
    longest = max(options, key=len, default="")
    return longest if longest.startswith("-") else str(getattr(parameter, "metavar", None) or longest.upper())
