"""Migration 0042 brings the kinds of the regulations to an old archive, and takes back what nobody uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine, text

from archive_app.db.engine import make_engine
from archive_app.db.migrate import downgrade, upgrade
from archive_app.regulation_kinds import REGULATION_KINDS, headings

if TYPE_CHECKING:
    from collections.abc import Iterator

NEW = {kind.code for kind in REGULATION_KINDS if kind.like}
BEFORE, AFTER = "0041", "0042"


@pytest.fixture
def old(empty_database_url: str) -> Iterator[Engine]:
    """An archive of the release before: a kind of its own, a field of its own, a renumbered plan of a college."""
    engine = make_engine(empty_database_url)
    upgrade(engine, BEFORE)
    with engine.begin() as connection:
        connection.execute(
            text("INSERT INTO document_kind (code, title, position) VALUES ('zachyotka', 'ЗАЧЁТНАЯ КНИЖКА', 20)")
        )
        connection.execute(text("UPDATE document_kind SET title = 'Ведомость', version = 2 WHERE code = 'exam_sheet'"))
        connection.execute(
            text(
                "INSERT INTO document_kind_field (kind_code, code, title, type, required, position, choices) "
                "VALUES ('exam_sheet', 'own', 'Своё поле', 'text', true, 0, '[]')"
            )
        )
        connection.execute(text("DELETE FROM role_right WHERE role_code = 'teacher' AND kind_code = 'class_journal'"))
        connection.execute(text("INSERT INTO fonds (number, name) VALUES ('1', 'Колледж')"))
        connection.execute(
            text(
                "INSERT INTO file_plan (fonds_id, year, version, status, created_at) "
                "VALUES ((SELECT id FROM fonds), 2025, 1, 'draft', '2025-01-01 00:00:00')"
            )
        )
        for position, title in enumerate(headings("college").values()):
            connection.execute(
                text(
                    'INSERT INTO file_plan_item (plan_id, "index", title, retention_text, term, permanent, epk, '
                    "\"trigger\", carrier, position) VALUES ((SELECT id FROM file_plan), :index, :title, '5 лет', "
                    "'{}', false, false, 'file_close', 'both', :position)"
                ),
                {"index": f"7-{position:03}", "title": title, "position": position},
            )
        connection.execute(text("UPDATE file_plan SET status = 'in_force'"))
    yield engine
    engine.dispose()


def kinds(engine: Engine) -> dict[str, tuple[str, ...]]:
    with engine.connect() as connection:
        return {row[0]: tuple(row[1:]) for row in connection.execute(text("SELECT code, title FROM document_kind"))}


def one(engine: Engine, query: str, **values: object) -> object:
    with engine.connect() as connection:
        return connection.scalar(text(query), values)


def test_what_was_put_together_by_hand_stays(old: Engine) -> None:
    upgrade(old, AFTER)
    known = kinds(old)
    assert NEW - {"record_book"} <= known.keys()
    assert "record_book" not in known, "the archive has a kind of the same title"
    assert known["zachyotka"] == ("ЗАЧЁТНАЯ КНИЖКА",)
    assert known["exam_sheet"] == ("Ведомость",)
    assert one(old, "SELECT count(*) FROM document_kind_field WHERE kind_code = 'exam_sheet'") == 1
    assert one(old, "SELECT count(*) FROM document_kind_field WHERE kind_code = 'zachyotka'") == 3
    told = "SELECT filler FROM document_kind WHERE code = :code"
    assert all(one(old, told, code=code) for code in ("exam_sheet", "zachyotka", "thesis"))
    last = "SELECT code FROM document_kind ORDER BY position DESC LIMIT 1"
    assert one(old, last) == "other"


def test_a_place_is_the_item_of_the_same_heading(old: Engine) -> None:
    upgrade(old, AFTER)
    place = 'SELECT i.title FROM document_kind k JOIN file_plan_item i ON i."index" = k.item_index WHERE k.code = :code'
    assert one(old, place, code="thesis") == "Дипломные работы (проекты)"
    assert one(old, place, code="class_journal") == "Журналы учёта успеваемости"
    assert one(old, "SELECT item_index FROM document_kind WHERE code = 'club_journal'") is None


def test_a_new_kind_begins_with_the_rights_of_the_one_before_it(old: Engine) -> None:
    upgrade(old, AFTER)
    rights = "SELECT count(*) FROM role_right WHERE role_code = :role AND kind_code = :kind"
    assert one(old, rights, role="teacher", kind="coursework") == 0, "what was taken from the role does not come back"
    assert one(old, rights, role="teacher", kind="thesis") == 2
    assert one(old, rights, role="commission_secretary", kind="gek_protocol") == 5


def test_down_keeps_what_is_in_use_and_up_again_finds_it(old: Engine) -> None:
    before = kinds(old)
    upgrade(old, AFTER)
    downgrade(old, BEFORE)
    assert kinds(old) == before
    fields = "SELECT count(*) FROM document_kind_field"
    assert one(old, fields) == 1
    upgrade(old, AFTER)
    with old.begin() as connection:
        connection.execute(text("INSERT INTO required_kind (item_index, kind_code) VALUES ('7-001', 'thesis')"))
        connection.execute(text("UPDATE document_kind SET title = 'Плакат', version = 2 WHERE code = 'class_album'"))
        connection.execute(
            text(
                "UPDATE document_kind_field SET title = 'Тема проекта', version = 2 WHERE kind_code = 'coursework' AND code = 'topic'"
            )
        )
    downgrade(old, BEFORE)
    assert kinds(old).keys() - before.keys() == {"thesis", "class_album", "coursework"}
    upgrade(old, AFTER)
    assert kinds(old)["class_album"] == ("Плакат",)
    assert one(old, "SELECT title FROM document_kind_field WHERE kind_code = 'coursework'") == "Тема проекта"
