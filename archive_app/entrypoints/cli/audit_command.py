"""`archive audit`: the journal of actions checked, shown, taken out, its head published."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive_app.audit_details import detail_words
from archive_app.audit_words import action_words, actor_said, actor_words, finding_words, object_words
from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.queries.audit import EventFilter
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.days import DAY
from archive_app.entrypoints.cli.numbers import NUMBER
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.entrypoints.cli.whom import person_of
from archive_app.i18n import translate
from archive_app.mornings import span
from archive_app.services.batch import read_date

if TYPE_CHECKING:
    import datetime

    from archive_app.db.queries.audit import LoggedEvent
    from archive_app.services.audit_check import Verdict
    from archive_app.settings import Settings

EXIT_TAMPERED = 1
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.group("audit", help=about("audit"))
def command() -> None:
    """Group of `verify`, `show`, `export`, `head`."""


@command.command("verify", help=translate("Check the journal against its hashes and against all published heads."))
@click.option(
    "--against",
    multiple=True,
    type=FILE,
    metavar="FILE",
    help=translate("A file with heads, or an export, that was kept elsewhere; may be repeated."),
)
@json_option
@click.pass_obj
@needs(Act.AUDIT)
def verify_command(settings: Settings, against: tuple[Path, ...], *, as_json: bool) -> int:
    """Leave with 1 when anything was found."""
    with acting(settings) as (archive, actor):
        verdict = archive.journal.check.verify(actor, against)
    Output(as_json).answer(_verdict_json(verdict), lambda: _say_verdict(verdict))
    return 0 if verdict.ok else EXIT_TAMPERED


@command.command("show", help=translate("Show events, the newest first."))
@click.option("--person", default="", metavar="NAME|ID", help=translate("Who saw or changed this person's records."))
@click.option("--document", type=NUMBER, default=None, metavar="ID", help=translate("Only events on this document."))
@click.option("--user", "login", default=None, metavar="LOGIN", help=translate("Only what this user did."))
@click.option("--action", default=None, metavar="TAG", help=translate("Only this kind, such as document:page:read."))
@click.option("--since", type=DAY, default=None, metavar="DATE", help=translate("From this day on."))
@click.option("--until", type=DAY, default=None, metavar="DATE", help=translate("To the end of this day."))
@click.option("--before", type=NUMBER, default=None, metavar="ID", help=translate("Go on below this event."))
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True, help=translate("How many."))
@json_option
@click.pass_obj
@needs(Act.AUDIT)
def show_command(
    settings: Settings,
    person: str,
    document: int | None,
    login: str | None,
    action: str | None,
    since: datetime.date | None,
    until: datetime.date | None,
    before: int | None,
    limit: int,
    *,
    as_json: bool,
) -> None:
    """The next page is `--before` the last number shown."""
    begin, end = span(since, until, settings.zone)
    with acting(settings) as (archive, actor):
        narrowed = EventFilter(
            person_id=person_of(archive, person, actor, asking=Act.AUDIT) if person else None,
            document_id=document,
            actor=actor_said(login) if login else None,
            action=action,
            since=begin,
            until=end,
        )
        events = archive.journal.log.show(actor, narrowed, before=before, limit=limit)

    def say() -> None:
        for event in events:
            click.echo(_line(event, settings))
        if not events:
            click.echo(translate("There are no such events."))

    Output(as_json).answer({"events": events}, say)


@command.command("export", help=translate("Write the journal into a file that anybody can check without the archive."))
@click.option(
    "--to", "target", type=click.Path(path_type=Path), required=True, metavar="FILE", help=translate("The file.")
)
@click.option("--from", "start", default=None, metavar="ID|DATE", help=translate("From this event or day on."))
@click.option(
    "--to-date", "last_day", type=DAY, default=None, metavar="DATE", help=translate("To the end of this day.")
)
@json_option
@click.pass_obj
@needs(Act.AUDIT)
def export_command(
    settings: Settings, target: Path, start: str | None, last_day: datetime.date | None, *, as_json: bool
) -> None:
    """Write as the acting user; the export is written into the journal too."""
    with acting(settings) as (archive, actor):
        written = archive.journal.export.write(actor, target, start=_event_or_day(start), last_day=last_day)
    Output(as_json).answer(
        written,
        lambda: click.echo(
            translate("{path}: events {n}, the last is {seq}.", path=target, n=written.events, seq=written.head.seq)
        ),
    )


@command.command("head", help=translate("Publish the end of the journal now: to the log, to the file, by mail."))
@json_option
@click.pass_obj
@needs(Act.AUDIT)
def head_command(settings: Settings, *, as_json: bool) -> None:
    """The same as the scheduler asks for daily."""
    with acting(settings) as (archive, actor):
        published = archive.journal.heads.publish_as(actor)
    head = published.head
    Output(as_json).answer(
        {"seq": head.seq, "hash": head.hash, "at": published.at},
        lambda: click.echo(translate("Event {seq}, hash {hash}.", seq=head.seq, hash=head.hash)),
    )


def _verdict_json(verdict: Verdict) -> dict[str, object]:
    findings = [
        {"kind": found.kind, "seq": found.seq, "last_seq": found.last_seq, "message": finding_words(found)}
        for found in verdict.findings
    ]
    return {
        "ok": verdict.ok,
        "events": verdict.head.seq,
        "head": verdict.head,
        "heads_compared": verdict.heads_compared,
        "findings": findings,
        "more": verdict.more,
    }


def _say_verdict(verdict: Verdict) -> None:
    click.echo(translate("Events: {n}; heads compared: {heads}.", n=verdict.head.seq, heads=verdict.heads_compared))
    for found in verdict.findings:
        click.echo(f"{click.style('✗', fg='red')} {finding_words(found)}")
    if verdict.more:
        click.echo(translate("There is more that is not listed."))
    if verdict.ok:
        click.echo(translate("The journal is whole."))


def _line(event: LoggedEvent, settings: Settings) -> str:
    at = event.at.astimezone(settings.zone).strftime("%d.%m.%Y %H:%M:%S")
    details = "; ".join(f"{name}: {value}" for name, value in detail_words(event.details, event.action))
    about = object_words(event.object_type, event.object_id)
    line = f"{event.seq}  {at}  {actor_words(event.actor)}  {action_words(event.action)}  [{about}]  {details}".rstrip()
    return "".join(sign if sign.isprintable() else "�" for sign in line)  # a question may hold commands for a terminal


def _event_or_day(text: str | None) -> int | datetime.date | None:
    if text is None:
        return None
    return int(text) if text.isdecimal() else read_date(text)
