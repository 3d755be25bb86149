"""`archive edit`: change the facts of a card, look at its changes, take the last one back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.cli.coded import coded
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.days import DAY
from archive_app.entrypoints.cli.numbers import CONFIDENTIALITY_LEVEL, NUMBER, SHEET_COUNT
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.i18n import translate, translate_plural
from archive_app.services.card_history import editable_card
from archive_app.services.card_values import CardChanges, PersonSaid
from archive_app.services.card_words import CARRIER_WORDS

if TYPE_CHECKING:
    from archive_app.settings import Settings


@click.command("edit", help=about("edit"))
@click.argument("document_id", type=NUMBER, metavar="ID")
@click.option("--title", default=None, help=translate("Title."))
@click.option("--kind", default=None, metavar="KIND", help=translate("Kind of document."))
@click.option("--number", default=None, help=translate("Number of the document; empty takes it away."))
@click.option("--date", type=DAY, default=None, metavar="DATE", help=translate("Date: 26.05.2025 or 2025-05-26."))
@click.option("--sheets", type=SHEET_COUNT, default=None, help=translate("Number of sheets of the paper."))
@click.option("--carrier", default=None, **coded(CARRIER_WORDS, translate("Carrier.")))
@click.option(
    "--confidentiality", type=CONFIDENTIALITY_LEVEL, default=None, help=translate("Degree of confidentiality.")
)
@click.option("--language", default=None, metavar="CODE", help=translate("Language: ru, en, tt."))
@click.option("--unit", default=None, metavar="NAME", help=translate("Unit; empty takes it away."))
@click.option("--group", default=None, metavar="NAME", help=translate("Group; empty takes it away."))
@click.option(
    "--person", "persons", multiple=True, metavar="NAME", help=translate("Person; may be repeated, replaces all.")
)
@click.option("--undo", is_flag=True, help=translate("Take the last change back."))
@json_option
@click.pass_obj
@needs(Act.CHANGE)
def command(settings: Settings, /, document_id: int, *, undo: bool, as_json: bool, **said: Any) -> None:
    """Change one card as the acting user."""
    persons = said.pop("persons")
    changes = {name: value for name, value in said.items() if value is not None}
    if persons:
        changes["persons"] = [PersonSaid(name) for name in persons]
    if undo == bool(changes):
        raise click.UsageError(translate("Name what is to be changed, or --undo."))
    with acting(settings) as (archive, actor):
        version = editable_card(archive.journal.reads, document_id, actor).version
        if undo:
            saved = archive.card_edits.undo(document_id, version, actor)
        else:
            saved = archive.card_edits.edit(document_id, version, cast("CardChanges", changes), actor)
    Output(as_json).answer(
        saved,
        lambda: click.echo(
            translate_plural(
                "{number} fact of the card changed.", "{number} facts of the card changed.", len(saved.fields)
            )
        ),
    )
