"""`archive jobs`: work that failed for good, and a new start for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.models import JobState
from archive_app.entrypoints.cli.coded import coded
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.numbers import NUMBER
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.i18n import translate, translate_plural
from archive_app.services.administration.job_list import JobFilter
from archive_app.words import JOB_STATE_WORDS, reason_words

if TYPE_CHECKING:
    from archive_app.settings import Settings


MOST_LISTED = 1000


@click.group("jobs", help=about("jobs"))
def command() -> None:
    """Group of `list` and `retry`."""


@command.command("list", help=translate("List the jobs that failed for good, with the reason."))
@click.option("--state", default=JobState.DEAD.value, **coded(JOB_STATE_WORDS, translate("Which.")))
@click.option("--before", type=NUMBER, default=None, metavar="ID", help=translate("Those with smaller numbers."))
@json_option
@click.pass_obj
@needs(Act.OPERATE)
def list_jobs(settings: Settings, state: str, before: int | None, *, as_json: bool) -> None:
    """The latest first."""
    with acting(settings) as (archive, actor):
        narrowed = JobFilter(JobState(state))
        page = archive.administration.jobs.listed(actor, narrowed, before=before, limit=MOST_LISTED)

    def say() -> None:
        for job in page.rows:
            about = translate("document {number}", number=job.document_id) if job.document_id else job.kind
            click.echo(f"{job.job_id}  {about}: {reason_words(job.code)}".rstrip(": "))
        if not page.rows:
            click.echo(translate("There is no such work."))
        if page.before:
            click.echo(translate("There is more: --before {number}", number=page.before))

    Output(as_json).answer({"jobs": page.rows, "before": page.before}, say)


@command.command("retry", help=translate("Let failed jobs start anew; without numbers, all of them."))
@click.argument("numbers", nargs=-1, type=NUMBER, metavar="ID")
@click.option("--reason", default=None, metavar="CODE", help=translate("All that failed for this reason."))
@json_option
@click.pass_obj
@needs(Act.OPERATE)
def retry(settings: Settings, numbers: tuple[int, ...], reason: str | None, *, as_json: bool) -> None:
    """They wait for a worker afterwards, with all their attempts."""
    with acting(settings) as (archive, actor):
        jobs = archive.administration.jobs
        started = jobs.retry(numbers, actor) if numbers else jobs.retry_all(reason, actor)
    Output(as_json).answer(
        {"retried": started},
        lambda: click.echo(translate_plural("{number} job starts anew", "{number} jobs start anew", started)),
    )
