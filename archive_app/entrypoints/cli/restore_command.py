"""`archive restore`: a snapshot becomes an archive again. Exit code 0 only where all of it is back and well."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive_app.auth.gate import open_to_all
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.other_places import say_other_places
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.errors import EXIT_UNEXPECTED
from archive_app.i18n import translate
from archive_app.settings import load_settings
from archive_app.words import CHECK_WORDS, size_words

if TYPE_CHECKING:
    from archive_app.services.backup.whole_restore import Outcome
    from archive_app.settings import Settings


@click.command("restore", help=about("restore"))
@click.argument("snapshot")
@click.option("--home", required=True, metavar="FOLDER", help=translate("New home folder; empty, or not there yet."))
@click.option("--identity", required=True, metavar="FILE", help=translate("File of the private key (age)."))
@click.option("--from", "place", default="", metavar="ADDRESS", help=translate("Place of the backups."))
@click.option("--database", default="", metavar="ADDRESS", help=translate("New database; default: in the new home."))
@click.option("--storage", default="", metavar="ADDRESS", help=translate("New store; default: in the new home."))
@click.option("--search", default="", metavar="ADDRESS", help=translate("New index; default: in the new home."))
@click.option("--overwrite", is_flag=True, help=translate("Also where something lies: it is lost then."))
@json_option
@click.pass_obj
@open_to_all("there is no archive yet that could know anybody; the private key is the right")
def command(
    settings: Settings,
    snapshot: str,
    home: str,
    identity: str,
    place: str,
    database: str,
    storage: str,
    search: str,
    *,
    overwrite: bool,
    as_json: bool,
) -> int:
    """Bring it back, build the index, ask the doctor."""
    from archive_app.restored import restore_into

    new: dict[str, Any] = {
        "home": Path(home).absolute(),
        "database_url": database,
        "storage_url": storage,
        "search_url": search,
        "uploads_url": "",
        "audit_heads": "",
    }
    by = f"cli:{getpass.getuser()}"
    there = load_settings(**new)
    with Output(as_json).steps(translate("Pieces brought back")) as told:
        outcome = restore_into(there, snapshot, Path(identity), by=by, place=place, overwrite=overwrite, tell=told)
    Output(as_json).answer(
        {"ok": outcome.ok, "restored": outcome.restored, "checks": outcome.diagnosis.checks, "home": home},
        lambda: _say(outcome, home, settings),
    )
    return 0 if outcome.ok else EXIT_UNEXPECTED


def _say(outcome: Outcome, home: str, settings: Settings) -> None:
    restored = outcome.restored
    click.echo(
        translate(
            "Snapshot {snapshot} of {at} is restored into {home}: pieces of content {blobs}, brought now {size}",
            snapshot=restored.snapshot,
            at=f"{restored.at.astimezone(settings.zone):%d.%m.%Y %H:%M}",
            home=home,
            blobs=restored.blobs,
            size=size_words(restored.bytes),
        )
    )
    if restored.destroyed_again:
        gone = ", ".join(map(str, restored.destroyed_again))
        click.echo(translate("Destroyed under acts after the snapshot, and not brought back: {numbers}", numbers=gone))
    for name in restored.faults:
        click.echo(translate("damaged or missing in the backup: {name}", name=name), err=True)
    say_other_places(restored.elsewhere, restored.away)
    for check in outcome.diagnosis.checks:
        mark = "✓" if check.ok else "✗"
        click.echo(f"{mark} {translate(CHECK_WORDS[check.name])}: {check.message}", err=not check.ok)
