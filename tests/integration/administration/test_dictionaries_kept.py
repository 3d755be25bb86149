"""Kinds with their fields, units, groups, levels: added, changed by the version that was read, retired."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from archive_app.auth.errors import NotAllowed
from archive_app.db.models import FieldType, Fonds
from archive_app.services.administration.kind_form import ChoicesMissing, FieldSaid
from archive_app.services.administration.kinds import Kinds, KindTold
from archive_app.services.administration.levels import Levels
from archive_app.services.case_files import UnknownItem
from archive_app.services.document_rows import kind_is_known
from archive_app.services.fileplans import put_in_force
from archive_app.services.first_run.starting_plans import FOLDER
from archive_app.services.kind_fields import fields_of
from archive_app.services.kind_places import kind_help
from archive_app.services.rights.dictionary import Dictionary, GroupSaid
from archive_app.services.rights.entries import EntryChanged, TitleMissing
from archive_app.services.rights.errors import BadPeriod, NameTaken, UnknownName
from archive_app.services.rights.names import unit_named
from retention.fileplan import read_plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from archive_app.auth.actor import Actor
    from archive_app.services.accounts.ground import Ground

AUTUMN, SUMMER = datetime.date(2026, 9, 1), datetime.date(2027, 6, 30)


def test_a_kind_with_fields(ground: Ground, person: Callable[..., Actor]) -> None:
    clerk, kinds = person("clerk", "clerk"), Kinds(ground.sessions, ground.clock)
    code = kinds.add("  Ведомость  ГЭК ", clerk)
    assert code == "vedomost_gek"
    with pytest.raises(NameTaken):
        kinds.add("ведомость гэк", clerk)
    with pytest.raises(TitleMissing):
        kinds.add("\t ", clerk)
    first = kinds.form.add(code, FieldType.TEXT, FieldSaid("Специальность", required=True), clerk)
    kinds.form.add(code, FieldType.CHOICE, FieldSaid("Форма", choices=["очная", " очная ", "заочная"]), clerk)
    with pytest.raises(ChoicesMissing):
        kinds.form.add(code, FieldType.CHOICE, FieldSaid("Одна", choices=["да", "да", ""]), clerk)
    second = kinds.form.fields(code)[1]
    assert second.choices == ("очная", "заочная")
    kinds.form.move_up(second.field_id, second.version, clerk)
    assert [field.title for field in kinds.form.fields(code)] == ["Форма", "Специальность"]
    with pytest.raises(EntryChanged):
        kinds.form.change(second.field_id, second.version, FieldSaid("Иное", choices=["а", "б"]), clerk)
    moved = next(field for field in kinds.form.fields(code) if field.field_id == first)
    kinds.form.retire(first, moved.version, clerk, retired=True)
    assert kinds.one(code).fields == 1
    with ground.reading() as session:
        assert [field.title for field in fields_of(session, code)] == ["Форма"]


def test_a_retired_kind_stays_and_comes_back(ground: Ground, person: Callable[..., Actor]) -> None:
    clerk, kinds = person("clerk", "clerk"), Kinds(ground.sessions, ground.clock)
    kind = kinds.one("order")
    kinds.retire("order", kind.version, clerk, retired=True)
    with ground.reading() as session:
        assert not kind_is_known(session, "order")
    assert kinds.listed()[-1].code == "order"
    with pytest.raises(EntryChanged):
        kinds.change("order", kind.version, "Распоряжение", clerk, personal=False)
    kinds.retire("order", kinds.one("order").version, clerk, retired=False)
    assert not kinds.one("order").retired


def test_a_kind_is_told_with_a_place_of_the_plan(ground: Ground, person: Callable[..., Actor]) -> None:
    clerk, kinds = person("clerk", "clerk"), Kinds(ground.sessions, ground.clock)
    before = kinds.one("record_book")
    assert all((before.filler, before.due, before.source))
    assert before.item == "", "nobody has a plan yet"
    with ground.writing(clerk.login) as (session, trail):
        session.add(Fonds(number="1", name="Колледж"))
        session.flush()
        items = read_plan((FOLDER / "college.csv").read_bytes()).items
        put_in_force(session, trail, 2025, items, ground.clock())
    assert kinds.one("record_book").item == "02-07"
    assert kinds.one("club_journal").item == "", "a college has no such heading"
    kinds.describe("record_book", before.version, KindTold(" Секретарь\n учебной части ", item=""), clerk)
    known = kinds.one("record_book")
    assert (known.filler, known.due, known.item) == ("Секретарь учебной части", "", "")
    with pytest.raises(UnknownItem):
        kinds.describe("record_book", known.version, KindTold(item="99-99"), clerk)
    with pytest.raises(EntryChanged):
        kinds.describe("record_book", before.version, KindTold(), clerk)
    with ground.writing(clerk.login) as (session, trail):
        put_in_force(session, trail, 2026, items, ground.clock())
    assert kinds.one("record_book").item == "", "a later plan changes no place"
    with ground.reading() as session:
        told = kind_help(session, "thesis", 2026)
        assert told is not None
        assert told.item == "03-05 Дипломные работы (проекты)"
        assert kind_help(session, "thesis", 2019) == replace(told, item="")
        assert kind_help(session, "unknown", 2026) is None


def test_units_groups_and_levels(ground: Ground, person: Callable[..., Actor]) -> None:
    keeper = person("keeper", "sysadmin")
    with ground.sessions.begin() as session:
        session.add(Fonds(number="1", name="Школа"))
    book = Dictionary(ground.sessions, ground.clock)
    number = book.add_unit("Учебная часть", keeper)
    with pytest.raises(TitleMissing):
        book.add_unit("  ", keeper)
    (unit,) = book.units()
    book.rename_unit(number, unit.version, "Учебный отдел", keeper)
    with pytest.raises(EntryChanged):
        book.rename_unit(number, unit.version, "Отдел", keeper)
    group = book.add_group("1-А", keeper, started_on=AUTUMN, unit="Учебный отдел")
    book.add_group("1-Б", keeper, started_on=AUTUMN)
    book.retire_unit(number, book.units()[0].version, keeper, retired=True)
    assert book.units() == ()
    assert [unit.retired for unit in book.units(retired=True)] == [True]
    with ground.reading() as session, pytest.raises(UnknownName):
        unit_named(session, "Учебный отдел")
    version = next(line.version for line in book.groups() if line.group_id == group)
    with pytest.raises(BadPeriod):
        book.change_group(group, version, GroupSaid("1-А", SUMMER, AUTUMN), keeper)
    with pytest.raises(NameTaken):
        book.change_group(group, version, GroupSaid("1-Б", AUTUMN), keeper)
    book.change_group(group, version, GroupSaid("1-А", AUTUMN, SUMMER), keeper)
    assert {line.name: line.ended_on for line in book.groups_with_curators(AUTUMN)} == {"1-А": SUMMER, "1-Б": None}
    levels = Levels(ground.sessions, ground.clock)
    levels.name(5, "Для комиссии", keeper)
    levels.name(1, "", keeper)
    assert [level.words for level in levels.listed()][4:6] == ["4", "5 — Для комиссии"]
    assert levels.listed()[1].title is None


def test_whoever_keeps_neither_plans_nor_accounts_changes_nothing(ground: Ground, person: Callable[..., Actor]) -> None:
    teacher, auditor = person("teacher", "teacher"), person("auditor", "auditor")
    kinds, levels = Kinds(ground.sessions, ground.clock), Levels(ground.sessions, ground.clock)
    for actor in (teacher, auditor):
        with pytest.raises(NotAllowed):
            kinds.add("Новый", actor)
        with pytest.raises(NotAllowed):
            kinds.describe("order", 1, KindTold(), actor)
        with pytest.raises(NotAllowed):
            kinds.form.add("order", FieldType.TEXT, FieldSaid("Поле"), actor)
        with pytest.raises(NotAllowed):
            levels.name(1, "Имя", actor)
