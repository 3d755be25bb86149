"""`archive access`: who sees a document and why, what a person sees, and records opened for a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs, signed_in
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.days import DAY, day_words
from archive_app.entrypoints.cli.numbers import NUMBER
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.i18n import translate, translate_plural

if TYPE_CHECKING:
    import datetime

    from archive_app.services.rights.explaining import PersonsView
    from archive_app.settings import Settings


@click.group("access", help=about("access"))
def command() -> None:
    """Group of `who`, `what`, `open`, `close`."""


@command.command("who", help=translate("Show who sees a document, and why."))
@click.argument("document_id", type=NUMBER, metavar="ID")
@json_option
@click.pass_obj
@needs(Act.RELEASE)
def who(settings: Settings, document_id: int, *, as_json: bool) -> None:
    """Only for whoever may release documents."""
    with acting(settings) as (archive, actor):
        readers = archive.rights.explaining.who_sees(document_id, actor)

    def say() -> None:
        for reader in readers:
            click.echo(f"{reader.name} ({reader.login}): {', '.join(reader.acts)}")
            for reason in reader.reasons:
                click.echo(f"  {reason}")

    Output(as_json).answer({"document_id": document_id, "readers": readers}, say)


@command.command("what", help=translate("Show what a person may do, and how many documents are seen."))
@click.argument("login", metavar="LOGIN")
@json_option
@click.pass_obj
@signed_in("of oneself everybody may ask; of others the service asks for the right")
def what(settings: Settings, login: str, *, as_json: bool) -> None:
    """As the policy decides today."""
    with acting(settings) as (archive, actor):
        view = archive.rights.explaining.what_sees(login, actor)
    Output(as_json).answer(view, lambda: _say(view))


@command.command("open", help=translate("Open one document or one case file to a person for a time."))
@click.argument("login", metavar="LOGIN")
@click.option("--document", "document_id", type=NUMBER, default=None, metavar="ID", help=translate("The document."))
@click.option("--case-file", "case_file_id", type=NUMBER, default=None, metavar="ID", help=translate("The case file."))
@click.option("--until", required=True, type=DAY, metavar="DATE", help=translate("The last day."))
@click.option("--reason", required=True, metavar="TEXT", help=translate("The reason."))
@click.option("--download", is_flag=True, help=translate("Also as a file, not only to look at."))
@json_option
@click.pass_obj
@needs(Act.RELEASE)
def open_record(
    settings: Settings,
    login: str,
    document_id: int | None,
    case_file_id: int | None,
    until: datetime.date,
    reason: str,
    *,
    download: bool,
    as_json: bool,
) -> None:
    """Exactly one of the two is named."""
    if (document_id is None) == (case_file_id is None):
        raise click.UsageError(translate("Name either --document or --case-file."))
    with acting(settings) as (archive, actor):
        opening = archive.rights.opening
        if document_id is not None:
            number = opening.open_document(document_id, login, actor, until=until, reason=reason, download=download)
        else:
            number = opening.open_case_file(
                case_file_id or 0, login, actor, until=until, reason=reason, download=download
            )
    Output(as_json).answer(
        {"permission_id": number},
        lambda: click.echo(translate("Permission {number} holds until {day}.", number=number, day=day_words(until))),
    )


@command.command("close", help=translate("End a permission before its day."))
@click.argument("number", type=NUMBER, metavar="ID")
@json_option
@click.pass_obj
@needs(Act.RELEASE)
def close(settings: Settings, number: int, *, as_json: bool) -> None:
    """From this moment on."""
    with acting(settings) as (archive, actor):
        archive.rights.opening.close(number, actor)
    Output(as_json).answer(
        {"permission_id": number}, lambda: click.echo(translate("Permission {number} is ended.", number=number))
    )


def _say(view: PersonsView) -> None:
    click.echo(f"{view.name} ({view.login})" + ("" if view.active else ", " + translate("the account is blocked")))
    for right in view.rights:
        kinds = ", ".join(right.kinds) or translate("every kind of documents")
        level = translate("up to confidentiality {level}", level=right.max_confidentiality)
        click.echo(f"  {right.role}: {', '.join(right.acts)} — {kinds}; {right.reach}; {level}")
    for line in view.opened:
        click.echo(f"  {line}")
    for title, number in view.documents:
        click.echo(f"  {title}: " + translate_plural("{number} document", "{number} documents", number))
    if not view.documents:
        click.echo("  " + translate("No document is seen."))
