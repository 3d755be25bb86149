"""What is accepted lies in the student's case file; the bytes of what was taken off go, and nobody else's with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from sqlalchemy import select, update

from archive_app.auth.errors import NotAllowed
from archive_app.db.models import (
    AchievementKind,
    AchievementLevel,
    AchievementPaper,
    Blob,
    BlobState,
    CaseFile,
    Document,
    DocumentKind,
    DocumentState,
    PortalFile,
    PortfolioEntry,
    PortfolioState,
    StudyGroup,
    Volume,
)
from archive_app.errors import NotFound
from archive_app.services.case_files import CaseFileClosed
from archive_app.services.disposal.bytes_of import living
from archive_app.services.portfolio import errors
from archive_app.services.portfolio.files import Attachment
from archive_app.services.portfolio.filling import Achievement
from storage.keys import BlobKey
from tests.fixtures.archives import file_one
from tests.fixtures.families import ADA, YANA, family_school, only_closed

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.bootstrap import Archive

WON = Achievement(
    AchievementKind.CONTEST, AchievementPaper.DIPLOMA, AchievementLevel.REGIONAL, "Олимпиада", date(2026, 3, 14)
)
ITEM = "03-01"
"""Portfolios, in the demonstration's plan: its diplomas have no item of their own."""


def _paper(folder: Path, name: str, shade: int) -> Attachment:
    path = folder / f"{shade}.png"
    Image.new("L", (300, 200), shade).save(path)
    return Attachment(path, name)


def _sent(archive: Archive, person: int, login: str, told: Achievement, *files: Attachment) -> int:
    made, who = archive.portfolios, archive.actor(login)
    number = made.filling.add(person, told, who, files)
    made.filling.send(number, who, version=made.showing.card(number, who).version)
    return number


def _accept(archive: Archive, entry: int, login: str = "куратор-а") -> None:
    made, curator = archive.portfolios, archive.actor(login)
    made.judging.accept(entry, curator, version=made.showing.card(entry, curator).version)


def test_what_is_accepted_lies_in_the_students_case_file(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, there, made = fresh_archive, family_school(fresh_archive), fresh_archive.portfolios
    diploma, list_ = _paper(tmp_path, "диплом.png", 10), _paper(tmp_path, "список.png", 20)
    first = _sent(archive, there[ADA], "ада", WON, diploma, list_)
    again = _sent(archive, there[ADA], "ада", replace(WON, title="Та же олимпиада"), diploma)
    bare = _sent(archive, there[ADA], "ада", replace(WON, paper=AchievementPaper.WORK))
    other = _sent(archive, there[YANA], "яна", WON, diploma)
    for entry in (first, again, bare, other):
        _accept(archive, entry)
    curator, ada = archive.actor("куратор-а"), archive.actor("ада")
    card = made.showing.card(first, curator)
    assert (card.item.split()[0], [file.gone for file in card.attached]) == (ITEM, [False, False])
    with archive.sessions() as session:
        documents = session.scalars(select(Document).order_by(Document.id)).all()
        assert [(one.subject_id, one.title, one.kind_code, one.dated_on) for one in documents] == [
            (there[ADA], "Олимпиада: диплом.png", "portfolio", WON.happened_on),
            (there[ADA], "Олимпиада: список.png", "portfolio", WON.happened_on),
            (there[YANA], "Олимпиада", "portfolio", WON.happened_on),  # the same bytes, another's record
        ]
        group = session.scalars(select(StudyGroup.id).where(StudyGroup.name == "5-А")).one()
        assert {one.group_id for one in documents} == {group}
        files = session.scalars(select(CaseFile).order_by(CaseFile.id)).all()
        assert [(one.person_id, one.title, one.item.index, one.year) for one in files] == [
            (there[ADA], ADA, ITEM, archive.today().year),
            (there[YANA], YANA, ITEM, archive.today().year),
        ]
        entries = session.scalars(select(PortfolioEntry).order_by(PortfolioEntry.id))
        assert [one.case_file_id for one in entries] == [files[0].id] * 3 + [files[1].id]
        (kept,) = session.scalars(select(PortalFile.document_id).where(PortalFile.entry_id == again))
        assert kept == documents[0].id, "told of twice, filed once"
        assert {one.volume_id for one in documents[:2]} == set(
            session.scalars(select(Volume.id).where(Volume.case_file_id == files[0].id))
        )
    assert card.case_file_id == files[0].id, "the curator of the group opens it"
    assert made.showing.card(other, curator).case_file_id == files[1].id
    assert made.showing.card(first, ada).item == card.item
    _, stream = made.showing.file(card.attached[0].file_id, ada)
    with stream:
        assert stream.read() == diploma.path.read_bytes()


def test_each_paper_is_of_its_kind_where_the_plan_has_a_place_for_it(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, there = fresh_archive, family_school(fresh_archive)
    with archive.sessions.begin() as session:
        kinds = ("honour", "digital_work", "creative_work")
        session.execute(update(DocumentKind).where(DocumentKind.code.in_(kinds)).values(item_index="03-01"))
        retired = update(DocumentKind).where(DocumentKind.code == "creative_work")
        session.execute(retired.values(retired_at=archive.clock()))
    told = (
        replace(WON, paper=AchievementPaper.AWARD),
        replace(WON, paper=AchievementPaper.WORK, kind=AchievementKind.DIGITAL_WORK),
        replace(WON, paper=AchievementPaper.WORK),
    )
    for number, one in enumerate(told):
        _accept(archive, _sent(archive, there[ADA], "ада", one, _paper(tmp_path, "лист.png", number)))
    with archive.sessions() as session:
        found = session.scalars(select(Document.kind_code).order_by(Document.id)).all()
    assert found == ["honour", "digital_work", "portfolio"]


def test_without_a_place_nothing_is_accepted_and_nothing_lost(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, there, made = fresh_archive, family_school(fresh_archive), fresh_archive.portfolios
    entry = _sent(archive, there[ADA], "ада", WON, _paper(tmp_path, "диплом.png", 10))
    with archive.sessions.begin() as session:
        session.execute(update(DocumentKind).values(item_index=None))
    with pytest.raises(errors.PortfolioPlaceMissing) as refused:
        _accept(archive, entry)
    assert (refused.value.params["year"], refused.value.params["title"]) == (archive.today().year, "Олимпиада")
    card = made.showing.card(entry, archive.actor("куратор-а"))
    assert (card.state, card.judges, len(card.attached), card.item) == ("sent", True, 1, "")
    with archive.sessions.begin() as session:
        session.execute(update(DocumentKind).where(DocumentKind.code == "portfolio").values(item_index=ITEM))
    with only_closed(archive, ITEM, there[ADA]), pytest.raises(CaseFileClosed):
        _accept(archive, entry)
    _accept(archive, entry)


def test_what_was_accepted_before_is_filed_by_the_clock(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, there, made = fresh_archive, family_school(fresh_archive), fresh_archive.portfolios
    entry = _sent(archive, there[ADA], "ада", WON, _paper(tmp_path, "диплом.png", 10))
    with archive.sessions.begin() as session:  # as the version before has left it
        row = session.get_one(PortfolioEntry, entry)
        row.state, row.judged_by, row.judged_at = PortfolioState.ACCEPTED, "куратор-а", archive.clock()
        index = session.scalars(select(DocumentKind.item_index).where(DocumentKind.code == "portfolio")).one()
        session.execute(update(DocumentKind).values(item_index=None))
    assert made.clearing.file_older() == 0, "it waits for its place"
    with archive.sessions.begin() as session:
        session.execute(update(DocumentKind).where(DocumentKind.code == "portfolio").values(item_index=index))
    assert [made.clearing.file_older(), made.clearing.file_older()] == [1, 0]
    card = made.showing.card(entry, archive.actor("ада"))
    assert card.item.startswith(ITEM)
    assert card.attached[0].document_id is not None


def test_what_an_act_has_destroyed_is_told_and_not_given(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, there, made = fresh_archive, family_school(fresh_archive), fresh_archive.portfolios
    entry = _sent(archive, there[ADA], "ада", WON, _paper(tmp_path, "диплом.png", 10))
    with archive.sessions() as session:
        (sha256,) = session.scalars(select(PortalFile.sha256))
        assert living(session, [sha256], None) == {sha256}, "a portfolio holds its file"
    _accept(archive, entry)
    ada = archive.actor("ада")
    (file,) = made.showing.card(entry, ada).attached
    with archive.sessions.begin() as session:
        case_file = session.scalars(select(PortfolioEntry.case_file_id)).one()
        session.get_one(Document, file.document_id).state = DocumentState.DESTROYING
        session.flush()
        assert living(session, [sha256], case_file) == frozenset(), "now it goes with its case file"
        assert living(session, [sha256], None) == {sha256}, "by the act alone"
    assert [one.gone for one in made.showing.card(entry, ada).attached] == [True]
    with pytest.raises(NotFound):
        made.showing.file(file.file_id, ada)
    packed = made.exporting.pack(there[ADA], ada)
    assert [one.files for one in packed.entries] == [()]


def test_bytes_taken_off_go_and_those_that_others_share_stay(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, there, made = fresh_archive, family_school(fresh_archive), fresh_archive.portfolios
    ada, yana = archive.actor("ада"), archive.actor("яна")
    shades = {name: _paper(tmp_path, f"{name}.png", shade) for shade, name in enumerate(("своё", "общее", "дело"))}
    entry = made.filling.add(there[ADA], WON, ada, tuple(shades.values()))
    made.filling.add(there[YANA], WON, yana, (shades["общее"],))
    file_one(archive, shades["дело"].path)
    hashes = {file.name.removesuffix(".png"): file.sha256 for file in made.showing.card(entry, ada).attached}
    assert made.clearing.clear() == 0
    with pytest.raises(errors.AchievementChanged):
        made.filling.discard(entry, ada, version=99)
    for stranger in (yana, archive.actor("мать"), archive.actor("куратор-а")):
        with pytest.raises((NotFound, NotAllowed)):
            made.filling.discard(entry, stranger, version=1)
    made.filling.discard(entry, ada, version=made.showing.card(entry, ada).version)
    assert made.showing.portfolio(there[ADA], ada).entries == ()
    with pytest.raises(NotFound):
        made.showing.card(entry, ada)
    assert [made.clearing.clear(), made.clearing.clear()] == [1, 0]
    assert {name: archive.store.exists(BlobKey(sha256)) for name, sha256 in hashes.items()} == {
        "своё": False,
        "общее": True,
        "дело": True,
    }
    assert archive.doctor.diagnose().ok
    second = made.filling.add(there[ADA], WON, ada, (shades["своё"],))  # the same bytes come anew
    assert archive.store.exists(BlobKey(hashes["своё"]))
    made.filling.send(second, ada, version=made.showing.card(second, ada).version)
    with pytest.raises(errors.AchievementFrozen):  # the curator looks at it
        made.filling.discard(second, ada, version=made.showing.card(second, ada).version)
    assert made.clearing.clear() == 0


def test_clearing_that_was_killed_half_way_goes_on(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, there, made = fresh_archive, family_school(fresh_archive), fresh_archive.portfolios
    ada = archive.actor("ада")
    entry = made.filling.add(there[ADA], WON, ada, (_paper(tmp_path, "диплом.png", 10),))
    (file,) = made.showing.card(entry, ada).attached
    made.filling.detach(file.file_id, ada)
    with archive.sessions.begin() as session:
        session.get_one(Blob, file.sha256).state = BlobState.DESTROYING
    archive.store.remove(BlobKey(file.sha256))
    assert made.clearing.clear() == 1
    with archive.sessions() as session:
        assert session.get_one(Blob, file.sha256).state is BlobState.DESTROYED
