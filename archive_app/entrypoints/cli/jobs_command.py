"""`archive jobs`: work that failed for good, and a new start for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.numbers import NUMBER
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.i18n import translate, translate_plural
from archive_app.words import reason_words

if TYPE_CHECKING:
    from archive_app.settings import Settings


@click.group("jobs", help=translate("Work that failed for good, and a new start for it."))
def command() -> None:
    """Group of `list` and `retry`."""


@command.command("list", help=translate("List the jobs that failed for good, with the reason."))
@json_option
@click.pass_obj
@needs(Act.OPERATE)
def list_jobs(settings: Settings, *, as_json: bool) -> None:
    """The latest first."""
    with acting(settings) as (archive, actor):
        dead = archive.dead_jobs.listed(actor)

    def say() -> None:
        for job in dead:
            about = translate("document {number}", number=job.document_id) if job.document_id else job.kind
            click.echo(f"{job.job_id}  {about}: {reason_words(job.code)}")
        if not dead:
            click.echo(translate("No job has failed for good."))

    Output(as_json).answer({"jobs": dead}, say)


@command.command("retry", help=translate("Let failed jobs start anew; without numbers, all of them."))
@click.argument("numbers", nargs=-1, type=NUMBER, metavar="ID")
@json_option
@click.pass_obj
@needs(Act.OPERATE)
def retry(settings: Settings, numbers: tuple[int, ...], *, as_json: bool) -> None:
    """They wait for a worker afterwards, with all their attempts."""
    with acting(settings) as (archive, actor):
        chosen = numbers or [job.job_id for job in archive.dead_jobs.listed(actor)]
        started = archive.dead_jobs.retry(chosen, actor)
    Output(as_json).answer(
        {"retried": started},
        lambda: click.echo(translate_plural("{number} job starts anew", "{number} jobs start anew", started)),
    )
