"""`archive doctor`: is everything in order; if not, what and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive_app.auth.gate import open_to_all
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.i18n import translate
from archive_app.words import CHECK_WORDS

if TYPE_CHECKING:
    from archive_app.services.doctor import Diagnosis
    from archive_app.settings import Settings


@click.command("doctor", help=about("doctor"))
@json_option
@click.pass_obj
@open_to_all("numbers and states only, for those who watch the machine")
def command(settings: Settings, *, as_json: bool) -> int:
    """Leave with 1 when anything is wrong."""
    from archive_app.bootstrap import open_archive

    with open_archive(settings) as archive:
        found = archive.doctor.diagnose()
    Output(as_json).answer(found, lambda: _say(found))
    return 0 if found.ok else 1


def _say(found: Diagnosis) -> None:
    for check in found.checks:
        sign = click.style("✓", fg="green") if check.ok else click.style("✗", fg="red")
        click.echo(f"{sign} {translate(CHECK_WORDS[check.name])}: {check.message}")
    documents, jobs, blobs = found.documents, found.jobs, found.blobs
    click.echo(
        translate(
            "Documents: {total}, recognised {recognised}, in review {in_review}, failed {failed}",
            total=documents["total"],
            recognised=documents["recognised"],
            in_review=documents["in_review"],
            failed=documents["failed"],
        )
    )
    click.echo(
        translate(
            "Jobs: waiting {waiting}, running {running}, failed for good {dead}",
            waiting=jobs["waiting"],
            running=jobs["running"],
            dead=jobs["dead"],
        )
    )
    click.echo(
        translate(
            "Blobs: {total}, missing {missing}, without a document {unknown}",
            total=blobs.total,
            missing=blobs.missing,
            unknown=blobs.unknown,
        )
    )
    click.echo(
        translate(
            "Index: documents {documents}, waiting to be indexed {behind}",
            documents=found.index["documents"],
            behind=found.index["behind"],
        )
    )
