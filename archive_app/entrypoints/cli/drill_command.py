"""`archive drill`: prove that the backups become an archive again. Exit code 0 only where they do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.models import RunKind
from archive_app.drill_words import DRILL_CHECK_WORDS
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.numbers import NUMBER
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.errors import EXIT_SETTINGS, EXIT_UNEXPECTED, CannotWrite, NotFound
from archive_app.i18n import translate
from archive_app.services.backup.protocol import drill_pdf

if TYPE_CHECKING:
    from archive_app.services.backup.drill import Drilled
    from archive_app.services.backup.state import Run
    from archive_app.settings import Settings


PERCENT = click.FloatRange(0, 100, min_open=True)


@click.group("drill", help=about("drill"))
def command() -> None:
    """Group of `run`, `list`, `report`."""


@command.command("run", help=translate("Restore the newest snapshot of each place, look at it, clear it away."))
@click.option("--identity", default="", metavar="FILE", help=translate("File of the private key (age)."))
@click.option(
    "--confidence",
    type=PERCENT,
    metavar="PERCENT",
    help=translate("Certainty of a sample; 100: take everything."),
)
@click.option("--share", type=PERCENT, metavar="PERCENT", help=translate("So many damaged pieces are found."))
@json_option
@click.pass_obj
@needs(Act.OPERATE)
def run(settings: Settings, identity: str, confidence: float | None, share: float | None, *, as_json: bool) -> int:
    """Fails unless every place is proven."""
    from archive_app.wiring.drilling import drill_of

    path = Path(identity) if identity else settings.drill_identity
    if path is None:
        click.echo(translate("Name the file of the private key: --identity, or ARCHIVE_DRILL_IDENTITY."), err=True)
        return EXIT_SETTINGS
    with acting(settings) as (archive, actor), Output(as_json).steps(translate("Pieces brought back")) as told:
        done = drill_of(archive, confidence, share).run_with(actor.login, path, told)

    def say() -> None:
        for one in done:
            _say(one)

    ok = all(one.ok for one in done)
    Output(as_json).answer({"ok": ok, "places": done}, say)
    return 0 if ok else EXIT_UNEXPECTED


@command.command("list", help=translate("List the drills, the latest first, and what is overdue."))
@json_option
@click.pass_obj
@needs(Act.OPERATE)
def list_drills(settings: Settings, *, as_json: bool) -> int:
    """Fails where a backup or a drill is overdue."""
    with acting(settings) as (archive, _actor):
        state = archive.backups.state
        runs, places = state.runs(kind=RunKind.DRILL), state.places()
        late = state.overdue(places)

    def say() -> None:
        for one in runs:
            when = f"{one.started_at.astimezone(settings.zone):%d.%m.%Y %H:%M}"
            click.echo(f"{one.id}  {when}  {one.place}  {_outcome(one)}")
        if not runs:
            click.echo(translate("There was no drill yet: archive drill run."))
        for line in late:
            click.echo(line, err=True)

    Output(as_json).answer({"drills": runs, "places": places, "overdue": late}, say)
    return EXIT_UNEXPECTED if late else 0


@command.command("report", help=translate("Write the protocol of a drill as PDF/A; to a file .json its signed report."))
@click.argument("number", type=NUMBER)
@click.option("--to", "target", required=True, metavar="FILE", help=translate("Where to write it."))
@json_option
@click.pass_obj
@needs(Act.OPERATE)
def report(settings: Settings, number: int, target: str, *, as_json: bool) -> None:
    """For the journal of backups."""
    with acting(settings) as (archive, _actor):
        found = archive.backups.state.runs(kind=RunKind.DRILL, before=number + 1, limit=1)
        if not found or found[0].id != number:
            raise NotFound(str(number), what=translate("Drill {number}", number=number))
        if target.endswith(".json"):
            data = found[0].report.encode("ascii")
        else:
            data = drill_pdf(archive.backups.ground, found[0])
    path = Path(target)
    try:
        path.write_bytes(data)
    except OSError as error:
        raise CannotWrite(str(error), path=path, reason=error.strerror or str(error)) from error
    Output(as_json).answer(
        {"drill": found[0], "file": path}, lambda: click.echo(translate("Written: {path}", path=path))
    )


def _say(one: Drilled) -> None:
    verdict = translate("proven") if one.ok else translate("NOT PROVEN")
    click.echo(f"{one.place}: {verdict} {one.snapshot}")
    if one.code:
        click.echo(one.message, err=True)
    for check in one.checks:
        sign = "✓" if check.ok else "✗"
        click.echo(f"  {sign} {translate(DRILL_CHECK_WORDS[check.name])}: {check.message}", err=not check.ok)
    if not one.code:
        told = {"rpo": round(one.rpo / 60), "rto": round(one.rto)}
        words = translate("  lost work at most {rpo} min, restored in {rto} s", **told)
        part = translate("; only a part: all of it takes longer") if one.sample else ""
        click.echo(f"{words}{part}")


def _outcome(one: Run) -> str:
    if one.ok is None:
        return translate("not finished")
    return translate("proven") if one.ok else translate("NOT PROVEN")
