"""`archive fixity`: read the stored bytes again, tell what was found, repair it. 0 only for proven success."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.errors import EXIT_UNEXPECTED
from archive_app.i18n import translate
from archive_app.services.fixity.state import FINDING_WORDS, told_counts
from archive_app.words import size_words

if TYPE_CHECKING:
    from archive_app.services.fixity.repairing import Repaired
    from archive_app.services.fixity.state import Found
    from archive_app.settings import Settings


@click.group("fixity", help=about("fixity"))
def command() -> None:
    """Group of `run`, `report`, `repair`."""


@command.command("run", help=translate("Read a sample of the stored bytes again, or all of them, and compare."))
@click.option("--full", is_flag=True, help=translate("All of them."))
@click.option(
    "--rate", type=click.IntRange(min=0), default=None, metavar="MB", help=translate("Megabytes a second; 0: no limit.")
)
@json_option
@click.pass_obj
@needs(Act.OPERATE)
def run(settings: Settings, *, full: bool, rate: int | None, as_json: bool) -> int:
    """Fails where anything is found, or could not be checked. A run that was killed goes on."""
    with acting(settings) as (archive, actor), Output(as_json).steps(translate("Pieces read")) as told:

        def tell(number: int, _total: int) -> bool:
            told(number)
            return False

        given = None if rate is None else rate * 1_000_000
        done = archive.fixity.check.run(actor.login, full=full, rate=given, tell=tell)

    def say() -> None:
        click.echo(translate("checked: {n}, {size}", n=done.checked, size=size_words(done.bytes)))
        for line in told_counts(done.found):
            click.echo(line, err=True)
        if done.code:
            click.echo(done.message, err=True)

    Output(as_json).answer(done, say)
    return 0 if done.ok else EXIT_UNEXPECTED


@command.command("report", help=translate("Tell what the checks have found, and what is overdue."))
@click.option("--after", default="", metavar="SHA-256", help=translate("Findings behind this one."))
@json_option
@click.pass_obj
@needs(Act.OPERATE)
def report(settings: Settings, *, after: str, as_json: bool) -> int:
    """Fails where anything is found or overdue."""
    with acting(settings) as (archive, _actor):
        told = archive.fixity.state.report(after=after)

    def say() -> None:
        click.echo(translate("pieces: {n}, never read again: {never}", n=told.blobs, never=told.never))
        for words, at in (
            (translate("sample"), told.sample_at),
            (translate("all"), told.full_at),
            (translate("proven longest ago"), told.oldest),
        ):
            click.echo(f"{words}: {at.astimezone(settings.zone):%d.%m.%Y %H:%M}" if at else f"{words}: —")
        for one in told.found:
            click.echo(_line(one), err=True)
        for line in told.overdue:
            click.echo(line, err=True)

    Output(as_json).answer(told, say)
    return 0 if told.ok else EXIT_UNEXPECTED


@command.command("repair", help=translate("Bring what is wrong or missing from a good copy; bad ones are kept aside."))
@click.option("--identity", default="", metavar="FILE", help=translate("File of the private key (age)."))
@click.option("--replica", multiple=True, metavar="URL", help=translate("A store with the same content."))
@click.option("--clear-unknown", is_flag=True, help=translate("Also set aside the bytes that nobody knows."))
@json_option
@click.pass_obj
@needs(Act.OPERATE)
def repair(settings: Settings, identity: str, replica: tuple[str, ...], *, clear_unknown: bool, as_json: bool) -> int:
    """Fails where a finding is left."""
    from archive_app.wiring.fixity import replica_at
    from storage.backup.data_keys import read_identities

    path = Path(identity) if identity else settings.drill_identity
    identities = read_identities(path) if path else []
    with acting(settings) as (archive, actor), ExitStack() as stores:
        replicas = [replica_at(settings, url) for url in replica]
        for one in replicas:
            stores.enter_context(one.replica)
        done = archive.fixity.repairing.run(actor.login, identities, replicas)
        if clear_unknown:
            done += archive.fixity.clearing.run(actor.login)
        left = {word: number for word, number in archive.fixity.state.counts().items() if number}

    def say() -> None:
        for one in done:
            _say(one)
        if not done:
            click.echo(translate("There is nothing to repair."))
        for line in told_counts(left):
            click.echo(line, err=True)

    ok = not left and all(one.ok for one in done)
    Output(as_json).answer({"ok": ok, "repaired": done, "left": left}, say)
    return 0 if ok else EXIT_UNEXPECTED


def _line(one: Found) -> str:
    documents = translate(" (documents No. {numbers})", numbers=", ".join(map(str, one.documents)))
    return f"{one.sha256}: {translate(FINDING_WORDS[one.finding])}{documents if one.documents else ''}"


def _say(one: Repaired) -> None:
    if not one.ok:
        click.echo(f"✗ {one.sha256}: {one.message}", err=True)
        return
    parts = [f"✓ {one.sha256}"]
    if one.source:
        parts.append(translate("brought from {place}", place=one.source))
    if one.aside:
        parts.append(translate("the bad copy is kept: quarantine/{name}", name=one.aside))
    click.echo("; ".join(parts))
