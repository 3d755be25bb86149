"""`archive fileplan`: import, show, export the file plan of a year."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs, signed_in
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.numbers import YEAR
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.entrypoints.cli.plan_options import say_refused_table
from archive_app.entrypoints.cli.plan_steps import STEPS
from archive_app.errors import CannotWrite
from archive_app.i18n import translate, translate_plural
from archive_app.services.fileplans import PlanRefused, exported_plan, import_plan, shown_plan

if TYPE_CHECKING:
    from archive_app.services.fileplans import ShownPlan
    from archive_app.services.plan_tables import Table
    from archive_app.settings import Settings

year_option = click.option(
    "--year", type=YEAR, default=None, metavar="YEAR", help=translate("Year of the plan (default: this year).")
)


@click.group("fileplan", help=about("fileplan"))
def command() -> None:
    """Group of `import`, `show`, `export` and the steps of a version."""


for step in STEPS:
    command.add_command(step)


@command.command("import", help=translate("Put a plan in force from a table; a row that is not understood stops it."))
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@year_option
@json_option
@click.pass_obj
@needs(Act.PLANS)
def import_command(settings: Settings, path: Path, year: int | None, *, as_json: bool) -> int:
    """Import whole or not at all; each refused row is told with its line."""
    output = Output(as_json)
    with acting(settings) as (archive, actor):
        try:
            made = import_plan(archive.sessions, archive.clock, path, year or _this_year(settings), actor)
        except PlanRefused as refused:
            return say_refused_table(refused, as_json=as_json)

    def say() -> None:
        items = translate_plural("{number} item", "{number} items", made.items)
        click.echo(translate("The file plan of {year} is in force: {items}.", year=made.year, items=items))

    output.answer(made, say)
    return 0


@command.command("show", help=translate("Show the plan in force with the number of documents."))
@year_option
@json_option
@click.pass_obj
@signed_in("the file plan names no person; counts are of what one sees")
def show(settings: Settings, year: int | None, *, as_json: bool) -> None:
    """Show by section."""
    with acting(settings) as (archive, actor):
        plan = shown_plan(archive.sessions, year or _this_year(settings), actor)
    Output(as_json).answer(plan, lambda: _say_plan(plan))


@command.command("export", help=translate("Write the plan in force as a table."))
@year_option
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    metavar="FILE",
    help=translate("The file (.csv, .xlsx); without it the table is printed."),
)
@json_option
@click.pass_obj
@signed_in("the file plan names no person")
def export(settings: Settings, year: int | None, target: Path | None, *, as_json: bool) -> None:
    """Write to a file, or to the standard output."""
    shown_year = year or _this_year(settings)
    kind: Table = "xlsx" if target is not None and target.suffix.lower() == ".xlsx" else "csv"
    with acting(settings) as (archive, _):
        table = exported_plan(archive.sessions, shown_year, kind)
    if target is not None:
        _write(target, table)
    printed = None if target is not None else table.decode("utf-8-sig")
    answer = {"year": shown_year, "to": target, "table": printed}
    Output(as_json).answer(answer, lambda: None if printed is None else click.echo(printed, nl=False))


def _write(target: Path, table: bytes) -> None:
    try:
        target.write_bytes(table)
    except OSError as error:
        raise CannotWrite(str(error), path=target, reason=error.strerror or str(error)) from error


def _this_year(settings: Settings) -> int:
    return datetime.datetime.now(settings.zone).year


def _say_plan(plan: ShownPlan) -> None:
    click.echo(translate("File plan of {year}", year=plan.year))
    for section, items in plan.sections:
        click.echo(f"\n{section}")
        for item in items:
            click.echo(f"  {item.index}  {item.title} — {item.retention_text} ({item.documents})")
