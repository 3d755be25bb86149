"""`archive review`: pages that wait for a person; their text and names typed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.numbers import NUMBER, NUMBER_OR_NONE
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.i18n import translate
from archive_app.services.review import Said
from archive_app.words import PAGE_WORDS, reason_words

if TYPE_CHECKING:
    from archive_app.settings import Settings


@click.group("review", help=about("review"))
def command() -> None:
    """Group of `list` and `set`."""


@command.command("list", help=translate("List the pages that wait."))
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True, help=translate("How many."))
@click.option(
    "--after",
    type=(NUMBER_OR_NONE, NUMBER_OR_NONE),
    default=(0, 0),
    metavar="ID PAGE",
    help=translate("Go on after this page."),
)
@json_option
@click.pass_obj
@needs(Act.REVIEW)
def list_pages(settings: Settings, limit: int, after: tuple[int, int], *, as_json: bool) -> None:
    """List in the order of documents and pages."""
    with acting(settings) as (archive, actor):
        pages = archive.review.waiting(actor, after=after, limit=limit)

    def say() -> None:
        for page in pages:
            confidence = "" if page.confidence is None else f", {page.confidence:.0f} %"
            why = f": {reason_words(page.reason)}" if page.reason else ""
            where = translate("page {number}", number=page.page)
            click.echo(
                f"{page.document_id}  {page.title}, {where}: {translate(PAGE_WORDS[page.state])}{confidence}{why}"
            )
        if not pages:
            click.echo(translate("Nothing waits for review."))

    Output(as_json).answer({"pages": pages}, say)


@command.command("set", help=translate("Type the text of a page, or the persons that it names."))
@click.argument("document_id", type=NUMBER, metavar="ID")
@click.argument("page", type=NUMBER)
@click.option("--text", default=None, help=translate("The text of the page."))
@click.option(
    "--text-from",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True),
    default=None,
    metavar="FILE",
    help=translate("Read the text from a file (- for input)."),
)
@click.option(
    "--person", "persons", multiple=True, metavar="NAME", help=translate("Person named on it; may be repeated.")
)
@json_option
@click.pass_obj
@needs(Act.REVIEW)
def set_page(
    settings: Settings,
    document_id: int,
    page: int,
    text: str | None,
    text_from: str | None,
    persons: tuple[str, ...],
    *,
    as_json: bool,
) -> None:
    """Without text and names the page is confirmed as it was recognised."""
    typed = text if text_from is None else _read(text_from)
    with acting(settings) as (archive, actor):
        archive.review.settle(document_id, page, actor, Said(text=typed, persons=persons))
    Output(as_json).answer(
        {"document_id": document_id, "page": page},
        lambda: click.echo(
            translate("Page {number} of document {document} is settled.", number=page, document=document_id)
        ),
    )


def _read(path: str) -> str:
    with click.open_file(path, encoding="utf-8") as stream:
        text: str = stream.read()
    return text
