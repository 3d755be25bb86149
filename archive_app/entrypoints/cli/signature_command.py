"""`archive signature`: documents filed with their detached signatures, signatures added, read and compared."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.numbers import NUMBER, YEAR
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.batch import read_date
from archive_app.services.intake import Facts
from archive_app.services.signatures.keeping import Sent
from archive_app.signature_words import signer_words, verdict_words

if TYPE_CHECKING:
    from archive_app.services.signatures.keeping import SignatureCard
    from archive_app.settings import Settings

EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
document_argument = click.argument("document", type=NUMBER, metavar="ID")
signature_argument = click.argument("signature", type=EXISTING, metavar="SIGNATURE")
anyway_option = click.option(
    "--anyway", is_flag=True, help=translate("Keep it too where it does not fit the document.")
)


@click.group("signature", help=about("signature"))
def command() -> None:
    """Group of the commands below."""


@command.command("file", help=translate("File a document and its detached signature as one."))
@click.argument("path", type=EXISTING, metavar="FILE")
@signature_argument
@click.option("--item", required=True, metavar="INDEX", help=translate("Item of the file plan, such as 02-03."))
@click.option("--year", type=YEAR, required=True, help=translate("Year of the file plan."))
@click.option("--title", default=None, help=translate("Title (default: the name without extension)."))
@click.option("--kind", default="class_journal", show_default=True, help=translate("Kind of document."))
@click.option("--date", "day", default=None, help=translate("Date of the document: 26.05.2025 or 2025-05-26."))
@click.option("--group", default=None, metavar="NAME", help=translate("The group that the documents belong to."))
@anyway_option
@json_option
@click.pass_obj
@needs(Act.FILE)
def file(
    settings: Settings,
    path: Path,
    signature: Path,
    item: str,
    year: int,
    title: str | None,
    kind: str,
    day: str | None,
    group: str | None,
    *,
    anyway: bool,
    as_json: bool,
) -> None:
    """Both or neither."""
    date = read_date(day) if day else None
    facts = Facts(item=item, year=year, title=title, kind=kind, date=date, group=group)
    with acting(settings) as (archive, actor):
        sent = Sent(signature, signature.name, anyway=anyway)
        done = archive.signatures.file(path, path.name, sent, facts, actor)
        told = archive.signatures.told(done.document_id, actor)

    def say() -> None:
        words = (
            translate("duplicate of document {number}; its facts are as before", number=done.document_id)
            if done.duplicate
            else translate("filed as document {number}", number=done.document_id)
        )
        click.echo(words)
        _say(told)

    Output(as_json).answer({"document_id": done.document_id, "duplicate": done.duplicate, "signature": told}, say)


@command.command("add", help=translate("Put a detached signature beside its document."))
@document_argument
@signature_argument
@anyway_option
@json_option
@click.pass_obj
@needs(Act.FILE)
def add(settings: Settings, document: int, signature: Path, *, anyway: bool, as_json: bool) -> None:
    """Who signed is told."""
    with acting(settings) as (archive, actor):
        told = archive.signatures.add(document, Sent(signature, signature.name, anyway=anyway), actor)
    Output(as_json).answer({"signature": told}, lambda: _say(told))


@command.command("show", help=translate("Who signed the document ID, and whether the signature fits its bytes."))
@document_argument
@json_option
@click.pass_obj
@needs(Act.SEE)
def show(settings: Settings, document: int, *, as_json: bool) -> None:
    """Compared now."""
    with acting(settings) as (archive, actor):
        told = archive.signatures.told(document, actor)
        if told is None:
            raise NotFound(str(document), what=translate("The signature of document {number}", number=document))
    Output(as_json).answer({"signature": told}, lambda: _say(told))


def _say(told: SignatureCard | None) -> None:
    for one in told.signers if told else ():
        moment = f" ({one.signed_at:%d.%m.%Y %H:%M} UTC)" if one.signed_at else ""
        click.echo(f"{signer_words(one)}{moment}: {verdict_words(one)}")
