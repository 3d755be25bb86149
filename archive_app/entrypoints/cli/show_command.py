"""`archive show`: what the archive knows of one document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.numbers import NUMBER
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.i18n import translate
from archive_app.services.documents import Card, card
from archive_app.words import PAGE_WORDS, RECOGNITION_WORDS, SOURCE_WORDS, reason_words, size_words

if TYPE_CHECKING:
    from archive_app.settings import Settings


@click.command("show", help=about("show"))
@click.argument("document_id", type=NUMBER, metavar="ID")
@click.option("--text", "with_text", is_flag=True, help=translate("Print the recognised text too."))
@json_option
@click.pass_obj
@needs(Act.SEE)
def command(settings: Settings, document_id: int, *, with_text: bool, as_json: bool) -> None:
    """Show one document to the acting user."""
    with acting(settings) as (archive, actor):
        shown = card(archive.journal.reads, document_id, actor, with_text=with_text or as_json)
    Output(as_json).answer(shown, lambda: _say(shown, with_text=with_text))


def _say(shown: Card, *, with_text: bool) -> None:
    click.echo(f"{shown.document_id}  {shown.title}")
    state = translate(RECOGNITION_WORDS[shown.recognition])
    facts = (
        (translate("Item of the file plan"), f"{shown.item} {shown.item_title}"),
        (translate("Retention"), shown.retention),
        (translate("Year, case file, volume"), f"{shown.year}, {shown.case_file}, {shown.volume}"),
        (translate("Kind"), " ".join(filter(None, [shown.kind_title, shown.number and f"№ {shown.number}"]))),
        (translate("Date"), shown.date and shown.date.strftime("%d.%m.%Y")),
        (translate("Original"), f"{shown.original_name}, {shown.media_type}, {size_words(shown.size)}"),
        (translate("State"), state + (f": {reason_words(shown.reason)}" if shown.reason else "")),
    )
    for label, value in facts:
        if value:
            click.echo(f"  {label}: {value}")
    for person in shown.persons:
        former = f" ({', '.join(person.former)})" if person.former else ""
        source = f" — {translate(SOURCE_WORDS[person.source])}" if person.source in SOURCE_WORDS else ""
        click.echo("  " + translate("Person") + f": {person.name}{former}{source}")
    for page in shown.pages:
        confidence = "" if page.confidence is None else f", {page.confidence:.0f} %"
        why = f" ({reason_words(page.reason)})" if page.reason else ""
        where = translate("page {number}", number=page.number)
        click.echo(f"  {where}: {translate(PAGE_WORDS[page.state])}{confidence}{why}")
        if with_text:
            click.echo(page.text)
