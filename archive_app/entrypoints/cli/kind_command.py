"""`archive kind`: kinds of documents and the extra fields that they are asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from archive_app.auth.gate import needs, signed_in
from archive_app.db.models import FieldType
from archive_app.entrypoints.cli.coded import coded
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.i18n import translate
from archive_app.services.administration.kind_form import KEEPERS, FieldSaid
from archive_app.services.administration.kinds import KindTold
from archive_app.words import FIELD_TYPE_WORDS

if TYPE_CHECKING:
    from archive_app.settings import Settings

kind_argument = click.argument("code", metavar="KIND")


@click.group("kind", help=about("kind"))
def command() -> None:
    """Group of the commands for kinds."""


@command.command("list", help=translate("List the kinds of documents."))
@json_option
@click.pass_obj
@signed_in("what kinds of documents there are is no secret")
def list_kinds(settings: Settings, *, as_json: bool) -> None:
    """In the order of the forms."""
    with acting(settings) as (archive, _):
        kinds = archive.administration.kinds.listed()

    def say() -> None:
        for kind in kinds:
            retired = translate("retired") if kind.retired else ""
            click.echo("  ".join(part for part in (kind.code, kind.title, retired) if part))

    Output(as_json).answer({"kinds": kinds}, say)


@command.command("show", help=translate("Show a kind with its fields."))
@kind_argument
@json_option
@click.pass_obj
@signed_in("what kinds of documents there are is no secret")
def show(settings: Settings, code: str, *, as_json: bool) -> None:
    """Retired fields at the end."""
    with acting(settings) as (archive, _):
        kinds = archive.administration.kinds
        kind, fields = kinds.one(code), kinds.form.fields(code)

    def say() -> None:
        click.echo(kind.title)
        for words, told in (
            (translate("Filled by"), kind.filler),
            (translate("Term"), kind.due),
            (translate("Ground: document and paragraph"), kind.source),
            (translate("Item of the file plan"), kind.item),
        ):
            if told:
                click.echo(f"{words}: {told}")
        for field in fields:
            marks = [translate(FIELD_TYPE_WORDS[field.type.value])]
            marks += [translate("required")] if field.required else []
            marks += [translate("retired")] if field.retired else []
            click.echo(f"{field.field_id}  {field.code}  {field.title} ({', '.join(marks)})")

    Output(as_json).answer({"kind": kind, "fields": fields}, say)


@command.command("add", help=translate("Add a kind of documents."))
@click.argument("title", metavar="TITLE")
@click.option("--personal", is_flag=True, help=translate("A document that names one person is that person's own."))
@json_option
@click.pass_obj
@needs(*KEEPERS)
def add(settings: Settings, title: str, *, personal: bool, as_json: bool) -> None:
    """Its code is made of the title."""
    with acting(settings) as (archive, actor):
        code = archive.administration.kinds.add(title, actor, personal=personal)
    done = translate("The kind «{title}» is added; its code: {code}", title=title, code=code)
    Output(as_json).answer({"code": code, "title": title}, lambda: click.echo(done))


@command.command(
    "describe", help=translate("Say who fills a kind, until when, where it is kept. What is not named stays.")
)
@kind_argument
@click.option("--filler", help=translate("Who fills it."))
@click.option("--due", help=translate("Until when, as printed."))
@click.option("--source", help=translate("The document and paragraph that say so."))
@click.option("--item", help=translate("Its index in the file plan."))
@json_option
@click.pass_obj
@needs(*KEEPERS)
def describe(settings: Settings, /, code: str, *, as_json: bool, **said: str | None) -> None:
    """Filing shows it and proposes the item."""
    with acting(settings) as (archive, actor):
        kinds = archive.administration.kinds
        kind = kinds.one(code)
        before = KindTold(kind.filler, kind.due, kind.source, kind.item)
        told = replace(before, **{name: words for name, words in said.items() if words is not None})
        kinds.describe(code, kind.version, told, actor)
        after = kinds.one(code)
    Output(as_json).answer({"kind": after}, lambda: click.echo(translate("The kind is changed.")))


@command.command("retire", help=translate("Offer a kind no longer; documents keep it. With --again: offer it again."))
@kind_argument
@click.option("--again", is_flag=True)
@json_option
@click.pass_obj
@needs(*KEEPERS)
def retire(settings: Settings, code: str, *, again: bool, as_json: bool) -> None:
    """Nothing new is filed under it."""
    with acting(settings) as (archive, actor):
        kinds = archive.administration.kinds
        kinds.retire(code, kinds.one(code).version, actor, retired=not again)
    done = translate("The kind is offered again.") if again else translate("The kind is retired.")
    Output(as_json).answer({"code": code, "retired": not again}, lambda: click.echo(done))


@command.command("add-field", help=translate("Ask for one more field in documents of a kind."))
@kind_argument
@click.argument("title", metavar="TITLE")
@click.option(
    "--type", "kind_of", default=FieldType.TEXT.value, **coded(FIELD_TYPE_WORDS, translate("What is typed in."))
)
@click.option("--required", is_flag=True, help=translate("It must be filled in."))
@click.option("--choice", "choices", multiple=True, metavar="TEXT", help=translate("What a choice offers; repeat it."))
@json_option
@click.pass_obj
@needs(*KEEPERS)
def add_field(
    settings: Settings, code: str, title: str, kind_of: str, choices: tuple[str, ...], *, required: bool, as_json: bool
) -> None:
    """At the end of the form."""
    with acting(settings) as (archive, actor):
        said = FieldSaid(title, required, choices)
        number = archive.administration.kinds.form.add(code, FieldType(kind_of), said, actor)
    done = translate("The field «{title}» is added.", title=title)
    Output(as_json).answer({"field_id": number, "title": title}, lambda: click.echo(done))
