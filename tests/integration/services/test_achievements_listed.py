"""The list of achievements: what has no file lies in the case file, too, by one action; once for what it tells."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from http import HTTPStatus
from typing import TYPE_CHECKING

import pikepdf
import pytest
from PIL import Image
from sqlalchemy import select, update

from archive_app.auth.errors import NotAllowed
from archive_app.db.models import (
    AchievementKind,
    AchievementLevel,
    AchievementPaper,
    AuditEvent,
    CaseFile,
    Document,
    DocumentKind,
    Rendition,
)
from archive_app.errors import NotFound
from archive_app.services.forms.printed import as_pdf
from archive_app.services.outside.applying import Told
from archive_app.services.outside.deciding import Protocol
from archive_app.services.people.keeping import add_person
from archive_app.services.people.merging import merge_persons
from archive_app.services.people.undoing import unmerge_persons
from archive_app.services.portfolio import listing
from archive_app.services.portfolio.errors import PortfolioEmpty, PortfolioPlaceMissing
from archive_app.services.portfolio.files import Attachment
from archive_app.services.portfolio.filling import Achievement
from archive_app.services.rights.errors import NotToOneself
from storage.keys import BlobKey
from tests.fixtures.api import program, refused
from tests.fixtures.archives import account, actor_of
from tests.fixtures.families import ADA, MOTHER, YANA, family_school
from tests.fixtures.form_columns import cells_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from archive_app.bootstrap import Archive
    from archive_app.services.forms.form import Form

WON = Achievement(
    AchievementKind.CONTEST, AchievementPaper.DIPLOMA, AchievementLevel.REGIONAL, "Олимпиада", date(2026, 3, 14),
    "Дворец творчества", "призёр",
)  # fmt: skip


def _accepted(archive: Archive, person: int, login: str, told: Achievement = WON) -> int:
    made, who, curator = archive.portfolios, archive.actor(login), archive.actor("куратор-а")
    number = made.filling.add(person, told, who)
    made.filling.send(number, who, version=made.showing.card(number, who).version)
    made.judging.accept(number, curator, version=made.showing.card(number, curator).version)
    return number


def _counted(archive: Archive, person: int) -> None:
    boss, made = actor_of(archive), archive.outside
    number = made.applying.register(person, Told("Химия", "Лицей № 2", "5", "справка № 4", 68), MOTHER, boss)
    made.deciding.decide(number, Protocol(True, "3", archive.today(), "Комиссия", "зачесть"), boss, version=1)


def test_the_list_lies_in_the_case_file_once(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, there, made = fresh_archive, family_school(fresh_archive), fresh_archive.portfolios
    curator = archive.actor("куратор-а")
    with pytest.raises(PortfolioEmpty):
        made.listing.file(there[ADA], curator)
    first = _accepted(archive, there[ADA], "ада")
    _counted(archive, there[ADA])
    filed = made.listing.file(there[ADA], curator)
    curator = archive.actor("куратор-а")
    assert (filed.made, filed.case_file_id) == (True, made.showing.card(first, curator).case_file_id)
    again = made.listing.file(there[ADA], curator)
    assert (again.made, again.document_id) == (False, filed.document_id), "nothing was accepted since"
    with archive.sessions() as session:
        document = session.get_one(Document, filed.document_id)
        day = f"{archive.today():%d.%m.%Y}"
        assert (document.title, document.kind_code, document.subject_id, document.dated_on) == (
            f"Перечень достижений на {day}: {ADA}", "portfolio", there[ADA], archive.today(),
        )  # fmt: skip
        original = select(Rendition.sha256).where(Rendition.document_id == document.id)
        sha256 = session.scalars(original).one()
        done = select(AuditEvent.actor).where(AuditEvent.action == "portfolio:list:file")
        assert session.scalars(done).all() == ["куратор-а"]
    with archive.store.open(BlobKey(sha256)) as stream:
        (tmp_path / "list.pdf").write_bytes(stream.read())
    with pikepdf.open(tmp_path / "list.pdf") as pdf, pdf.open_metadata() as told:
        assert told.pdfa_status, "it is kept as it is"
    _accepted(archive, there[ADA], "ада", replace(WON, title="Вторая олимпиада"))
    newer = made.listing.file(there[ADA], curator)
    assert (newer.made, newer.document_id != filed.document_id) == (True, True)
    with archive.sessions() as session:
        assert session.scalars(select(CaseFile.id).where(CaseFile.person_id == there[ADA])).all() == [
            newer.case_file_id
        ]


def test_a_file_of_the_student_that_is_called_so_is_no_list(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, there, made = fresh_archive, family_school(fresh_archive), fresh_archive.portfolios
    ada, curator, paper = archive.actor("ада"), archive.actor("куратор-а"), tmp_path / "paper.png"
    Image.new("L", (300, 200), 10).save(paper)
    told = replace(WON, paper=AchievementPaper.LETTER)
    number = made.filling.add(there[ADA], told, ada, (Attachment(paper, "перечень достижений.pdf"),))
    made.filling.send(number, ada, version=1)
    made.judging.accept(number, curator, version=2)
    assert made.listing.file(there[ADA], curator).made is True


def test_what_is_accepted_while_a_list_is_drawn_asks_for_a_newer_one(
    fresh_archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, there, made = fresh_archive, family_school(fresh_archive), fresh_archive.portfolios
    _accepted(archive, there[ADA], "ада")

    def drawn(forms: Iterator[Form]) -> bytes:
        pdf = as_pdf(forms)
        _accepted(archive, there[ADA], "ада", replace(WON, title="Вторая олимпиада"))
        return pdf

    with monkeypatch.context() as patch:
        patch.setattr(listing, "as_pdf", drawn)
        first = made.listing.file(there[ADA], archive.actor("куратор-а"))
    second = made.listing.file(there[ADA], archive.actor("куратор-а"))
    assert (first.made, second.made) == (True, True)


def test_a_card_that_became_part_of_it_asks_for_a_newer_one(fresh_archive: Archive) -> None:
    archive, there, made = fresh_archive, family_school(fresh_archive), fresh_archive.portfolios
    boss = actor_of(archive)
    _accepted(archive, there[ADA], "ада")
    _counted(archive, twin := add_person(archive.people, ADA, boss))
    made.listing.file(there[ADA], archive.actor("куратор-а"))
    merge = merge_persons(archive.people, there[ADA], twin, boss)
    assert made.listing.file(there[ADA], archive.actor("куратор-а")).made is True
    unmerge_persons(archive.people, merge, boss)
    assert made.listing.file(there[ADA], archive.actor("куратор-а")).made is True


def test_it_tells_what_was_accepted_and_counted(fresh_archive: Archive) -> None:
    archive, there = fresh_archive, family_school(fresh_archive)
    _accepted(archive, there[ADA], "ада")
    _counted(archive, there[ADA])
    draft = replace(WON, title="Черновик")
    archive.portfolios.filling.add(there[ADA], draft, archive.actor("ада"))
    content = archive.forms.written("achievements", there[ADA], actor_of(archive), "xlsx").content
    cells = [str(cell) for row in cells_of(content) for cell in row]
    for words in ("Олимпиада. Дворец творчества", "без файлов", "Химия. Лицей № 2", "68 часов"):
        assert any(words in cell for cell in cells), words
    assert not any("Черновик" in cell for cell in cells)


def test_only_who_accepts_files_it_and_nobody_the_own(fresh_archive: Archive) -> None:
    archive, there, made = fresh_archive, family_school(fresh_archive), fresh_archive.portfolios
    _accepted(archive, there[ADA], "ада")
    account(archive, "учитель", "teacher", group_id=there["5-А"])
    for login in ("ада", "мать", "яна", "куратор-б", "учитель"):
        with pytest.raises((NotFound, NotAllowed, NotToOneself)):
            made.listing.file(there[ADA], archive.actor(login))
    for login in ("яна", "куратор-б"):
        with pytest.raises((NotFound, NotAllowed)):
            list(made.listing.form(there[ADA], archive.actor(login)))
    shown = {login: made.showing.portfolio(there[ADA], archive.actor(login)).judges for login in ("ада", "куратор-а")}
    assert shown == {"ада": False, "куратор-а": True}
    road = f"/portfolio/persons/{there[ADA]}/list"
    refused(program(archive, archive.actor("яна")).ask("POST", road), HTTPStatus.FORBIDDEN, "not_allowed")
    refused(program(archive, archive.actor("куратор-б")).ask("POST", road), HTTPStatus.NOT_FOUND, "not_found")
    filed = program(archive, archive.actor("куратор-а")).ask("POST", road).get_json()
    assert filed["made"] is True


def test_without_a_place_nothing_is_made(fresh_archive: Archive) -> None:
    archive, there = fresh_archive, family_school(fresh_archive)
    _accepted(archive, there[YANA], "яна")
    with archive.sessions.begin() as session:
        session.execute(update(DocumentKind).values(item_index=None))
    with pytest.raises(PortfolioPlaceMissing):
        archive.portfolios.listing.file(there[YANA], archive.actor("куратор-а"))
    with archive.sessions() as session:
        assert session.scalars(select(Document)).all() == []
