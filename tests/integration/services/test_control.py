"""Control of completeness and terms: numbers reckoned by hand, nobody sees another's lines, the cost does not grow."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import delete, select, update

from archive_app.auth.errors import NotAllowed
from archive_app.db.models import (
    AchievementKind,
    AchievementLevel,
    AchievementPaper,
    Act,
    Assessment,
    AuditEvent,
    Document,
    DocumentState,
    PortfolioEntry,
    PortfolioState,
    Reach,
)
from archive_app.errors import NotFound
from archive_app.services.control.assessing import AssessmentSaid
from archive_app.services.control.errors import (
    AssessmentChanged,
    AssessmentDone,
    AssessmentIncomplete,
    AssessmentKnown,
    HeldDayWrong,
    PlanTableEmpty,
    SheetTaken,
    SheetUnfit,
)
from archive_app.services.control.ground import Slice
from archive_app.services.desk import what_waits
from tests.fixtures.archives import account, file_one, note
from tests.fixtures.control import ORAL, WRITTEN, YEAR, College, college
from tests.fixtures.statements import statements_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from archive_app.auth.actor import Actor
    from archive_app.bootstrap import Archive

WHOLE = Slice(YEAR)


@pytest.fixture(scope="module")
def made(archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> College:
    return college(archive, tmp_path_factory.mktemp("college"))


def test_the_numbers_of_the_year_are_those_reckoned_by_hand(made: College) -> None:
    told = made.archive.control.analysis.of(WHOLE, made.keeper)
    assert told.whole.files == {"none": 3, "lacking": 1, "complete": 1}
    assert told.whole.journals == {"none": 2, "lacking": 0, "complete": 1}
    assert told.whole.sheets.of == {"in_time": 2, "late": 2, "overdue": 1, "waiting": 0, "planned": 1}
    assert (told.whole.sheets.expected, told.whole.sheets.filed, told.whole.sheets.late) == (6, 4, 3)
    assert {(unit.name, unit.students, unit.sheets.expected, unit.sheets.late) for unit in told.units} == {
        ("Отделение А", 4, 5, 2),
        ("Отделение Б", 1, 1, 1),
    }
    assert {each.name: (each.sheets.expected, each.sheets.late) for each in told.teachers} == {
        "учитель": (3, 2),
        "соседка": (1, 0),
        "преподаватель не назван": (2, 1),
    }
    assert {semester: counts.expected for semester, counts in told.semesters.items()} == {1: 2, 2: 4}
    assert told.late_by_year == {2025: 3}
    assert told.asked_kinds == 2
    of_unit = made.archive.control.analysis.of(Slice(YEAR, unit_id=made.units["Отделение Б"]), made.keeper)
    assert (of_unit.whole.students, of_unit.whole.sheets.expected) == (1, 1)
    of_teacher = made.archive.control.analysis.of(Slice(YEAR, teacher_id=_number(made, "учитель")), made.keeper)
    assert of_teacher.whole.sheets.expected == 3


def test_a_portfolio_is_begun_by_an_accepted_entry(made: College) -> None:
    student = made.persons["Дымова Дарья Денисовна"]
    said: dict[PortfolioState, dict[str, Any]] = {
        PortfolioState.DRAFT: {},
        PortfolioState.SENT: {"sent_at": made.archive.clock()},
        PortfolioState.ACCEPTED: {"sent_at": made.archive.clock(), "judged_at": made.archive.clock(), "judged_by": "к"},
    }

    def without() -> set[int]:
        students = made.archive.control.files.students(WHOLE, made.keeper, without_portfolio=True)
        return {line.person_id for line in students}

    before = made.archive.control.analysis.of(WHOLE, made.keeper).whole.portfolios
    for state, facts in said.items():
        assert student in without()
        entry = PortfolioEntry(
            person_id=student,
            kind=next(iter(AchievementKind)),
            paper=next(iter(AchievementPaper)),
            level=next(iter(AchievementLevel)),
            title="Олимпиада",
            happened_on=date(2026, 2, 1),
            place="",
            result="",
            description="",
            state=state,
            created_at=made.archive.clock(),
            created_by="дымова",
            **facts,
        )
        with made.archive.sessions.begin() as session:
            session.add(entry)
    assert student not in without()
    assert made.archive.control.analysis.of(WHOLE, made.keeper).whole.portfolios == before + 1
    with made.archive.sessions.begin() as session:  # the other tests reckon without
        session.execute(delete(PortfolioEntry))


def test_the_electronic_forms_count_too(made: College, tmp_path: Path) -> None:
    """The regulations name a digital portfolio beside the portfolio, and an e-journal beside the journal."""
    archive, (name, person) = made.archive, next(iter(made.persons.items()))
    before = archive.control.analysis.of(WHOLE, made.keeper).whole
    digital = note(tmp_path, "цифровое портфолио", "портфолио.txt")
    export = note(tmp_path, "выгрузка журнала", "журнал.txt")
    numbers = [
        file_one(archive, digital, name, kind="digital_portfolio", title="Цифровое портфолио", item="03-01"),
        file_one(archive, export, kind="e_journal", title="Журнал ФМ-1", item="02-03", group="ФМ-1"),
    ]
    told = archive.control.analysis.of(WHOLE, made.keeper).whole
    assert told.portfolios == before.portfolios + 1
    assert told.journals == {"none": 1, "lacking": 0, "complete": 2}
    assert person not in {
        line.person_id for line in archive.control.files.students(WHOLE, made.keeper, without_portfolio=True)
    }
    with archive.sessions.begin() as session:  # the other tests reckon without
        session.execute(update(Document).where(Document.id.in_(numbers)).values(state=DocumentState.REPLACED))


def test_each_number_leads_to_its_lines(made: College) -> None:
    control = made.archive.control
    told = control.analysis.of(WHOLE, made.keeper)
    for state, number in told.whole.sheets.of.items():
        assert len(control.sheets.listed(WHOLE, made.keeper, states=[state])) == number
    for state, number in told.whole.files.items():
        assert len(control.files.students(WHOLE, made.keeper, state=state)) == number
    for state, number in told.whole.journals.items():
        assert len(control.files.journals(WHOLE, made.keeper, state=state)) == number
    assert len(control.files.students(WHOLE, made.keeper, without_portfolio=True)) == 5 - told.whole.portfolios
    (late, *_) = control.sheets.listed(WHOLE, made.keeper, states=["late"])
    assert (late.subject, late.due_on, late.entered_on, late.days_late) == (
        "Фармакология",
        date(2026, 1, 20),
        date(2026, 1, 21),
        1,
    )
    assert late.document_id == made.sheets["СД-1", "Фармакология"]
    assert "3 рабочих дня со дня проведения 15.01.2026: 20.01.2026 (вторник)" in late.words
    assert "п. 4.4, абзац третий" in late.words
    (lacking,) = control.files.students(WHOLE, made.keeper, state="lacking")
    assert (lacking.person_id, lacking.lacking) == (
        made.persons["Белов Борис Борисович"],
        ("Согласие на обработку персональных данных",),
    )
    assert lacking.case_file_id is not None
    (journal,) = control.files.journals(WHOLE, made.keeper, state="complete")
    assert (journal.group, journal.case_file_id is not None) == ("СД-1", True)


def test_parts_of_lists_neither_repeat_nor_lose(made: College) -> None:
    control = made.archive.control
    lines = [line.assessment_id for line in control.sheets.listed(WHOLE, made.keeper)]
    assert (
        _by_two(lambda after: control.sheets.listed(WHOLE, made.keeper, after=after, limit=2), "assessment_id") == lines
    )
    people = [line.person_id for line in control.files.students(WHOLE, made.keeper)]
    assert (
        _by_two(lambda after: control.files.students(WHOLE, made.keeper, after=after, limit=2), "person_id") == people
    )
    assert len(people) == 5


def _by_two(read: Callable[[int | None], Sequence[object]], key: str) -> list[int]:
    found: list[int] = []
    while part := read(found[-1] if found else None):
        found += [getattr(line, key) for line in part]
    return found


def test_whoever_watches_a_unit_has_that_unit_and_a_teacher_the_own_lines(made: College) -> None:
    archive, control = made.archive, made.archive.control
    deputy = _deputy_of(made, "Отделение Б")
    told = control.analysis.of(WHOLE, deputy)
    assert (told.whole.students, told.whole.sheets.expected) == (1, 1)
    assert [line.group for line in control.sheets.listed(WHOLE, deputy)] == ["ФМ-1"]
    assert [line.name for line in control.files.students(WHOLE, deputy)] == ["Дымова Дарья Денисовна"]
    assert [line.group for line in control.files.journals(WHOLE, deputy)] == ["ФМ-1"]
    assert [name for _, name in control.analysis.choices(YEAR, deputy).groups] == ["ФМ-1"]
    other = Slice(YEAR, group_id=made.groups["СД-1"])
    assert control.sheets.listed(other, deputy) == ()
    assert control.files.students(other, deputy) == ()
    with pytest.raises(NotFound):
        control.assessing.add(AssessmentSaid(YEAR, 1, made.groups["СД-1"], "Физика", ORAL), deputy)
    line = made.lines["СД-1", "Латинский язык"]
    with pytest.raises(NotFound):
        control.assessing.remove(line, 1, deputy)
    teacher = archive.actor("учитель")
    assert {each.subject for each in control.sheets.listed(WHOLE, teacher)} == {
        "Анатомия", "Фармакология", "Латинский язык"
    }  # fmt: skip
    assert not any(each.led for each in control.sheets.listed(WHOLE, teacher))
    for refused in (
        lambda: control.analysis.of(WHOLE, teacher),
        lambda: control.files.students(WHOLE, teacher),
        lambda: control.files.journals(WHOLE, teacher),
        lambda: control.matching.match(teacher),
        lambda: control.table.preview("Группа;Предмет;Семестр\nСД-1;Физика;1", YEAR, teacher),
        lambda: control.assessing.remove(line, 1, teacher),
        lambda: archive.forms.written("yearly-analysis", YEAR, teacher),
        lambda: control.sheets.listed(WHOLE, account(archive, "ревизор", "auditor")),
    ):
        with pytest.raises(NotAllowed):
            refused()
    with pytest.raises(NotFound):
        control.assessing.attach(made.lines["СД-2", "Психология"], 1, made.sheets["СД-1", "Анатомия"], teacher)


def test_the_desk_tells_what_is_overdue_to_whom_it_concerns(made: College) -> None:
    archive = made.archive
    waiting = {
        login: {one.code: one.count for one in what_waits(archive.sessions, archive.actor(login))}
        for login in (made.keeper.login, "учитель", "соседка")
    }
    assert waiting[made.keeper.login]["overdue_sheets"] == 1
    assert waiting["учитель"]["overdue_sheets"] == 1
    assert "overdue_sheets" not in waiting["соседка"]


def test_the_cost_does_not_grow_with_what_is_counted(made: College) -> None:
    control = made.archive.control
    assert _statements(made, lambda: control.analysis.of(WHOLE, made.keeper)) == 8
    assert _statements(made, lambda: control.analysis.choices(YEAR, made.keeper)) == 3
    assert _statements(made, lambda: control.sheets.listed(WHOLE, made.keeper)) == 3
    assert _statements(made, lambda: control.files.students(WHOLE, made.keeper)) == 3
    assert _statements(made, lambda: control.files.journals(WHOLE, made.keeper)) == 2


def test_the_analysis_on_paper_has_the_numbers_of_the_page(made: College) -> None:
    archive = made.archive
    assert archive.forms.written("yearly-analysis", YEAR, made.keeper).content.startswith(b"%PDF")
    book = load_workbook(io.BytesIO(archive.forms.written("yearly-analysis", YEAR, made.keeper, "xlsx").content))
    rows = [[cell.value for cell in row if cell.value is not None] for row in book.worksheets[0].iter_rows()]
    assert ["Личных дел укомплектовано", "1 из 5"] in rows
    assert ["Ведомостей не в срок", "3 из 6"] in rows
    assert ["СД-1", 3, 2, 1, 1, 0, 3, 2, 1, 1] in rows
    assert ["Всего", 5, 2, 1, 1, 0, 6, 4, 2, 1] in rows
    teachers = [[cell.value for cell in row if cell.value is not None] for row in book.worksheets[1].iter_rows()]
    assert ["учитель", 3, 1, 1, 1, 0, 0] in teachers


def test_what_is_refused(fresh_archive: Archive, tmp_path: Path) -> None:
    made = college(fresh_archive, tmp_path)
    control, keeper = fresh_archive.control, made.keeper
    said = AssessmentSaid(YEAR, 1, made.groups["СД-1"], "Анатомия", WRITTEN)
    with pytest.raises(AssessmentKnown):
        control.assessing.add(said, keeper)
    for wrong, error in (
        (AssessmentSaid(YEAR, 3, made.groups["СД-1"], "Физика", ORAL), AssessmentIncomplete),
        (AssessmentSaid(YEAR, 1, made.groups["СД-1"], "  ", ORAL), AssessmentIncomplete),
        (AssessmentSaid(YEAR, 1, made.groups["СД-1"], "Физика", ORAL, date(2026, 9, 1)), HeldDayWrong),
        (AssessmentSaid(YEAR, 1, 9999, "Физика", ORAL), NotFound),
        (AssessmentSaid(9, 1, made.groups["СД-1"], "Физика", ORAL), NotFound),
    ):
        with pytest.raises(error):
            control.assessing.add(wrong, keeper)
    line = made.lines["СД-1", "Латинский язык"]
    version = _version(made, line)
    with pytest.raises(AssessmentChanged):
        control.assessing.change(line, version + 1, keeper, held_on=None, form=ORAL)
    with pytest.raises(SheetTaken):
        control.assessing.attach(line, version, made.sheets["СД-1", "Анатомия"], keeper)
    other = file_one(fresh_archive, note(tmp_path, "приказ", "приказ.txt"), kind="order", title="Приказ")
    with pytest.raises(SheetUnfit):
        control.assessing.attach(line, version, other, keeper)
    done = made.lines["СД-1", "Анатомия"]
    with pytest.raises(AssessmentDone):
        control.assessing.remove(done, _version(made, done), keeper)
    control.assessing.detach(done, _version(made, done), keeper)
    control.assessing.remove(done, _version(made, done), keeper)
    with pytest.raises(NotFound):
        control.assessing.remove(done, 3, keeper)
    actions = _actions(made)
    assert {
        "assessment:line:add",
        "assessment:sheet:attach",
        "assessment:sheet:detach",
        "assessment:line:remove",
    } <= actions


def test_a_sheet_gives_its_day_and_two_sheets_of_a_day_are_told_apart(fresh_archive: Archive, tmp_path: Path) -> None:
    made = college(fresh_archive, tmp_path)
    control, keeper, planned = fresh_archive.control, made.keeper, made.lines["СД-2", "Психология"]
    sheet = made.sheet("СД-2", date(2026, 6, 16), date(2026, 6, 18), "Ведомость")
    assert [number for number, _ in control.sheets.fitting(planned, keeper)] == [sheet]
    control.assessing.attach(planned, _version(made, planned), sheet, keeper)
    (line,) = [one for one in control.sheets.listed(WHOLE, keeper) if one.assessment_id == planned]
    assert (line.held_on, line.due_on, line.state) == (date(2026, 6, 16), date(2026, 6, 19), "in_time")
    day = date(2026, 6, 22)
    for subject in ("Физика", "Химия"):
        control.assessing.add(AssessmentSaid(YEAR, 2, made.groups["СД-2"], subject, ORAL, day), keeper)
    made.sheet("СД-2", day, day, "Ведомость: ХИМИЯ")
    made.sheet("СД-2", day, day, "Ведомость без предмета")
    assert control.matching.match(keeper) == 1
    states = {one.subject: one.state for one in control.sheets.listed(WHOLE, keeper) if one.held_on == day}
    assert states == {"Физика": "overdue", "Химия": "in_time"}


def test_a_plan_from_a_table(fresh_archive: Archive, tmp_path: Path) -> None:
    made = college(fresh_archive, tmp_path)
    table = (
        "План;;;;;\n"
        "Группа;Предмет;Семестр;Форма;Дата;Логин\n"
        "СД-2;Физика;1;устно;14.01.2026;учитель\n"
        "СД-1;Анатомия;1;письменно;;\n"
        "ЯЯ-9;Физика;1;;;\n"
        "СД-2;Химия;3;;;\n"
        "СД-2;Химия;2;тайно;;\n"
        "СД-2;Химия;2;;01.09.2026;\n"
        "СД-2;Химия;2;;;никто\n"
        "СД-2;;2;;;\n"
        "СД-2;Физика;1;;;\n"
    )
    outcomes = ["right", "known", "unknown_group", "bad_semester", "bad_form", "bad_day", "unknown_teacher",
                "bad_subject", "known"]  # fmt: skip
    control = fresh_archive.control
    before = len(control.sheets.listed(WHOLE, made.keeper))
    assert [line.outcome for line in control.table.preview(table, YEAR, made.keeper)] == outcomes
    assert len(control.sheets.listed(WHOLE, made.keeper)) == before, "a look writes nothing"
    assert [line.outcome for line in control.table.enter(table, YEAR, made.keeper)] == outcomes
    assert len(control.sheets.listed(WHOLE, made.keeper)) == before + 1
    assert control.table.enter(table, YEAR, made.keeper)[0].outcome == "known"
    with pytest.raises(PlanTableEmpty):
        control.table.preview("просто слова", YEAR, made.keeper)


def _deputy_of(made: College, unit: str) -> Actor:
    """A role that sees every kind of records of its unit and watches over it."""
    archive = made.archive
    account(archive, "заведующая", "deputy", unit_id=made.units[unit])
    director = account(archive, "администратор", "sysadmin")
    of_role = next(role for role in archive.rights.roles.listed() if role.code == "deputy")
    for right in of_role.rights:
        if right.act == Act.SEE:
            archive.rights.roles.forbid(right.right_id, director)
    archive.rights.roles.allow("deputy", Act.SEE, director, reach=Reach.UNIT, max_confidentiality=1)
    return archive.actor("заведующая")


def _statements(made: College, look: Callable[[], object]) -> int:
    look()
    with statements_of(made.archive.database) as statements:
        look()
    return len([one for one in statements if one.lstrip().upper().startswith(("SELECT", "WITH"))])


def _number(made: College, login: str) -> int:
    return made.archive.actor(login).user_id


def _version(made: College, line: int) -> int:
    with made.archive.sessions() as session:
        return session.scalars(select(Assessment.version).where(Assessment.id == line)).one()


def _actions(made: College) -> set[str]:
    with made.archive.sessions() as session:
        return set(session.scalars(select(AuditEvent.action)))
