"""`archive outside`: results from other organisations, written down by the office and decided by a protocol."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.models import OutsideState
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.days import DAY
from archive_app.entrypoints.cli.numbers import NUMBER
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.entrypoints.cli.portfolio_command import file_words
from archive_app.entrypoints.cli.whom import person_of
from archive_app.i18n import translate
from archive_app.portfolio_words import OUTSIDE_STATE_WORDS
from archive_app.services.outside.applying import Told
from archive_app.services.outside.deciding import Protocol
from archive_app.services.portfolio.files import Attachment

if TYPE_CHECKING:
    import datetime

    from archive_app.services.outside.showing import ResultLine
    from archive_app.settings import Settings

SHOWN = 1000


@click.group("outside", help=about("outside"))
def command() -> None:
    """Group of `list`, `show`, `waiting`, `add`, `decide`, `protocol`, `withdraw`."""


@command.command("list", help=translate("Results of one person from other organisations, the newest first."))
@click.argument("person", metavar="NAME|ID")
@json_option
@click.pass_obj
@needs(Act.SEE, Act.PERSONS)
def listed(settings: Settings, person: str, *, as_json: bool) -> None:
    """Up to a thousand."""
    with acting(settings) as (archive, actor):
        lines = archive.outside.showing.of_person(person_of(archive, person, actor), actor, limit=SHOWN)
    nothing = translate("There are none.")
    Output(as_json).answer({"results": lines}, lambda: _say(lines, nothing))


@command.command("show", help=translate("An application with its papers and their numbers."))
@click.argument("result", type=NUMBER, metavar="ID")
@json_option
@click.pass_obj
@needs(Act.SEE, Act.PERSONS)
def show(settings: Settings, result: int, *, as_json: bool) -> None:
    """All of it; a paper is looked at by `archive portfolio look`."""
    with acting(settings) as (archive, actor):
        card = archive.outside.showing.card(result, actor)

    def say() -> None:
        _say((card,))
        for file in card.attached:
            click.echo(file_words(file))

    Output(as_json).answer(card, say)


@command.command("waiting", help=translate("Applications that have no protocol yet, the oldest first."))
@json_option
@click.pass_obj
@needs(Act.PERSONS)
def waiting(settings: Settings, *, as_json: bool) -> None:
    """Up to a thousand."""
    with acting(settings) as (archive, actor):
        lines = archive.outside.showing.waiting(actor, limit=SHOWN)
    nothing = translate("No application waits for a protocol.")
    Output(as_json).answer({"results": lines}, lambda: _say(lines, nothing))


@command.command("add", help=translate("Write an application down that came on paper."))
@click.argument("person", metavar="NAME|ID")
@click.option("--subject", required=True, metavar="TEXT", help=translate("Subject, course, module or programme."))
@click.option("--organisation", required=True, metavar="TEXT", help=translate("Where it was learned."))
@click.option("--result", required=True, metavar="TEXT", help=translate("The mark, as the paper says."))
@click.option("--hours", type=NUMBER, default=None, help=translate("Hours, where the paper tells them."))
@click.option("--paper", required=True, metavar="TEXT", help=translate("The paper with its number and date."))
@click.option("--applicant", required=True, metavar="TEXT", help=translate("Who applies."))
@click.option("--applied-on", type=DAY, default=None, help=translate("Day of the application (today)."))
@click.option(
    "--file", "files", type=click.Path(path_type=Path, dir_okay=False, exists=True), multiple=True,
    help=translate("The paper as a file; may be repeated."),
)  # fmt: skip
@json_option
@click.pass_obj
@needs(Act.PERSONS)
def add(
    settings: Settings,
    /,
    person: str,
    applicant: str,
    applied_on: datetime.date | None,
    files: tuple[Path, ...],
    *,
    as_json: bool,
    **told: str | int | None,
) -> None:
    """With its papers."""
    papers = tuple(Attachment(path, path.name) for path in files)
    with acting(settings) as (archive, actor):
        said = Told(**told)  # type: ignore[arg-type]
        number = archive.outside.applying.register(
            person_of(archive, person, actor), said, applicant, actor, papers, applied_on=applied_on
        )
        card = archive.outside.showing.card(number, actor)
    Output(as_json).answer(card, lambda: _say((card,)))


@command.command("decide", help=translate("Write down the protocol: the results are counted, or refused."))
@click.argument("result", type=NUMBER, metavar="ID")
@click.option(
    "--accept/--refuse", "accepted", required=True, default=None, help=translate("What the commission decided.")
)
@click.option("--number", required=True, metavar="TEXT", help=translate("Number of the protocol."))
@click.option("--on", type=DAY, required=True, help=translate("Day of the protocol."))
@click.option(
    "--commission", required=True, metavar="TEXT", help=translate("The commission, as the protocol names it.")
)
@click.option(
    "--decision",
    required=True,
    metavar="TEXT",
    help=translate("What is counted and with which mark, or why it is not."),
)
@click.option(
    "--version", "version", type=NUMBER, default=None, help=translate("The version that was looked at (the present).")
)
@json_option
@click.pass_obj
@needs(Act.PERSONS)
def decide(settings: Settings, /, result: int, version: int | None, *, as_json: bool, **said: object) -> None:
    """It stands from then on."""
    with acting(settings) as (archive, actor):
        version = version or archive.outside.showing.card(result, actor).version
        archive.outside.deciding.decide(result, Protocol(**said), actor, version=version)  # type: ignore[arg-type]
        card = archive.outside.showing.card(result, actor)
    Output(as_json).answer(card, lambda: _say((card,)))


@command.command("protocol", help=translate("Put the protocol as a file beside what it decided, into the case file."))
@click.argument("result", type=NUMBER, metavar="ID")
@click.option(
    "--file", "files", type=click.Path(path_type=Path, dir_okay=False, exists=True), multiple=True, required=True,
    help=translate("The protocol as a file; may be repeated."),
)  # fmt: skip
@json_option
@click.pass_obj
@needs(Act.PERSONS)
def protocol(settings: Settings, result: int, files: tuple[Path, ...], *, as_json: bool) -> None:
    """Signed, as it was scanned."""
    with acting(settings) as (archive, actor):
        archive.outside.deciding.attach(result, tuple(Attachment(path, path.name) for path in files), actor)
        card = archive.outside.showing.card(result, actor)
    Output(as_json).answer(card, lambda: _say((card,)))


@command.command("withdraw", help=translate("Take an application back that has no protocol yet."))
@click.argument("result", type=NUMBER, metavar="ID")
@click.option("--reason", required=True, metavar="TEXT", help=translate("Why it is taken back."))
@click.option(
    "--version", "version", type=NUMBER, default=None, help=translate("The version that was looked at (the present).")
)
@json_option
@click.pass_obj
@needs(Act.SEE, Act.PERSONS)
def withdraw(settings: Settings, result: int, reason: str, version: int | None, *, as_json: bool) -> None:
    """By whoever handed it in, or by the office."""
    with acting(settings) as (archive, actor):
        version = version or archive.outside.showing.card(result, actor).version
        archive.outside.withdrawing.withdraw(result, reason, actor, version=version)
        card = archive.outside.showing.card(result, actor)
    Output(as_json).answer(card, lambda: _say((card,)))


def _say(lines: tuple[ResultLine, ...], nothing: str = "") -> None:
    for line in lines:
        state = translate(OUTSIDE_STATE_WORDS[OutsideState(line.state)])
        click.echo("  ".join([str(line.result_id), line.person, line.subject, line.organisation, line.result, state]))
    if not lines:
        click.echo(nothing)
