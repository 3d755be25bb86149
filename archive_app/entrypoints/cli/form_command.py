"""`archive form`: print forms, and their names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive_app.auth.gate import needs
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.numbers import NUMBER
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.i18n import translate
from archive_app.services.forms.registry import KINDS, PRINTERS

if TYPE_CHECKING:
    from archive_app.settings import Settings


@click.command("form", help=about("form"))
@click.argument("name", required=False)
@click.argument("number", required=False, type=NUMBER, metavar="ID")
@click.option("--volume", type=NUMBER, default=None, help=translate("Of a case file, this volume only."))
@click.option(
    "--to",
    "to",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help=translate("Target: .pdf or .xlsx."),
)
@json_option
@click.pass_obj
@needs(*PRINTERS)
def command(
    settings: Settings, name: str | None, number: int | None, volume: int | None, to: Path | None, *, as_json: bool
) -> None:
    """The ending of the target says which of the two."""
    if name is None:
        _list(as_json=as_json)
        return
    if number is None or to is None:
        raise click.UsageError(
            translate("Say of what the form is, and where to write it: archive form {name} ID --to FILE.pdf", name=name)
        )
    with acting(settings) as (archive, actor):
        form = to.suffix.lstrip(".").lower()
        with Output(as_json).steps(translate("Lines drawn")) as told:
            written = archive.forms.written(name, number, actor, form, volume=volume, told=told)
    to.write_bytes(written.content)
    said = translate("Written: {path}", path=to)
    Output(as_json).answer({"file": str(to), "form": name, "number": number}, lambda: click.echo(said))


def _list(*, as_json: bool) -> None:
    forms = [{"name": name, "title": translate(kind.words), "of": translate(kind.of)} for name, kind in KINDS.items()]

    def say() -> None:
        for form in forms:
            click.echo(f"{form['name']:<20} {form['title']} ({form['of']})")

    Output(as_json).answer({"forms": forms}, say)
