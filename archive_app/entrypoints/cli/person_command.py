"""`archive person`: persons found and shown, the history of their names, doubles made one and parted again."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.cli import contingent_import, kin_commands, marks_import
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.entrypoints.cli.whom import person_of
from archive_app.i18n import translate, translate_plural
from archive_app.numbers import LARGEST
from archive_app.person_words import authority_words, purpose_words
from archive_app.services.batch import read_date
from archive_app.services.people import cards, listing, merging, undoing
from archive_app.services.renaming import rename_person

if TYPE_CHECKING:
    from archive_app.settings import Settings

PERSON_NUMBER = click.IntRange(1, LARGEST)


@click.group("person", help=about("person"))
def command() -> None:
    """Group of the commands below."""


@command.command("rename", help=translate("Write down a changed name; the former one goes on finding the person."))
@click.argument("who", metavar="NAME|ID")
@click.option("--to", "to", required=True, metavar="NAME", help=translate("The new full name, or the surname alone."))
@click.option("--since", default=None, metavar="DATE", help=translate("From which day: 26.05.2025 or 2025-05-26."))
@click.option("--ground", default=None, help=translate("The document that proves it."))
@json_option
@click.pass_obj
@needs(Act.PERSONS)
def rename(settings: Settings, who: str, to: str, since: str | None, ground: str | None, *, as_json: bool) -> None:
    """Change the name as the acting user."""
    day = read_date(since) if since else None
    with acting(settings) as (archive, actor):
        number = str(person_of(archive, who, actor))
        person_id = rename_person(archive.sessions, archive.clock, number, to, actor, since=day, ground=ground)
        name = cards.person_card(archive.people, person_id, actor).name
    Output(as_json).answer(
        {"person_id": person_id, "name": name},
        lambda: click.echo(translate("Person {number} is now {name}.", number=person_id, name=name)),
    )


@command.command("list", help=translate("Persons by any name, in the order of the alphabet."))
@click.argument("name", default="")
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True, help=translate("How many."))
@json_option
@click.pass_obj
@needs(Act.SEE, Act.PERSONS)
def list_(settings: Settings, name: str, limit: int, *, as_json: bool) -> None:
    """Those of whom the acting user may know."""
    with acting(settings) as (archive, actor):
        part = listing.list_persons(archive.people, actor, name, limit=limit)

    def say() -> None:
        for row in part.rows:
            former = f"  ({', '.join(row.former)})" if row.former else ""
            click.echo(f"{row.person_id}  {row.name}{former}  [{row.documents}]")
        if not part.rows:
            click.echo(translate("Nobody was found."))

    Output(as_json).answer({"persons": [asdict(row) for row in part.rows], "more": part.after is not None}, say)


@command.command("show", help=translate("The card of a person."))
@click.argument("who", metavar="NAME|ID")
@json_option
@click.pass_obj
@needs(Act.SEE, Act.PERSONS)
def show(settings: Settings, who: str, *, as_json: bool) -> None:
    """As the acting user may see it."""
    with acting(settings) as (archive, actor):
        card = cards.person_card(archive.people, person_of(archive, who, actor), actor)

    def say() -> None:
        click.echo(f"{card.person_id}  {card.name}")
        for name in card.former:
            click.echo(f"    {name}")
        for study in card.studies:
            until = f"{study.until:%d.%m.%Y}" if study.until else "…"
            papers = "; ".join(filter(None, (study.ground, study.leaving_ground)))
            click.echo(f"    {study.group}: {study.since:%d.%m.%Y} – {until}" + (f"  ({papers})" if papers else ""))
        for line in card.guardians:
            click.echo(f"    ↑ {line.name} ({authority_words(line.authority)})  [{line.guardianship_id}]")
        for consent in card.consents:
            ended = "" if consent.holds else f" ({translate('not in force')})"
            scope = f": {consent.scope}" if consent.scope else ""
            mark = "✓" if consent.holds else "–"
            click.echo(f"    {mark} {purpose_words(consent.purpose)}{scope}{ended}  [{consent.consent_id}]")
        click.echo("    " + translate_plural("{number} document", "{number} documents", card.documents))
        for merge in card.merges:
            click.echo(f"    ← {merge.person_id}  {merge.name}  [{merge.merge_id}]")

    Output(as_json).answer(card, say)


@command.command("merge", help=translate("Make the second card part of the first one."))
@click.argument("kept", metavar="NAME|ID")
@click.argument("merged", metavar="NAME|ID")
@json_option
@click.pass_obj
@needs(Act.PERSONS)
def merge(settings: Settings, kept: str, merged: str, *, as_json: bool) -> None:
    """Tell what moves, and move it."""
    with acting(settings) as (archive, actor):
        both = person_of(archive, kept, actor), person_of(archive, merged, actor)
        preview = merging.preview_merge(archive.people, *both, actor)
        number = merging.merge_persons(archive.people, *both, actor, versions=preview.versions)

    def say() -> None:
        words = translate(
            "The cards are one; documents moved: {documents}. To undo: archive person unmerge {number}.",
            documents=preview.documents,
            number=number,
        )
        click.echo(words)
        for paper in preview.papers_left:
            click.echo(translate("Stays with the card that is given up: {paper}", paper=paper))

    told = {
        "merge_id": number,
        "documents": preview.documents,
        "papers": preview.papers,
        "papers_left": preview.papers_left,
    }
    Output(as_json).answer(told, say)


@command.command("unmerge", help=translate("Part two cards that were made one; the number is that of the merge."))
@click.argument("number", type=PERSON_NUMBER, metavar="MERGE")
@json_option
@click.pass_obj
@needs(Act.PERSONS)
def unmerge(settings: Settings, number: int, *, as_json: bool) -> None:
    """Every row goes back, or nothing does."""
    with acting(settings) as (archive, actor):
        kept, merged = undoing.unmerge_persons(archive.people, number, actor)
    Output(as_json).answer(
        {"kept_id": kept, "merged_id": merged},
        lambda: click.echo(translate("The cards are parted again: {kept} and {merged}.", kept=kept, merged=merged)),
    )


for each in (*kin_commands.COMMANDS, contingent_import.import_table, marks_import.read_marks):
    command.add_command(each)
