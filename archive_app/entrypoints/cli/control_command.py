"""`archive control`: completeness and terms of a school year, and the plan of assessments."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.models import AssessmentForm
from archive_app.entrypoints.cli.coded import coded
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.days import DAY, day_words
from archive_app.entrypoints.cli.numbers import NUMBER, NUMBER_OR_NONE, YEAR
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.entrypoints.cli.whom import group_of_year
from archive_app.i18n import translate, translate_plural
from archive_app.services.control.assessing import AssessmentSaid
from archive_app.services.control.files import FILE_WORDS, FileState
from archive_app.services.control.ground import Slice
from archive_app.services.control.printing import indicators
from archive_app.services.control.states import STATE_WORDS, SheetState
from archive_app.services.control.table import OUTCOME_WORDS
from archive_app.services.control.words import FORM_WORDS
from indexer import pipeline

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Sequence

    from archive_app.bootstrap import Archive
    from archive_app.services.control.files import GroupJournal, StudentFile
    from archive_app.services.control.sheets import SheetLine
    from archive_app.settings import Settings

T = TypeVar("T")
SHOWN = 5000


def _of_part(function: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option(
            "--unit", type=NUMBER_OR_NONE, default=None, help=translate("Only this unit; 0: groups without a unit.")
        ),
        click.option("--group", default="", metavar="GROUP", help=translate("Only this group.")),
        click.option(
            "--teacher", type=NUMBER_OR_NONE, default=None, help=translate("Only this account's; 0: of nobody.")
        ),
        click.option("--semester", type=click.IntRange(1, 2), default=None, help=translate("Only this semester.")),
    ):
        function = option(function)
    return click.argument("year", type=YEAR, metavar="YEAR")(function)


@click.group("control", help=about("control"))
def command() -> None:
    """Group of `year`, `sheets`, `files`, `journals`, `plan`, `import`, `put`, `match`."""


@command.command("year", help=translate("The numbers of the school year that begins in YEAR."))
@_of_part
@json_option
@click.pass_obj
@needs(Act.CONTROL)
def year_numbers(settings: Settings, /, year: int, *, as_json: bool, **part: Any) -> None:
    """As the yearly analysis tells them."""
    with acting(settings) as (archive, actor):
        told = archive.control.analysis.of(_slice(archive, year, part), actor)

    def say() -> None:
        for words, value in indicators(told):
            click.echo(f"{words}: {value}")

    Output(as_json).answer(told, say)


@command.command("sheets", help=translate("Exam sheets against their terms."))
@_of_part
@click.option("--state", default=None, **coded(STATE_WORDS, translate("Which.")))
@json_option
@click.pass_obj
@needs(Act.CONTROL, Act.FILE)
def sheets(settings: Settings, /, year: int, state: str | None, *, as_json: bool, **part: Any) -> None:
    """Of a teacher the own ones."""
    with acting(settings) as (archive, actor):
        states = [state] if state else []
        lines = archive.control.sheets.listed(_slice(archive, year, part), actor, states=states, limit=SHOWN)

    def words(line: SheetLine) -> str:
        due = day_words(line.due_on) if line.due_on else "—"
        state = translate(STATE_WORDS[SheetState(line.state)])
        return f"{line.assessment_id}  {line.group}  {line.subject}  {due}  {state}  {line.teacher}"

    _answer("sheets", lines, words, translate("No such exam sheets in this school year."), as_json=as_json)


@command.command("files", help=translate("Students and their personal files."))
@_of_part
@click.option("--state", default=None, **coded(FILE_WORDS, translate("Which.")))
@json_option
@click.pass_obj
@needs(Act.CONTROL)
def files(settings: Settings, /, year: int, state: str | None, *, as_json: bool, **part: Any) -> None:
    """What each file lacks."""
    with acting(settings) as (archive, actor):
        lines = archive.control.files.students(_slice(archive, year, part), actor, state=state or "", limit=SHOWN)

    def words(line: StudentFile) -> str:
        return f"{line.person_id}  {line.name}  {line.group}  {_file_words(line)}"

    _answer("students", lines, words, translate("No such students in this school year."), as_json=as_json)


@command.command("journals", help=translate("Groups and their journals."))
@_of_part
@click.option("--state", default=None, **coded(FILE_WORDS, translate("Which.")))
@json_option
@click.pass_obj
@needs(Act.CONTROL)
def journals(settings: Settings, /, year: int, state: str | None, *, as_json: bool, **part: Any) -> None:
    """Of the year."""
    with acting(settings) as (archive, actor):
        lines = archive.control.files.journals(_slice(archive, year, part), actor, state=state or "")

    def words(line: GroupJournal) -> str:
        return f"{line.group}  {_file_words(line)}"

    _answer("journals", lines, words, translate("No such groups in this school year."), as_json=as_json)


@command.command("plan", help=translate("Put an assessment into the plan."))
@click.argument("year", type=YEAR, metavar="YEAR")
@click.option("--group", required=True, metavar="GROUP", help=translate("The group: its name or number."))
@click.option("--subject", required=True, metavar="TEXT", help=translate("Subject."))
@click.option("--semester", type=click.IntRange(1, 2), required=True, help=translate("Semester."))
@click.option("--form", default="written", **coded(FORM_WORDS, translate("Form of the assessment.")))
@click.option("--held", type=DAY, default=None, metavar="DATE", help=translate("Held on"))
@click.option("--teacher", default="", metavar="LOGIN", help=translate("Login of the teacher"))
@json_option
@click.pass_obj
@needs(Act.CONTROL)
def plan(
    settings: Settings,
    year: int,
    group: str,
    subject: str,
    semester: int,
    form: str,
    held: datetime.date | None,
    teacher: str,
    *,
    as_json: bool,
) -> None:
    """Its sheet is expected from then on."""
    with acting(settings) as (archive, actor):
        of_group = group_of_year(archive, group, year)
        said = AssessmentSaid(year, semester, of_group, subject, AssessmentForm(form), held, teacher)
        number = archive.control.assessing.add(said, actor)
    words = translate("The assessment is in the plan under the number {number}.", number=number)
    Output(as_json).answer({"assessment_id": number}, lambda: click.echo(words))


@command.command(
    "import", help=translate("Take the plan of assessments of YEAR from a table; with --enter it is entered.")
)
@click.argument("year", type=YEAR, metavar="YEAR")
@click.argument("table", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE")
@click.option("--enter", is_flag=True, help=translate("Enter the right lines; without it nothing is written."))
@json_option
@click.pass_obj
@needs(Act.CONTROL)
def import_plan(settings: Settings, year: int, table: Path, *, enter: bool, as_json: bool) -> None:
    """Line by line."""
    with acting(settings) as (archive, actor):
        take = archive.control.table.enter if enter else archive.control.table.preview
        lines = take(pipeline.table_lines(table, table.name), year, actor)

    def say() -> None:
        for line in lines:
            click.echo(f"{line.number}  {line.text}: {translate(OUTCOME_WORDS[line.outcome])}")

    Output(as_json).answer({"entered": enter, "lines": lines}, say)


@command.command("put", help=translate("Put the filed sheet DOCUMENT to the assessment LINE."))
@click.argument("line", type=NUMBER, metavar="LINE")
@click.argument("document", type=NUMBER, metavar="DOCUMENT")
@click.option("--version", type=NUMBER, default=1, help=translate("The version that was looked at (1)."))
@json_option
@click.pass_obj
@needs(Act.CONTROL, Act.FILE)
def put(settings: Settings, line: int, document: int, version: int, *, as_json: bool) -> None:
    """The sheet of the line."""
    with acting(settings) as (archive, actor):
        archive.control.assessing.attach(line, version, document, actor)
    words = translate("The sheet is put to its assessment.")
    Output(as_json).answer({"assessment_id": line, "document_id": document}, lambda: click.echo(words))


@command.command("match", help=translate("Find filed exam sheets for their assessments."))
@json_option
@click.pass_obj
@needs(Act.CONTROL)
def match(settings: Settings, *, as_json: bool) -> None:
    """By group and day."""
    with acting(settings) as (archive, actor):
        found = archive.control.matching.match(actor)
    words = translate_plural("{number} filed sheet was found.", "{number} filed sheets were found.", found)
    Output(as_json).answer({"found": found}, lambda: click.echo(words))


def _answer(name: str, lines: Sequence[T], words: Callable[[T], str], nothing: str, *, as_json: bool) -> None:
    """A line for each, or that there is nothing."""

    def say() -> None:
        for line in lines:
            click.echo(words(line).rstrip())
        if not lines:
            click.echo(nothing)

    Output(as_json).answer({name: lines}, say)


def _file_words(line: StudentFile | GroupJournal) -> str:
    """The state of a personal file or a journal, and what it lacks."""
    return f"{translate(FILE_WORDS[FileState(line.state)])}  {', '.join(line.lacking)}"


def _slice(archive: Archive, year: int, part: dict[str, Any]) -> Slice:
    group = group_of_year(archive, part["group"], year) if part["group"] else None
    return Slice(year, part["unit"], group, part["teacher"], part["semester"])
