"""What issue, request, release, mark and portal say of a person goes to the kept card, and back when that is undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.db.engine import reading
from archive_app.db.models import RegisterBook, RequestKind, User
from archive_app.services.disclosure.journal import Release
from archive_app.services.marks.reading import TableSaid
from archive_app.services.people.cards import person_card
from archive_app.services.people.keeping import add_person
from archive_app.services.people.merging import Moved, merge_persons
from archive_app.services.people.moving_life import KIN
from archive_app.services.people.undoing import unmerge_persons
from archive_app.services.portal.opening import tie_account
from archive_app.services.registers.entering import MadeOut
from archive_app.services.requests.registering import Asked
from tests.fixtures.archives import actor_of, file_one, note

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.bootstrap import Archive


def test_requests_releases_books_marks_and_accounts_go_along_and_back(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, boss = fresh_archive, actor_of(fresh_archive)
    kept = add_person(archive.people, "Орлова Вера Ивановна", boss)
    merged = add_person(archive.people, "Орлова Вероника Ивановна", boss)
    archive.requests.registering.register(Asked(RequestKind.STUDY_CERTIFICATE, "Орлова", merged), boss)
    archive.requests.journal.note(Release("Суд", "запрос № 1", "личное дело", person_id=merged), boss)
    archive.registers.entering.enter(MadeOut(RegisterBook.ATTESTAT, merged, "Аттестат", "приказ № 9"), boss)
    table = file_one(archive, note(tmp_path, "ФИО;Алгебра\nОрлова Вероника Ивановна;5", "т.csv"))
    archive.marks.keep(table, TableSaid(2025, "год"), boss)
    with archive.sessions.begin() as session:
        session.add(User(login="вера", display_name="вера", active=True, created_at=archive.clock()))
    tie_account(archive.people, "вера", merged, boss)

    def named(person: int) -> dict[str, int]:
        with reading(archive.sessions) as session:
            rows = {
                name: len(session.scalars(select(model.id).where(getattr(model, column) == person)).all())
                for name, (model, column, _) in KIN.items()
            }
        return {name: count for name, count in rows.items() if count}

    before = dict.fromkeys(("requests", "disclosures", "register_entries", "marks", "portal_accounts"), 1)
    assert (named(kept), named(merged)) == ({}, before)
    merge = merge_persons(archive.people, kept, merged, boss)
    assert (named(kept), named(merged)) == (before, {})
    assert [line.value for line in person_card(archive.people, kept, boss).marks] == ["5"]
    unmerge_persons(archive.people, merge, boss)
    assert (named(kept), named(merged)) == ({}, before)


def test_what_moves_is_kept_by_its_name() -> None:
    assert set(KIN) <= set(Moved.__dataclass_fields__)
