"""A contingent taken in: looked through first; what is confirmed is entered in one transaction, or nothing is."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.auth.actor import Actor, require
from archive_app.db.engine import reading
from archive_app.db.models import Act, Authority
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import ArchiveError
from archive_app.i18n import translate
from archive_app.jobs import enqueue
from archive_app.services.contingents.judging import RIGHT, ContingentLine, Judge
from archive_app.services.contingents.rows import TEMPLATE, read_contingent
from archive_app.services.guardians import AuthoritySaid, add_guardian_within, authority_of
from archive_app.services.kinds import name_job
from archive_app.services.people.keeping import add_person_within
from archive_app.services.people.papers import Paper, order_words
from archive_app.services.people.studies import Stay, add_study_within
from archive_app.spreadsheets import BOM, csv_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from archive_app.services.people.ground import People
    from archive_app.services.persons import FullName


class ContingentEmpty(ArchiveError):
    """No line names a person and a group below a line of headings."""

    code = "contingent_empty"


def preview_contingent(
    people: People, text: str, actor: Actor, *, chosen: Mapping[int, int] | None = None
) -> tuple[ContingentLine, ...]:
    """What each line would do; nothing is written.

    `chosen` says of a doubtful line (by its number) who is meant; 0: nobody whom there is.

    Raises:
        NotAllowed, ContingentEmpty.
    """
    require(actor, Act.PERSONS)
    rows = read_contingent(text)
    if not rows:
        raise ContingentEmpty
    with reading(people.sessions) as session:
        judge = Judge(session, rows, people.today())
        return tuple(judge.judge(row, (chosen or {}).get(row.number)) for row in rows)


def enter_contingent(
    people: People, text: str, actor: Actor, *, chosen: Mapping[int, int] | None = None
) -> tuple[ContingentLine, ...]:
    """Enter the lines that are right, all in one transaction, and tell of every line what came of it.

    Entered again, the same table changes nothing: its lines are told as entered.

    Raises:
        As `preview_contingent`; an error of `add_study` or `add_guardian`: somebody was first, and nothing is entered.
    """
    require(actor, Act.PERSONS)
    rows = read_contingent(text)
    if not rows:
        raise ContingentEmpty
    with UnitOfWork(people.sessions) as uow:
        judge = Judge(uow.session, rows, people.today())
        lines = tuple(judge.judge(row, (chosen or {}).get(row.number)) for row in rows)
        new: dict[FullName, int] = {}
        made: list[int] = []
        for line in lines:
            if line.outcome in RIGHT:
                made += _enter(people, uow, line, new, actor)
        if made:
            enqueue(uow.session, name_job(made), now=people.clock())
        uow.commit()
        return lines


def _enter(people: People, uow: UnitOfWork, line: ContingentLine, new: dict[FullName, int], actor: Actor) -> list[int]:
    """The numbers of the cards made. `new` are representatives who got a card here: two children have one mother."""
    row = line.row
    if row.name is None or line.group_id is None:
        return []
    made = []
    person = line.person_id
    if not person:
        person = add_person_within(people, uow, row.name, actor, birth_date=row.born)
        made.append(person)
    stay = Stay(line.since, enrolled=Paper(order_words(row.order_no, row.order_on)))
    add_study_within(people, uow, person, line.group_id, stay, actor)
    if row.guardian is not None:
        guardian = line.guardian_id or new.get(row.guardian)
        if not guardian:
            guardian = new[row.guardian] = add_person_within(people, uow, row.guardian, actor)
            made.append(guardian)
        if authority_of(uow.session, guardian, person, people.today()) is None:
            said = AuthoritySaid(Authority.PARENT, Paper(row.guardian_paper), line.since)
            add_guardian_within(people, uow, person, guardian, said, actor)
    return made


def template(kind: str) -> bytes:
    """The table to be filled in, `csv` or `xlsx`: headings alone; days are typed as text."""
    import xlsxwriter

    if kind == "csv":
        return (BOM + csv_line(TEMPLATE)).encode()
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(translate("Contingent"))
        head, words = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "@"})
        for column, name in enumerate(TEMPLATE):
            sheet.set_column(column, column, max(len(name) + 2, 16), words)
            sheet.write_string(0, column, name, head)
        sheet.freeze_panes(1, 0)
    return stream.getvalue()


def report_csv(lines: Sequence[ContingentLine], words: Callable[[ContingentLine], str]) -> bytes:
    """The lines with what comes of each, for a spreadsheet program; no cell is run as a formula."""
    heads = (translate("Line"), translate("As it came"), translate("What comes of it"))
    cells = [(str(line.row.number), line.row.text, words(line)) for line in lines]
    return (BOM + "".join(map(csv_line, [heads, *cells]))).encode()


@dataclass(frozen=True, slots=True)
class Counts:
    """How many lines are right, are there already, are doubtful and wrong."""

    right: int
    entered: int
    doubtful: int
    wrong: int


def counts_of(lines: Sequence[ContingentLine]) -> Counts:
    """Of a preview or of what was entered."""
    outcomes = [line.outcome.value for line in lines]
    right = sum(line.outcome in RIGHT for line in lines)
    entered, doubtful = outcomes.count("entered"), outcomes.count("doubtful")
    return Counts(right, entered, doubtful, len(lines) - right - entered - doubtful)
