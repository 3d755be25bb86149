"""`archive event`: what terms wait for: somebody left, a paper was replaced, a file came back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.cli.coded import coded
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.days import DAY
from archive_app.entrypoints.cli.numbers import NUMBER
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.entrypoints.cli.whom import perhaps_person, person_of
from archive_app.event_words import counts_of, leave_words, line_words
from archive_app.i18n import translate, translate_plural
from archive_app.retention_words import TRIGGER_WORDS
from archive_app.services.life.errors import NoLeavingSaid
from archive_app.services.life.event_lists import OrderSaid
from archive_app.services.life.events import OF_PERSONS, WAITED_FOR, Told
from indexer import pipeline
from retention.term import Trigger

if TYPE_CHECKING:
    import datetime

    from archive_app.settings import Settings


@click.group("event", help=about("event"))
def command() -> None:
    """Group of `add`, `cancel`, `import`, `order`."""


@command.command("add", help=translate("Enter what happened to a case file or to a person."))
@click.argument("trigger", **coded({each: TRIGGER_WORDS[each] for each in WAITED_FOR}, metavar="EVENT"))
@click.option("--on", required=True, type=DAY, metavar="DATE", help=translate("The day on which it happened."))
@click.option("--ground", required=True, metavar="TEXT", help=translate("The paper that says so: number and date."))
@click.option("--case", "case_file", type=NUMBER, default=None, metavar="CASE", help=translate("The case file."))
@click.option("--person", default="", metavar="NAME|ID", help=translate("The person."))
@click.option("--document", type=NUMBER, default=None, metavar="ID", help=translate("The paper, if it is filed here."))
@json_option
@click.pass_obj
@needs(Act.ARCHIVE, Act.PLANS)
def add(
    settings: Settings,
    trigger: str,
    on: datetime.date,
    ground: str,
    case_file: int | None,
    person: str,
    document: int | None,
    *,
    as_json: bool,
) -> None:
    """The terms that waited begin to run."""
    if (case_file is None) == (not person):
        raise click.UsageError(translate("Name either a case file or a person."))
    with acting(settings) as (archive, actor):
        whose = perhaps_person(archive, person, actor)
        told = Told(Trigger(trigger), on, ground, case_file_id=case_file, person_id=whose, document_id=document)
        number = archive.life.events.enter(told, actor)
    Output(as_json).answer(
        {"event_id": number}, lambda: click.echo(translate("Event {number} is entered.", number=number))
    )


@command.command("cancel", help=translate("Say that an event was entered by mistake."))
@click.argument("event", type=NUMBER, metavar="EVENT")
@click.option("--reason", required=True, metavar="TEXT", help=translate("Why; stays in the journal."))
@json_option
@click.pass_obj
@needs(Act.ARCHIVE, Act.PLANS)
def cancel(settings: Settings, event: int, reason: str, *, as_json: bool) -> None:
    """The row stays, struck out."""
    with acting(settings) as (archive, actor):
        archive.life.events.cancel(event, actor, reason=reason)
    Output(as_json).answer(
        {"event_id": event}, lambda: click.echo(translate("Event {number} is cancelled.", number=event))
    )


@command.command("import", help=translate("Enter events of many persons from the list of an order (CSV, XLSX)."))
@click.argument("table", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE")
@click.option(
    "--event", "trigger", required=True, **coded({each: TRIGGER_WORDS[each] for each in OF_PERSONS}, metavar="EVENT")
)
@click.option("--on", type=DAY, default=None, metavar="DATE", help=translate("The day, where a line names none."))
@click.option("--ground", default="", metavar="TEXT", help=translate("The paper, where a line names none."))
@click.option("--enter", is_flag=True, help=translate("Enter them; without it only what would come of each line."))
@json_option
@click.pass_obj
@needs(Act.ARCHIVE, Act.PLANS)
def import_list(
    settings: Settings,
    table: Path,
    trigger: str,
    on: datetime.date | None,
    ground: str,
    *,
    enter: bool,
    as_json: bool,
) -> None:
    """Line by line; what is left out is told."""
    said = OrderSaid(Trigger(trigger), on, ground)
    with acting(settings) as (archive, actor):
        lists = archive.life.event_lists
        lines = (lists.enter if enter else lists.preview)(pipeline.table_lines(table, table.name), said, actor)

    def say() -> None:
        for line in lines:
            click.echo(f"{line.number}  {line.text}: {line_words(line.verdict, entered=enter)}")
        click.echo(counts_of(lines, entered=enter))

    Output(as_json).answer({"entered": enter, "lines": lines}, say)


@command.command("order", help=translate("Who leaves by the filed order ID; with --enter the events are entered."))
@click.argument("document", type=NUMBER, metavar="ID")
@click.option("--person", "persons", multiple=True, metavar="NAME|ID", help=translate("Only these persons."))
@click.option("--on", type=DAY, default=None, metavar="DATE", help=translate("The day, where the order has none."))
@click.option("--ground", default="", metavar="TEXT", help=translate("The paper that says so: number and date."))
@click.option("--enter", is_flag=True, help=translate("Enter them; without it only who would be proposed."))
@json_option
@click.pass_obj
@needs(Act.ARCHIVE, Act.PLANS)
def of_order(
    settings: Settings,
    document: int,
    persons: tuple[str, ...],
    on: datetime.date | None,
    ground: str,
    *,
    enter: bool,
    as_json: bool,
) -> None:
    """Without --person those who have a personal file or a group, and of whom nothing is entered yet."""
    with acting(settings) as (archive, actor):
        orders, named = archive.life.order_events, [person_of(archive, one, actor) for one in persons]
        proposal = orders.proposed(archive.journal.reads, document, actor)
        if proposal is None:
            raise NoLeavingSaid(document=document)
        entered = 0
        if enter:
            pupils = [line.person_id for line in proposal.lines if line.pupil and line.entered_on is None]
            entered = orders.enter(document, named or pupils, actor, on=on, ground=ground)

    def say() -> None:
        click.echo(f"{leave_words(proposal.leave)}: …{proposal.words}…")
        for line in proposal.lines:
            click.echo(f"{line.person_id}  {line.name}: {line_words(line.verdict, entered=False)}")
        if enter:
            click.echo(translate_plural("{number} event is entered", "{number} events are entered", entered))

    Output(as_json).answer({"entered": entered, "proposal": proposal}, say)
