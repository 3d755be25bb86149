"""`archive search`: find documents by a word on a page, a phrase, a person's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.cli.coded import coded
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.numbers import CONFIDENTIALITY_LEVEL, YEAR
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.i18n import mark, translate, translate_plural
from archive_app.services.search_filters import Filters
from indexer.search import Sort

if TYPE_CHECKING:
    from archive_app.services.searching import Found
    from archive_app.settings import Settings

SORT_WORDS = {
    Sort.RELEVANCE: mark("the best first"),
    Sort.DATE: mark("the newest first"),
    Sort.OLDEST: mark("the oldest first"),
}


@click.command(
    "search",
    help=about("search"),
)
@click.argument("query")
@click.option("--item", multiple=True, metavar="INDEX", help=translate("Only this item of the file plan."))
@click.option("--year", type=YEAR, multiple=True, metavar="YEAR", help=translate("Only this year."))
@click.option("--kind", multiple=True, metavar="KIND", help=translate("Only this kind of document."))
@click.option("--unit", multiple=True, metavar="NAME", help=translate("Only documents of this unit."))
@click.option(
    "--confidentiality",
    type=CONFIDENTIALITY_LEVEL,
    multiple=True,
    help=translate("Only this degree of confidentiality."),
)
@click.option("--person", multiple=True, metavar="NAME", help=translate("Only documents that name this person."))
@click.option(
    "--sort",
    default=Sort.RELEVANCE.value,
    show_default=True,
    **coded(SORT_WORDS, translate("Order.")),
)
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help=translate("How many."))
@json_option
@click.pass_obj
@needs(Act.SEE)
def command(
    settings: Settings,
    query: str,
    item: tuple[str, ...],
    year: tuple[int, ...],
    kind: tuple[str, ...],
    unit: tuple[str, ...],
    confidentiality: tuple[int, ...],
    person: tuple[str, ...],
    sort: str,
    limit: int,
    *,
    as_json: bool,
) -> None:
    """Search as the acting user."""
    filters = Filters(item=item, year=year, kind=kind, unit=unit, confidentiality=confidentiality, person=person)
    with acting(settings) as (archive, actor):
        found = archive.searching.search(query, actor, filters, limit=limit, sort=Sort(sort))
    Output(as_json).answer(found, lambda: _say(found))


def _say(found: Found) -> None:
    for note in found.notes:
        click.echo(note)
    click.echo(translate_plural("{number} document", "{number} documents", found.total))
    for hit in found.hits:
        page = translate("page {number}", number=hit.page) if hit.page else translate("card")
        click.echo(f"\n{hit.document_id}  {hit.title}  [{hit.item}, {hit.year}, {page}]")
        click.echo(f"    {_marked(hit.snippet, hit.spans)}")
    if found.did_you_mean:
        click.echo("\n" + translate("Maybe you meant") + f": {found.did_you_mean}")


def _marked(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    parts, at = [], 0
    for start, end in spans:
        parts += [text[at:start], click.style(text[start:end], bold=True)]
        at = end
    return " ".join("".join([*parts, text[at:]]).split())
