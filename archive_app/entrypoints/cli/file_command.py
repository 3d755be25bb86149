"""`archive file`: file documents, folders of them, or a whole batch by a manifest."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.models import Carrier
from archive_app.entrypoints.cli.coded import coded
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.numbers import CONFIDENTIALITY_LEVEL, SHEET_COUNT, YEAR
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.entrypoints.cli.waiting import wait_until_findable
from archive_app.errors import EXIT_PARTLY_REFUSED
from archive_app.i18n import translate
from archive_app.services.batch import Outcome, file_all, from_manifest, from_paths, read_date
from archive_app.services.card_words import CARRIER_WORDS
from archive_app.services.intake import Facts
from archive_app.words import RECOGNITION_WORDS

if TYPE_CHECKING:
    from archive_app.settings import Settings


@click.command("file", help=about("file"))
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, readable=False))
@click.option("--item", default="", metavar="INDEX", help=translate("Item of the file plan, such as 02-03."))
@click.option(
    "--year", type=YEAR, default=None, metavar="YEAR", help=translate("Year of the file plan (default: this year).")
)
@click.option("--title", default=None, help=translate("Title (default: the name without extension)."))
@click.option("--kind", default="other", metavar="KIND", show_default=True, help=translate("Kind of document."))
@click.option("--number", default=None, help=translate("Number of the document."))
@click.option(
    "--date",
    "date_text",
    default=None,
    metavar="DATE",
    help=translate("Date of the document: 26.05.2025 or 2025-05-26."),
)
@click.option(
    "--person", "persons", multiple=True, metavar="NAME", help=translate("Person named in it; may be repeated.")
)
@click.option(
    "--confidentiality",
    type=CONFIDENTIALITY_LEVEL,
    default=0,
    show_default=True,
    help=translate("Degree of confidentiality; 0: none."),
)
@click.option("--sheets", type=SHEET_COUNT, default=None, help=translate("Number of sheets of the paper."))
@click.option(
    "--carrier",
    default=Carrier.BOTH.value,
    show_default=True,
    **coded(CARRIER_WORDS, translate("Carrier.")),
)
@click.option("--unit", default=None, metavar="NAME", help=translate("The unit that the documents belong to."))
@click.option("--group", default=None, metavar="NAME", help=translate("The group that the documents belong to."))
@click.option(
    "--manifest",
    metavar="FILE",
    type=click.Path(path_type=Path, readable=False),
    default=None,
    help=translate("Table of a batch: path;item;year;title;date;persons."),
)
@click.option("--wait", is_flag=True, help=translate("End when the documents are recognised and can be found."))
@json_option
@click.pass_obj
@needs(Act.FILE)
def command(
    settings: Settings,
    paths: tuple[Path, ...],
    item: str,
    year: int | None,
    title: str | None,
    kind: str,
    number: str | None,
    date_text: str | None,
    persons: tuple[str, ...],
    confidentiality: int,
    sheets: int | None,
    carrier: str,
    unit: str | None,
    group: str | None,
    manifest: Path | None,
    *,
    wait: bool,
    as_json: bool,
) -> int:
    """File everything, tell of each, wait if asked."""
    if not paths and manifest is None:
        raise click.UsageError(translate("Name a file, a folder or a manifest (--manifest)."))
    if paths and not item:
        raise click.UsageError(translate("Name the item of the file plan (--item)."))
    facts = Facts(
        item=item,
        year=year or datetime.datetime.now(settings.zone).year,
        title=title,
        kind=kind,
        number=number,
        date=read_date(date_text) if date_text else None,
        persons=persons,
        sheets=sheets,
        carrier=Carrier(carrier),
        confidentiality=confidentiality,
        unit=unit,
        group=group,
    )
    output = Output(as_json)
    with acting(settings) as (archive, _):
        entries = [*from_paths(paths, facts), *(from_manifest(manifest, facts) if manifest else ())]
        filing = file_all(archive.intake, entries, archive.actor)
        outcomes = list(output.progress(filing, len(entries), translate("Filing")))
        documents = [outcome.document_id for outcome in outcomes if outcome.document_id]
        states = wait_until_findable(archive, documents, output) if wait else {}
    refused = [outcome for outcome in outcomes if outcome.outcome == "refused"]
    output.answer(
        {
            "filed": sum(outcome.outcome == "filed" for outcome in outcomes),
            "duplicates": sum(outcome.outcome == "duplicate" for outcome in outcomes),
            "refused": len(refused),
            "files": [_as_json(outcome, states) for outcome in outcomes],
        },
        lambda: click.echo("\n".join(_line(outcome, states) for outcome in outcomes)),
    )
    return EXIT_PARTLY_REFUSED if refused else 0


def _as_json(outcome: Outcome, states: dict[int, str]) -> dict[str, object]:
    return {
        "path": outcome.path,
        "outcome": outcome.outcome,
        "document_id": outcome.document_id,
        "state": states.get(outcome.document_id or 0),
        "code": outcome.code,
        "message": outcome.message,
    }


def _line(outcome: Outcome, states: dict[int, str]) -> str:
    if outcome.outcome == "refused":
        line = translate("refused because: {message}", message=outcome.message)
    elif outcome.outcome == "duplicate":
        line = translate("duplicate of document {number}; its facts are as before", number=outcome.document_id)
    else:
        line = translate("filed as document {number}", number=outcome.document_id)
    state = states.get(outcome.document_id or 0)
    return f"{outcome.path}: {line}" + (f" ({translate(RECOGNITION_WORDS[state])})" if state else "")
