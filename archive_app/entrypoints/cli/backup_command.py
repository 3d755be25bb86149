"""`archive backup`: take, list, show, verify, prune. Exit code 0 only for proven success."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.context import acting, acting_on_backups
from archive_app.entrypoints.cli.numbers import NUMBER
from archive_app.entrypoints.cli.other_places import say_other_places
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.errors import EXIT_UNEXPECTED
from archive_app.i18n import mark, translate
from archive_app.words import size_words
from storage.backup.seals import snapshot_folder

if TYPE_CHECKING:
    from archive_app.services.backup.keeping import Listed, PrunedPlace, Verified
    from archive_app.services.backup.taking import Taken
    from archive_app.settings import Settings


FOLDER = click.Path(path_type=Path, file_okay=False)
FILE = click.Path(path_type=Path, dir_okay=False)


@click.group("backup", help=about("backup"))
def command() -> None:
    """Group of `run`, `list`, `show`, `verify`, `prune`."""


@command.command("run", help=translate("Take a snapshot of the whole archive to every place that is set."))
@json_option
@click.pass_obj
@needs(Act.OPERATE)
def run(settings: Settings, *, as_json: bool) -> int:
    """Fails unless the snapshot is whole at all places."""
    with acting_on_backups(settings) as (backups, actor), Output(as_json).steps(translate("Pieces looked at")) as told:
        taken = backups.taking.run(actor.login, told)

    def say() -> None:
        for one in taken:
            _say_taken(one)

    ok = all(one.ok for one in taken)
    Output(as_json).answer({"ok": ok, "places": taken}, say)
    return 0 if ok else EXIT_UNEXPECTED


@command.command("list", help=translate("List the snapshots of all places, with the reason why each is kept."))
@json_option
@click.pass_obj
@needs(Act.OPERATE)
def list_snapshots(settings: Settings, *, as_json: bool) -> int:
    """Fails where the seal of one is damaged, or a place does not answer."""
    with acting_on_backups(settings) as (backups, _actor):
        listed = backups.keeping.listed()
        found, away = [one for one in listed if not one.code], [one for one in listed if one.code]
        zone = settings.zone

    def say() -> None:
        for one in found:
            when = f"{one.at.astimezone(zone):%d.%m.%Y %H:%M}" if one.at else "—"
            click.echo(f"{one.id}  {when}  {one.place}  {_state(one)}")
        for one in away:
            click.echo(translate("{place}: failed. {message}", place=one.place, message=one.message), err=True)
        if not listed:
            click.echo(translate("There is no snapshot yet: archive backup run."))

    Output(as_json).answer({"snapshots": found, "away": away}, say)
    return EXIT_UNEXPECTED if away or any(one.damaged for one in found) else 0


@command.command("show", help=translate("Show what is known of a snapshot without its key; «latest»: the newest."))
@click.argument("snapshot")
@json_option
@click.pass_obj
@needs(Act.OPERATE)
def show(settings: Settings, snapshot: str, *, as_json: bool) -> None:
    """The seal."""
    with acting_on_backups(settings) as (backups, _actor):
        place, seal = backups.keeping.find(snapshot)

    def say() -> None:
        for words, value in (
            (translate("snapshot"), seal.id),
            (translate("place"), place.shown),
            (translate("taken"), f"{seal.at.astimezone(settings.zone):%d.%m.%Y %H:%M:%S}"),
            (translate("version of the program"), f"{seal.product} ({seal.revision})"),
            (translate("database"), seal.database),
            (translate("pieces of content"), f"{seal.blobs}, {size_words(seal.blob_bytes)}"),
            (translate("missing pieces"), seal.missing),
            (translate("remembered destructions"), seal.destroyed),
            (translate("signed by"), seal.signer),
        ):
            click.echo(f"{words}: {value}")

    Output(as_json).answer({"place": place.shown, "folder": snapshot_folder(seal.id)} | asdict(seal), say)


@command.command("verify", help=translate("Read every byte of the snapshots (or of one) and compare; needs no key."))
@click.argument("snapshot", default="")
@json_option
@click.pass_obj
@needs(Act.OPERATE)
def verify(settings: Settings, snapshot: str, *, as_json: bool) -> int:
    """Fails where anything is wrong, or could not be read."""
    with acting_on_backups(settings) as (backups, actor), Output(as_json).steps(translate("Objects read")) as told:
        found = backups.keeping.verify(actor.login, snapshot, told)

    def say() -> None:
        for one in found:
            _say_verified(one)

    ok = bool(found) and all(one.ok for one in found)
    Output(as_json).answer({"ok": ok, "places": [asdict(one) | {"ok": one.ok} for one in found]}, say)
    return 0 if ok else EXIT_UNEXPECTED


@command.command("prune", help=translate("Take away the snapshots that the rotation does not keep."))
@click.option("--pretend", is_flag=True, help=translate("Only say what would go."))
@click.option(
    "--drop-damaged", is_flag=True, help=translate("Also snapshots whose seal is damaged: nobody can use them.")
)
@json_option
@click.pass_obj
@needs(Act.OPERATE)
def prune(settings: Settings, *, pretend: bool, drop_damaged: bool, as_json: bool) -> int:
    """Fails where a place could not be pruned, or holds something damaged."""
    with acting_on_backups(settings) as (backups, actor):
        found = backups.keeping.prune(actor.login, pretend=pretend, drop_damaged=drop_damaged)

    def say() -> None:
        for one in found:
            _say_pruned(one)

    ok = all(one.ok for one in found)
    Output(as_json).answer({"ok": ok, "pretended": pretend, "places": found}, say)
    return 0 if ok else EXIT_UNEXPECTED


@command.command("extract", help=translate("Bring a document or a case file out of a snapshot into a folder."))
@click.argument("snapshot")
@click.option("--document", type=NUMBER, metavar="ID", help=translate("Number of the document."))
@click.option("--case", "case_file", type=NUMBER, metavar="ID", help=translate("Number of the case file."))
@click.option("--to", "folder", type=FOLDER, required=True, metavar="DIR", help=translate("The folder; empty, or new."))
@click.option("--identity", type=FILE, required=True, metavar="FILE", help=translate("File of the private key (age)."))
@click.option(
    "--overwrite", is_flag=True, help=translate("Also where something lies: files of the same name are lost.")
)
@json_option
@click.pass_obj
@needs(Act.DOWNLOAD)
def extract(
    settings: Settings,
    snapshot: str,
    document: int | None,
    case_file: int | None,
    folder: Path,
    identity: Path,
    *,
    overwrite: bool,
    as_json: bool,
) -> int:
    """As the acting user, who must be allowed to download the documents; fails where something of it is damaged."""
    from archive_app.services.backup.extracting import Wanted
    from storage.backup.data_keys import read_identities

    if (document is None) == (case_file is None):
        raise click.UsageError(translate("Say either --document or --case."))
    keys = read_identities(identity)
    with acting(settings) as (archive, actor):
        wanted = Wanted(document, case_file)
        found = archive.backups.extracting(archive.today).run(
            snapshot, wanted, folder, keys, actor, overwrite=overwrite
        )

    def say() -> None:
        for path in found.files:
            click.echo(str(path))
        for name in found.faults:
            click.echo(translate("damaged or missing in the backup: {name}", name=name), err=True)
        say_other_places(found.elsewhere, found.away)

    Output(as_json).answer({"ok": found.ok} | asdict(found), say)
    return 0 if found.ok else EXIT_UNEXPECTED


def _say_taken(one: Taken) -> None:
    if one.code:
        click.echo(translate("{place}: failed. {message}", place=one.place, message=one.message), err=True)
        return
    click.echo(
        translate(
            "{place}: snapshot {snapshot}, copied {copied} ({size}), there before {there}",
            place=one.place,
            snapshot=one.snapshot,
            copied=one.copied,
            size=size_words(one.copied_bytes),
            there=one.there,
        )
    )
    for key in one.rotten:
        click.echo(translate("damaged in the archive, not copied: {key}", key=key), err=True)
    for key in one.lost:
        click.echo(translate("missing from the archive: {key}", key=key), err=True)


def _say_verified(one: Verified) -> None:
    if one.code and not one.objects:
        click.echo(translate("{place}: failed. {message}", place=one.place, message=one.message), err=True)
        return
    click.echo(
        translate(
            "{place}: snapshots {snapshots}, objects {objects}, read {size}, faults {faults}",
            place=one.place,
            snapshots=len(one.snapshots),
            objects=one.objects,
            size=size_words(one.bytes),
            faults=len(one.faults),
        )
    )
    for fault in one.faults:
        click.echo(f"  {translate(FAULTS[str(fault.fault)])}: {fault.name}", err=True)
    if one.code:
        click.echo(one.message, err=True)
    elif not one.objects:
        click.echo(translate("There is no snapshot yet: archive backup run."), err=True)


def _say_pruned(one: PrunedPlace) -> None:
    if one.code and not one.damaged:
        click.echo(translate("{place}: failed. {message}", place=one.place, message=one.message), err=True)
        return
    click.echo(
        translate(
            "{place}: kept {kept}, taken away {gone}, freed {size}",
            place=one.place,
            kept=len(one.kept),
            gone=len(one.gone),
            size=size_words(one.bytes),
        )
    )
    if one.locked:
        click.echo(translate("  still locked by the place: {n}; they go with a later pruning", n=one.locked))
    for snapshot in one.gone:
        click.echo(f"  − {snapshot}")
    for name in one.damaged:
        click.echo(translate("  damaged: {name}; so no piece of content was taken away", name=name), err=True)


def _state(one: Listed) -> str:
    if one.damaged:
        return translate("the seal is damaged")
    kept = ", ".join(translate(KEPT[why]) for why in one.kept) or translate("goes with the next pruning")
    missing = translate("; missing pieces: {n}", n=one.missing) if one.missing else ""
    return f"{size_words(one.blob_bytes)}; {kept}{missing}"


KEPT = {
    "newest": mark("the newest"),
    "daily": mark("of its day"),
    "weekly": mark("of its week"),
    "monthly": mark("of its month"),
    "yearly": mark("of its year"),
    "young": mark("still young"),
}
FAULTS = {
    "wrong_bytes": mark("damaged"),
    "missing": mark("missing from the backup"),
    "not_checked": mark("could not be read"),
}
