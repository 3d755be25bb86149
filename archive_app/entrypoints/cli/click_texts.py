"""Click's own words in Russian: its sentences go through `gettext`, its names of values do not and are put in here."""

from __future__ import annotations

import re

import click

from archive_app.i18n import mark, mark_plural, translate

SENTENCES = (
    mark("Usage:"),
    mark("Options"),
    mark("Commands"),
    mark("Positional arguments"),
    mark("Aborted!"),
    mark("Missing command."),
    mark("Error: {message}"),
    mark("Invalid value: {message}"),
    mark("Invalid value for {param_hint}: {message}"),
    mark("Missing argument"),
    mark("Missing option"),
    mark("Missing parameter"),
    mark("Choose from:\n\t{choices}"),
    mark("No such command {name!r}."),
    mark("No such option {name!r}."),
    mark("Show this message and exit."),
    mark("Show the version and exit."),
    mark("Try '{command} {option}' for help."),
    mark("default: {default}"),
    mark("required"),
    mark("file"),
    mark("directory"),
    mark("path"),
    mark("d"),
    mark("{name} {filename!r} does not exist."),
    mark("{name} {filename!r} is a directory."),
    mark("{name} {filename!r} is a file."),
    mark("{name} {filename!r} is not readable."),
    mark("{name} {filename!r} is not writable."),
    mark("{value!r} is not a valid {number_type}."),
    mark("{value} is not in the range {range}."),
    mark("Option {name!r} does not take a value."),
)
"""What click asks `gettext` for. Where a field would bring an English word, the Russian leaves it out."""
PLURALS = (
    mark_plural("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
    mark_plural("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    mark_plural("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    mark_plural("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
)
METAVARS = (
    mark("ACT"),
    mark("ADDRESS"),
    mark("AUTHORITY"),
    mark("BLANK"),
    mark("BODY"),
    mark("BOOK"),
    mark("CASE"),
    mark("CHECK"),
    mark("CODE"),
    mark("CONSENT"),
    mark("DATE"),
    mark("DECISION"),
    mark("DIR"),
    mark("DOCUMENT"),
    mark("ENTRY"),
    mark("EVENT"),
    mark("FILE"),
    mark("FOLDER"),
    mark("GROUP"),
    mark("HOLD"),
    mark("ID"),
    mark("INDEX"),
    mark("INTEGER"),
    mark("INVENTORY"),
    mark("KIND"),
    mark("LEVEL"),
    mark("LINE"),
    mark("LOAN"),
    mark("LOGIN"),
    mark("MB"),
    mark("MERGE"),
    mark("MINUTES"),
    mark("NAME"),
    mark("NUMBER"),
    mark("PAGE"),
    mark("PATHS"),
    mark("PERCENT"),
    mark("PERSON"),
    mark("POST"),
    mark("QUERY"),
    mark("REACH"),
    mark("REQUEST"),
    mark("RIGHT"),
    mark("ROLE"),
    mark("SIGNATURE"),
    mark("SNAPSHOT"),
    mark("STAMP"),
    mark("STUDY"),
    mark("TAG"),
    mark("TEXT"),
    mark("TITLE"),
    mark("WORD"),
    mark("YEAR"),
)
"""Words of the names of values on help pages: given as `metavar`, or made by click from the type or the name."""
_WORD = re.compile(r"[A-Z]+(?: RANGE)?")


def in_russian(command: click.Command) -> click.Command:
    """Give `command` and the commands below it Russian names of values; help, usage and errors show them."""
    command.options_metavar = translate("[OPTIONS]")
    context = click.Context(command)
    for parameter in command.params:
        if not getattr(parameter, "is_flag", False):
            parameter.metavar = _WORD.sub(_name, parameter.make_metavar(context))
    if isinstance(command, click.Group):
        command.subcommand_metavar = translate("COMMAND [ARGS]...")
        for below in command.commands.values():
            in_russian(below)
    return command


def _name(found: re.Match[str]) -> str:
    """A number within bounds is a number: the bounds stand beside it."""
    return translate(found[0].removesuffix(" RANGE"))
