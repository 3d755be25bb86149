"""Steps of an answer as commands of `archive request`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.numbers import NUMBER
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.entrypoints.cli.whom import perhaps_person
from archive_app.i18n import translate
from archive_app.services.disclosure.journal import Release
from archive_app.services.requests.answering import Handing

if TYPE_CHECKING:
    from archive_app.settings import Settings

SHOWN = 1000
_REQUEST = click.argument("request", type=NUMBER, metavar="REQUEST")


@click.command("draft", help=translate("Draft the answer from the approved wording."))
@_REQUEST
@json_option
@click.pass_obj
@needs(Act.PERSONS)
def draft(settings: Settings, request: int, *, as_json: bool) -> None:
    """What is known of the person is filled in."""
    with acting(settings) as (archive, actor):
        made = archive.requests
        made.answering.draft(request, actor, version=made.showing.card(request, actor).version)
        card = made.answering.card(request, actor)
    Output(as_json).answer(card, lambda: click.echo(card.body if card else ""))


@click.command("sign", help=translate("Register the signed answer."))
@_REQUEST
@click.option("--by", "signatory", required=True, metavar="TEXT", help=translate("Who signed: post and name."))
@click.option(
    "--paper",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help=translate("Write the answer as PDF."),
)
@json_option
@click.pass_obj
@needs(Act.PERSONS)
def sign(settings: Settings, request: int, signatory: str, paper: Path | None, *, as_json: bool) -> None:
    """Under the next number of the year."""
    with acting(settings) as (archive, actor):
        made = archive.requests
        made.answering.sign(request, signatory, actor, version=made.showing.card(request, actor).version)
        card = made.answering.card(request, actor)
        if paper is not None:
            paper.write_bytes(made.printing.paper(request, actor))
    said = translate("The answer has the number {number}.", number=card.number if card else "")
    Output(as_json).answer(card, lambda: click.echo(said))


@click.command("issue", help=translate("Issue the answer; the copy files itself."))
@_REQUEST
@click.option("--to", "received_by", required=True, metavar="TEXT", help=translate("Who receives it."))
@click.option("--shown", required=True, metavar="TEXT", help=translate("The document by which the receiver is known."))
@click.option("--item", default="", metavar="INDEX", help=translate("Item of the file plan for the copy."))
@click.option("--authority", default="", metavar="TEXT", help=translate("Paper of whoever receives for another."))
@json_option
@click.pass_obj
@needs(Act.PERSONS)
def issue(
    settings: Settings, request: int, received_by: str, shown: str, item: str, authority: str, *, as_json: bool
) -> None:
    """The journal of disclosures has its line."""
    with acting(settings) as (archive, actor):
        made, handing = archive.requests, Handing(received_by, shown, item, authority)
        version = made.showing.card(request, actor).version
        document = made.answering.issue(request, handing, actor, version=version)
    said = translate("The answer is issued, its copy is the document {number}.", number=document)
    Output(as_json).answer({"document_id": document}, lambda: click.echo(said))


@click.command("disclose", help=translate("Note a release of personal data outside of a request."))
@click.option("--to", "recipient", required=True, metavar="TEXT", help=translate("Who received it."))
@click.option("--ground", required=True, metavar="TEXT", help=translate("Article of the law, request No. and date."))
@click.option("--what", "extent", required=True, metavar="TEXT", help=translate("Which data."))
@click.option("--person", default="", metavar="NAME|ID", help=translate("Whose data."))
@click.option("--document", type=NUMBER, default=None, help=translate("Number of the document."))
@json_option
@click.pass_obj
@needs(Act.RELEASE)
def disclose(
    settings: Settings,
    recipient: str,
    ground: str,
    extent: str,
    person: str,
    document: int | None,
    *,
    as_json: bool,
) -> None:
    """Without a ground nothing is released."""
    with acting(settings) as (archive, actor):
        whose = perhaps_person(archive, person, actor)
        release = Release(recipient, ground, extent, person_id=whose, document_id=document)
        line = archive.requests.journal.note(release, actor)
    Output(as_json).answer(line, lambda: click.echo(translate("The release is noted: {number}.", number=line.number)))


@click.command("disclosures", help=translate("List releases of personal data."))
@click.option("--person", default="", metavar="NAME|ID", help=translate("Only data of this person."))
@json_option
@click.pass_obj
@needs(Act.AUDIT, Act.PERSONS)
def disclosures(settings: Settings, person: str, *, as_json: bool) -> None:
    """The newest first, a thousand at most."""
    with acting(settings) as (archive, actor):
        whose = perhaps_person(archive, person, actor)
        lines = archive.requests.journal.listed(actor, person_id=whose, limit=SHOWN)

    def say() -> None:
        for line in lines:
            click.echo(f"№ {line.number}  {line.released_on:%d.%m.%Y}  {line.person}  {line.recipient}  {line.extent}")
        if not lines:
            click.echo(translate("Nothing was released."))

    Output(as_json).answer({"disclosures": lines}, say)
