"""What the commands of work at file plans share: which version is meant, and how one is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive_app.entrypoints.cli.output import Output
from archive_app.errors import EXIT_BAD_INPUT, NotFound
from archive_app.i18n import translate, translate_plural
from archive_app.messages import sentence_for
from archive_app.plan_words import status_words
from archive_app.services.plans.versions import WORKED_AT

if TYPE_CHECKING:
    from archive_app.auth.actor import Actor
    from archive_app.bootstrap import Archive
    from archive_app.services.fileplans import PlanRefused
    from archive_app.services.plans.versions import Version


def worked_at(archive: Archive, year: int, actor: Actor) -> Version:
    """The version of `year` that is being worked at. Raises NotAllowed, NotFound."""
    for line in archive.plans.listed(actor):
        if line.year == year and line.status in WORKED_AT:
            return archive.plans.shown(line.plan_id, actor)[0]
    raise NotFound(str(year), what=translate("A draft of the file plan of {year}", year=year))


def say_refused_table(refused: PlanRefused, *, as_json: bool) -> int:
    """Each row of a table that is not understood, with its line; the exit code."""
    rows = [
        {"line": problem.line, "code": problem.code, "message": sentence_for(problem.code, problem.params, "")}
        for problem in refused.problems
    ]

    def say() -> None:
        click.echo(translate("Nothing was imported. Correct these lines and repeat:"), err=True)
        for row in rows:
            line = translate("line {number}", number=row["line"])
            click.echo(f"  {line}: {row['message']}", err=True)

    Output(as_json).answer({"error": {"code": refused.code}, "problems": rows}, say)
    return EXIT_BAD_INPUT


def say_version(version: Version, *, as_json: bool) -> None:
    """Year, number and state, with the number of items."""

    def say() -> None:
        items = translate_plural("{number} item", "{number} items", len(version.lines))
        told = translate(
            "File plan of {year}, version {number}: {status}, {items}.",
            year=version.year,
            number=version.number,
            status=status_words(version.status),
            items=items,
        )
        click.echo(told)

    Output(as_json).answer(version, say)
