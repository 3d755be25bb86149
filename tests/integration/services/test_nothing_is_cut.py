"""What a person typed is kept whole or refused: nothing of it is cut in silence, and a refusal writes nothing."""

from __future__ import annotations

import datetime
import io
import re
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook
from PIL import Image

from archive_app.auth.acts import Act
from archive_app.db.base import Base
from archive_app.db.engine import reading
from archive_app.db.models import (
    AchievementKind,
    AchievementLevel,
    AchievementPaper,
    AssessmentForm,
    FieldType,
    IntakeSource,
    LocalActKind,
    RegisterBook,
    RequestKind,
)
from archive_app.errors import describe
from archive_app.messages import sentence_for
from archive_app.services.accession.places import Place as StoragePlace
from archive_app.services.accounts.api_tokens import create_token
from archive_app.services.accounts.directory import add_account
from archive_app.services.administration.account_keeping import Naming
from archive_app.services.administration.kind_form import MOST_CHOICES, FieldSaid
from archive_app.services.administration.kinds import KindTold
from archive_app.services.arranging.parts import Part
from archive_app.services.backup.responsible import Responsible
from archive_app.services.contingents.importing import enter_contingent
from archive_app.services.control.assessing import AssessmentSaid
from archive_app.services.control.table import LineOutcome
from archive_app.services.disclosure.journal import Release
from archive_app.services.intake import Origin
from archive_app.services.lending.giving import Wanted
from archive_app.services.life.event_lists import OrderSaid
from archive_app.services.local_acts.said import ActSaid, Agreement
from archive_app.services.marks.rows import read_marks
from archive_app.services.outside.applying import Told
from archive_app.services.outside.deciding import Protocol
from archive_app.services.plan_tables import read_table
from archive_app.services.portfolio.filling import Achievement
from archive_app.services.registers.blanks import Lot
from archive_app.services.registers.entering import MadeOut
from archive_app.services.requests.receiving import Receiver
from archive_app.services.requests.registering import Asked
from archive_app.services.requests.sources import read_pages
from archive_app.services.typed import TooLong, TooMany
from indexer.errors import TooLarge
from indexer.pipeline.table_lines import table_lines
from retention.term import Trigger
from tests.fixtures.archives import actor_of, work

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from archive_app.auth.actor import Actor
    from archive_app.bootstrap import Archive

    Enter = Callable[[Archive, Actor, str], object]

LONG = "ж" * 12_000
"""Longer than any line that is kept."""
DAY = datetime.date(2026, 3, 2)
BOOK = RegisterBook.ATTESTAT


def _request(**said: str) -> Asked:
    return Asked(RequestKind.STUDY_CERTIFICATE, **{"applicant": "Орлова В. И."} | said, person_id=1)  # type: ignore[arg-type]


def _act(**said: object) -> ActSaid:
    named = {"title": "Положение", "approved_post": "Директор", "approved_name": "В. И. Орлова", "approved_on": DAY}
    return ActSaid(LocalActKind.REGULATION, **named | said)  # type: ignore[arg-type]


def _achievement(**said: str) -> Achievement:
    proved = (AchievementKind.SPORT, AchievementPaper.DIPLOMA, AchievementLevel.REGIONAL)
    return Achievement(*proved, **{"title": "Кубок"} | said, happened_on=DAY)  # type: ignore[arg-type]


def _release(extent: str) -> Release:
    return Release("Военкомат", "запрос № 1", extent)


def _responsible(archive: Archive, actor: Actor, **said: str) -> None:
    one = Responsible(**{"name": "Орлова В. И.", "post": "Архивариус", "ground": "приказ № 1"} | said)
    archive.backups.responsibles.replace(actor, [one], 0)


def _first_field(archive: Archive, title: str, choices: tuple[str, ...]) -> object:
    kinds = archive.administration.kinds.form
    return kinds.add("order", FieldType.CHOICE, FieldSaid(title, choices=choices), actor_of(archive))


ENTRIES: dict[str, tuple[str, Enter]] = {
    "kind": ("Название", lambda a, who, said: a.administration.kinds.add(said, who)),
    "kind renamed": (
        "Название",
        lambda a, who, said: a.administration.kinds.change("order", 1, said, who, personal=False),
    ),
    "kind told": (
        "Срок",
        lambda a, who, said: a.administration.kinds.describe("order", 1, KindTold("Секретарь", due=said), who),
    ),
    "place of a kind": (
        "Статья номенклатуры",
        lambda a, who, said: a.administration.kinds.describe("order", 1, KindTold(item=said), who),
    ),
    "extra field": ("Название", lambda a, _, said: _first_field(a, said, ("да", "нет"))),
    "choice": ("Варианты", lambda a, _, said: _first_field(a, "Исход", ("да", said))),
    "unit": ("Название", lambda a, who, said: a.rights.dictionary.add_unit(said, who)),
    "level": ("Название", lambda a, who, said: a.administration.levels.name(1, said, who)),
    "account": (
        "Фамилия, имя, отчество",
        lambda a, who, said: a.administration.accounts.add("орлова", Naming(said, None), who),
    ),
    "account by command": (
        "Фамилия, имя, отчество",
        lambda a, who, said: add_account(a.accounts, "орлова", said, by=who.login),
    ),
    "key": (
        "Название ключа",
        lambda a, who, said: create_token(a.accounts, who, said, [Act.SEE], datetime.timedelta(days=2)),
    ),
    "who answers for backups": ("Должность", lambda a, who, said: _responsible(a, who, post=said)),
    "local act": ("Заголовок", lambda a, who, said: a.local_acts.keeping.enter(_act(title=said), who)),
    "local act approved": ("Должность", lambda a, who, said: a.local_acts.keeping.enter(_act(approved_post=said), who)),
    "local act agreed": (
        "№ протокола",
        lambda a, who, said: a.local_acts.keeping.enter(_act(agreements=(Agreement("Совет", said, DAY),)), who),
    ),
    "local act published": (
        "Адрес страницы",
        lambda a, who, said: a.local_acts.keeping.publish(1, DAY, f"http://x.example/{said[:-17]}", who, version=1),
    ),
    "local act ended": ("Чем", lambda a, who, said: a.local_acts.keeping.end(1, DAY, said, who, version=1)),
    "blanks": ("Серия", lambda a, who, said: a.registers.blanks.receive(Lot(BOOK, said, "01", 1, "накладная"), who)),
    "made out": (
        "Что оформлено",
        lambda a, who, said: a.registers.entering.enter(MadeOut(BOOK, 1, said, "пр. 1"), who),
    ),
    "made out by": (
        "Основание",
        lambda a, who, said: a.registers.entering.enter(MadeOut(BOOK, 1, "Аттестат", said), who),
    ),
    "handed over": (
        "Предъявленный документ",
        lambda a, who, said: a.registers.entering.hand_over(1, Receiver("Орлова", said), who, version=1),
    ),
    "request": ("Цель", lambda a, who, said: a.requests.registering.register(_request(purpose=said), who)),
    "request corrected": (
        "Телефон или адрес",
        lambda a, who, said: a.requests.registering.change(1, _request(contact=said), who, version=1),
    ),
    "request refused": ("Почему", lambda a, who, said: a.requests.registering.refuse(1, said, who, version=1)),
    "answer written": ("Текст", lambda a, who, said: a.requests.answering.write(1, said, (), who, version=1)),
    "answer signed": ("Кто подписывает", lambda a, who, said: a.requests.answering.sign(1, said, who, version=1)),
    "wording": ("Текст", lambda a, who, said: a.requests.wording.draft(RequestKind.STUDY_CERTIFICATE, said, who)),
    "disclosure": ("Какие сведения", lambda a, who, said: a.requests.journal.note(_release(said), who)),
    "loan": (
        "Кому выдаётся",
        lambda a, who, said: a.lending.giving.give(Wanted(1), who, borrower=said, due_on=datetime.date(2099, 1, 1)),
    ),
    "place of a case file": (
        "Стеллаж",
        lambda a, who, said: a.archiving.accessions.placing.move(1, StoragePlace(rack=said), who),
    ),
    "achievement": ("Что достигнуто", lambda _, __, said: _achievement(title=said).cleaned(DAY)),
    "achievement held": ("Кто проводил, где", lambda _, __, said: _achievement(place=said).cleaned(DAY)),
    "achievement returned": (
        "Слово обучающемуся",
        lambda a, who, said: a.portfolios.judging.give_back(1, said, who, version=1),
    ),
    "outside result": ("Оценка", lambda _, __, said: Told("Физика", "Лицей", said, "справка").cleaned()),
    "outside result applied for": (
        "Кто обращается",
        lambda a, who, said: a.outside.applying.register(1, Told("Физика", "Лицей", "5", "справка"), said, who),
    ),
    "outside result taken back": (
        "Почему отзываете",
        lambda a, who, said: a.outside.withdrawing.withdraw(1, said, who, version=1),
    ),
    "protocol": ("Решение", lambda _, __, said: Protocol(True, "1", DAY, "Комиссия", said).cleaned()),
    "number of a protocol": ("Номер", lambda _, __, said: Protocol(True, said, DAY, "Комиссия", "Зачесть").cleaned()),
    "class list": ("Название списка", lambda a, who, said: a.class_lists.keep(said, "Орлова Вера Ивановна", who)),
}
"""What is entered -> the field as the refusal names it, and how."""


@pytest.mark.parametrize("what", ENTRIES)
def test_a_text_that_does_not_fit_is_refused_and_nothing_is_written(archive: Archive, what: str) -> None:
    field, enter = ENTRIES[what]
    before = _rows(archive)
    with pytest.raises(TooLong) as refused:
        enter(archive, actor_of(archive), f"{LONG[:100]}\t {LONG[100:]}")
    told = describe(refused.value)
    assert (told.http_status, told.exit_code) == (422, 2)
    assert re.fullmatch(rf"«{field}» — знаков 12001, а помещается \d+\. Сократите\.", told.message)
    assert _rows(archive) == before


def test_a_subject_of_the_plan_of_assessments_is_not_cut(archive: Archive) -> None:
    actor = actor_of(archive)
    group = archive.rights.dictionary.add_group("9-Я", actor, started_on=datetime.date(2025, 9, 1))
    before = _rows(archive)
    with pytest.raises(TooLong):
        archive.control.assessing.add(AssessmentSaid(2025, 1, group, "ф" * 201, AssessmentForm.ORAL), actor)
    table = f"Группа;Предмет;Семестр\n9-Я;{'ф' * 201};1"
    (line,) = archive.control.table.enter(table, 2025, actor)
    assert line.outcome is LineOutcome.LONG_SUBJECT
    assert _rows(archive) == before


def test_a_mark_under_a_subject_that_does_not_fit_is_told() -> None:
    wide, single = f"ФИО;{'ф' * 201};Физика\nОрлова Вера;5;4", f"ФИО;Предмет;Оценка\nОрлова Вера;{'ф' * 201};5"
    assert [row.long for table in (wide, single) for row in read_marks(table)] == [True, True]
    assert [row.long for row in read_marks(f"ФИО;{'ф' * 200}\nОрлова Вера;5")] == [False]


TABLES: dict[str, tuple[int, Enter]] = {
    "contingent": (
        2000,
        lambda a, who, said: enter_contingent(a.people, f"ФИО;Класс\n{said}", who),
    ),
    "plan of assessments": (
        2000,
        lambda a, who, said: a.control.table.enter(f"Группа;Предмет;Семестр\n{said}", 2025, who),
    ),
    "events": (
        2000,
        lambda a, who, said: a.life.event_lists.enter(said, OrderSaid(Trigger.AFTER_LEAVING, DAY, "пр. 1"), who),
    ),
    "class list": (500, lambda a, who, said: a.class_lists.keep("9-А", said, who)),
    "marks": (5000, lambda _, __, said: read_marks(f"ФИО;Физика\n{said}")),
}
"""What is read line by line -> the most lines, and how."""


@pytest.mark.parametrize("what", TABLES)
def test_lines_beyond_the_last_are_refused(archive: Archive, what: str) -> None:
    most, enter = TABLES[what]
    before = _rows(archive)
    with pytest.raises(TooMany) as refused:
        enter(archive, actor_of(archive), "Орлова Вера;9-А;1\n" * (most + 1))
    told = f"«Строки»: пришло {most + 1}, а за один раз принимается не больше {most}. Разделите на части или уберите лишнее."
    assert describe(refused.value).message == told
    assert _rows(archive) == before


def test_more_of_anything_than_is_taken_is_refused(archive: Archive) -> None:
    actor = actor_of(archive)
    agreed = tuple(Agreement(f"Совет {number}", "", DAY) for number in range(21))
    before = _rows(archive)
    with pytest.raises(TooMany):
        archive.local_acts.keeping.enter(_act(agreements=agreed), actor)
    with pytest.raises(TooMany):
        archive.disposal.proposing.propose(actor, case_files=range(1, 5002))
    with pytest.raises(TooMany) as pages:
        read_pages("1, 3-203")
    assert pages.value.params == {"field": "pages", "count": 202, "limit": 200}
    assert read_pages("7, 5-6, нет, 0, 5") == (5, 6, 7)
    assert _rows(archive) == before


def test_a_table_as_a_file_is_read_whole_or_not_at_all(tmp_path: Path) -> None:
    text = tmp_path / "список.csv"
    text.write_text("ФИО;Класс\n" + "Орлова Вера;9-А\n" * 50_000, encoding="utf-8")
    with pytest.raises(TooLarge):
        table_lines(text, text.name)
    for cell, field in (("A5001", "rows"), ("AO2", "columns")):
        book, stream = Workbook(), io.BytesIO()
        sheet = book.active
        assert sheet is not None
        sheet["A1"], sheet[cell], sheet["A6000"].number_format = "Индекс", "02-05", "@"
        book.save(stream)
        with pytest.raises(TooMany) as refused:
            read_table(stream.getvalue())
        assert refused.value.params["field"] == field


def test_a_heading_of_a_file_plan_is_kept_whole_or_refused() -> None:
    heads = "Индекс;Заголовок дела;Срок хранения\n"
    assert read_table(f"{heads}02-05;{'ж' * 2000};5 лет".encode()).items[0].title == "ж" * 2000
    (problem,) = read_table(f"{heads}02-05;{'ж' * 3000};5 лет".encode()).problems
    told = sentence_for(problem.code, problem.params, "")
    assert told == "«Заголовок дела» — знаков 3000, а помещается 2000. Сократите."


def test_choices_beyond_the_last_are_refused(archive: Archive) -> None:
    choices = tuple(f"вариант {number}" for number in range(MOST_CHOICES + 1))
    before = _rows(archive)
    with pytest.raises(TooMany) as refused:
        _first_field(archive, "Исход", choices)
    assert "«Варианты»: пришло 101" in describe(refused.value).message
    assert _rows(archive) == before
    assert _first_field(archive, "Исход", (*choices[1:], choices[1])), "what is said twice is one choice"


def test_a_stack_is_not_split_under_a_title_that_does_not_fit(archive: Archive, tmp_path: Path) -> None:
    sheets = [Image.new("L", (620, 877), 90 * number) for number in range(3)]
    stack = tmp_path / "стопка.tif"
    sheets[0].save(stack, save_all=True, append_images=sheets[1:])
    actor = actor_of(archive)
    number = archive.intake.receive_unfiled(stack, stack.name, actor, Origin(IntakeSource.BROWSER)).document_id
    work(archive)
    before = _rows(archive)
    with pytest.raises(TooLong, match="страницы 3"):
        archive.arranging.split(number, 0, [Part((1, 2), "Журнал"), Part((3,), LONG)], actor)
    assert _rows(archive) == before
    made = archive.arranging.split(number, 0, [Part((1, 2), "ж" * 1000), Part((3,), "")], actor).made
    with reading(archive.sessions) as session:
        table = Base.metadata.tables["document"]
        titles = {row.id: row.title for row in session.execute(table.select()) if row.id in made}
    assert [titles[one] for one in made] == ["ж" * 1000, "стопка"]


def _rows(archive: Archive) -> dict[str, int]:
    """How many rows each table has, the journal among them."""
    with reading(archive.sessions) as session:
        return {
            name: len(session.execute(table.select()).all())
            for name, table in Base.metadata.tables.items()
            if not name.startswith("job")
        }
