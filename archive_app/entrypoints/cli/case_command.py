"""`archive case`: what the archive knows of a case file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.case_file_words import period_of, state_words
from archive_app.entrypoints.cli.case_life_commands import carry, close, reopen, require, split
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.numbers import NUMBER
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.i18n import translate, translate_plural

if TYPE_CHECKING:
    from archive_app.services.case_file_views import CaseFileCard
    from archive_app.settings import Settings


@click.group("case", help=about("case"))
def command() -> None:
    """Group of `show`, `close`, `reopen`, `split`, `carry`, `require`."""


command.add_command(close)
command.add_command(reopen)
command.add_command(split)
command.add_command(carry)
command.add_command(require)


@command.command("show", help=translate("Show a case file: facts, volumes, life so far."))
@click.argument("case_file_id", type=NUMBER, metavar="ID")
@json_option
@click.pass_obj
@needs(Act.SEE)
def show(settings: Settings, case_file_id: int, *, as_json: bool) -> None:
    """Show one case file to the acting user."""
    with acting(settings) as (archive, actor):
        shown = archive.case_files.card(case_file_id, actor)
    Output(as_json).answer(shown, lambda: _say(shown))


def _say(shown: CaseFileCard) -> None:
    click.echo(f"{shown.item} ({shown.year}) {shown.title}")
    click.echo(f"  {translate('State')}: {state_words(shown.state)}")
    click.echo(f"  {translate('Retention')}: {shown.retention}")
    for volume in shown.volumes:
        documents = translate_plural("{number} document", "{number} documents", volume.documents)
        period = period_of(volume.first_date, volume.last_date)
        sheets = translate_plural("{number} sheet", "{number} sheets", volume.sheets)
        click.echo(f"  {translate('vol. {number}', number=volume.number)}: {documents}, {sheets}, {period}")
    for point in shown.life:
        day = f"{point.day:%d.%m.%Y}" if point.day else "—"
        click.echo(f"  {day}  {point.title}" + (f" ({point.why})" if point.why else ""))
