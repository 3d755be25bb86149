"""Papers of a concluded application lie in the student's case file with its protocol, so that a term runs over them."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from sqlalchemy import select, update

from archive_app.auth.errors import NotAllowed
from archive_app.db.models import (
    AuditEvent,
    CaseFile,
    Document,
    DocumentKind,
    OutsideResult,
    OutsideState,
    PortalFile,
    Volume,
)
from archive_app.errors import NotFound
from archive_app.services.case_files import CaseFileClosed
from archive_app.services.outside import errors
from archive_app.services.outside.applying import Told
from archive_app.services.outside.deciding import Protocol
from archive_app.services.people import cards
from archive_app.services.portal import opening
from archive_app.services.portfolio import files
from archive_app.services.portfolio.errors import FileKindRefused, PortfolioPlaceMissing, TooManyAttachments
from archive_app.services.portfolio.files import Attachment
from archive_app.services.rights.errors import NotToOneself
from tests.fixtures.api import program, refused
from tests.fixtures.archives import account, actor_of, note
from tests.fixtures.families import ADA, LEV, MOTHER, family_school, only_closed

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.bootstrap import Archive

TOLD = Told("Химия", "Лицей № 2", "5", "справка № 4", 68)
ITEM = "02-02"
"""Personal files, in the demonstration's plan: it has no heading for applications and decisions of their own."""


def _paper(folder: Path, name: str, shade: int) -> Attachment:
    path = folder / f"{shade}.png"
    Image.new("L", (300, 200), shade).save(path)
    return Attachment(path, name)


def _protocol(archive: Archive, *, accepted: bool = True) -> Protocol:
    return Protocol(accepted, "3", archive.today(), "Комиссия по зачёту", "зачесть" if accepted else "нет часов")


def _place(archive: Archive, *kinds: str) -> None:
    """As with a plan that has a heading of their own, after «личные дела»."""
    with archive.sessions.begin() as session:
        session.execute(update(DocumentKind).where(DocumentKind.code.in_(kinds)).values(item_index=ITEM))


def test_papers_of_a_counted_result_lie_in_the_case_file_of_the_student(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, boss, made = fresh_archive, actor_of(fresh_archive), fresh_archive.outside
    there, mother = family_school(archive), archive.actor("мать")
    _place(archive, "credit_application", "credit_protocol")
    first, second = _paper(tmp_path, "справка.png", 10), _paper(tmp_path, "программа.png", 20)
    number = made.applying.apply(there[LEV], TOLD, mother, (first, second))
    assert made.showing.card(number, boss).item == "", "until it is decided it is the applicant's"
    with pytest.raises(errors.ProtocolMissing):
        made.deciding.attach(number, (first,), boss)
    made.deciding.decide(number, _protocol(archive), boss, version=1)
    made.deciding.attach(number, (_paper(tmp_path, "протокол.png", 30),), boss)
    card = made.showing.card(number, boss)
    assert (card.item.split()[0], card.files, [file.name for file in card.attached]) == (
        ITEM, True, ["справка.png", "программа.png", "протокол.png"],
    )  # fmt: skip
    day = f"{archive.today():%d.%m.%Y}"
    with archive.sessions() as session:
        (case_file,) = session.scalars(select(CaseFile))
        assert (case_file.person_id, case_file.title, case_file.id) == (there[LEV], LEV, card.case_file_id)
        documents = session.scalars(select(Document).order_by(Document.id)).all()
        told = [(one.kind_code, one.number, one.dated_on, one.title) for one in documents]
        counted = f"Химия (Лицей № 2): зачтено протоколом № 3 от {day}"
        assert told == [
            ("credit_application", None, archive.today(), f"{counted}: справка.png"),
            ("credit_application", None, archive.today(), f"{counted}: программа.png"),
            ("credit_protocol", "3", archive.today(), f"Протокол № 3 от {day}: Химия"),
        ]
        assert documents[0].fields == {"elsewhere": "Лицей № 2", "subject": "Химия"}
        held = {"held_on": archive.today().isoformat(), "elsewhere": "Лицей № 2", "subject": "Химия", "mark": "5"}
        assert documents[2].fields == held
        assert {one.subject_id for one in documents} == {there[LEV]}
        volume = session.scalars(select(Volume.id).where(Volume.case_file_id == case_file.id)).one()
        assert {one.volume_id for one in documents} == {volume}
        assert None not in session.scalars(select(PortalFile.document_id)).all(), (
            "they go with their documents, by an act"
        )
        actions = session.scalars(select(AuditEvent.action).where(AuditEvent.action.like("outside:protocol:%"))).all()
        assert actions == ["outside:protocol:file"]
    with pytest.raises(NotFound):
        made.showing.card(number, archive.actor("ада"))
    assert made.showing.card(number, mother).files is False
    with pytest.raises(NotAllowed):
        made.deciding.attach(number, (first,), mother)


def test_papers_of_the_application_leave_room_for_the_protocol(
    fresh_archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, boss, made = fresh_archive, actor_of(fresh_archive), fresh_archive.outside
    there = family_school(archive)
    monkeypatch.setattr(files, "MOST_FILES", 2)
    papers = tuple(_paper(tmp_path, f"{shade}.png", shade) for shade in (10, 20))
    number = made.applying.apply(there[LEV], TOLD, archive.actor("мать"), papers)
    with pytest.raises(TooManyAttachments):
        made.applying.attach(number, (_paper(tmp_path, "третья.png", 30),), archive.actor("мать"))
    made.deciding.decide(number, _protocol(archive), boss, version=1)
    made.deciding.attach(number, (_paper(tmp_path, "протокол.png", 40),), boss)
    assert len(made.showing.card(number, boss).attached) == 3


def test_without_a_place_nothing_is_decided_and_nothing_lost(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, boss, made = fresh_archive, actor_of(fresh_archive), fresh_archive.outside
    there = family_school(archive)
    number = made.applying.apply(there[ADA], TOLD, archive.actor("мать"), (_paper(tmp_path, "справка.png", 10),))
    bare = made.applying.apply(there[ADA], TOLD, archive.actor("мать"))
    with archive.sessions.begin() as session:
        session.execute(update(DocumentKind).values(item_index=None))
    for accepted in (True, False):
        with pytest.raises(PortfolioPlaceMissing) as error:
            made.deciding.decide(number, _protocol(archive, accepted=accepted), boss, version=1)
    assert error.value.params["title"] == "Химия (Лицей № 2)"
    made.deciding.decide(bare, _protocol(archive), boss, version=1)  # there is nothing to be filed
    card = made.showing.card(number, boss)
    assert (card.state, card.decides, len(card.attached), card.item) == ("applied", True, 1, "")
    _place(archive, "personal_file")
    with only_closed(archive, ITEM, there[ADA]), pytest.raises(CaseFileClosed):
        made.deciding.decide(number, _protocol(archive), boss, version=1)
    made.deciding.decide(number, _protocol(archive, accepted=False), boss, version=1)
    with archive.sessions() as session:
        document = session.scalars(select(Document)).one()
        assert document.kind_code == "personal_file", "the personal file takes what has no heading of its own"
        assert "отказано протоколом № 3" in document.title


def test_what_was_concluded_before_or_taken_back_is_filed_by_the_clock(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, boss, made = fresh_archive, actor_of(fresh_archive), fresh_archive.outside
    there, mother = family_school(archive), archive.actor("мать")
    older = made.applying.apply(there[LEV], TOLD, mother, (_paper(tmp_path, "справка.png", 10),))
    back = made.applying.apply(there[ADA], TOLD, mother, (_paper(tmp_path, "копия.png", 20),))
    waits = made.applying.apply(there[ADA], TOLD, mother, (_paper(tmp_path, "ждёт.png", 40),))
    with archive.sessions.begin() as session:
        row = session.get_one(OutsideResult, older)  # as the version before has left it
        row.state, row.protocol, row.protocol_on = OutsideState.ACCEPTED, "7", date(2026, 5, 4)
        row.commission, row.decision = "Комиссия", "зачесть"
        session.execute(update(DocumentKind).values(item_index=None))
    made.withdrawing.withdraw(back, "передумали", mother, version=1)
    clearing = archive.portfolios.clearing
    assert clearing.file_older() == 0, "they wait for their place; taking back never does"
    _place(archive, "personal_file")
    made.deciding.attach(older, (_paper(tmp_path, "протокол.png", 30),), boss)
    with archive.sessions() as session:
        assert session.scalars(select(Document.original_name)).all() == ["протокол.png"], (
            "the older paper is no protocol"
        )
    assert [clearing.file_older(), clearing.file_older()] == [2, 0]
    assert clearing.clear() == 0, "nothing that was handed in goes without an act"
    assert [made.showing.card(one, boss).item[:5] for one in (older, back, waits)] == [ITEM, ITEM, ""]
    with archive.sessions() as session:
        titles = session.scalars(select(Document.title).order_by(Document.id)).all()
        assert titles[1:] == [
            "Химия (Лицей № 2): зачтено протоколом № 7 от 04.05.2026",
            "Химия (Лицей № 2): заявление отозвано",
        ]
        done = select(AuditEvent.actor).where(AuditEvent.action == "outside:result:file")
        assert session.scalars(done).all() == ["system", "system"]


def test_who_may_put_a_protocol_beside_its_decision(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, boss, made = fresh_archive, actor_of(fresh_archive), fresh_archive.outside
    there = family_school(archive)
    number = made.applying.register(there[ADA], TOLD, MOTHER, boss)
    made.deciding.decide(number, _protocol(archive), boss, version=1)
    clerk = account(archive, "секретарь", "clerk")
    page = note(tmp_path, "<html><script>alert(1)</script></html>", "протокол.pdf")
    with pytest.raises(FileKindRefused):
        made.deciding.attach(number, (Attachment(page, page.name),), clerk)
    opening.tie_account(archive.people, "секретарь", there[MOTHER], boss)
    with pytest.raises(NotToOneself):  # the protocol on the own child is a colleague's
        made.deciding.attach(number, (_paper(tmp_path, "протокол.png", 30),), archive.actor("секретарь"))
    assert cards.person_card(archive.people, there[ADA], boss).name == ADA
    with archive.sessions() as session:
        assert session.scalars(select(PortalFile)).all() == []
    road = f"/outside-results/{number}/protocol/files?name=протокол.png"
    scan = _paper(tmp_path, "протокол.png", 30).path.read_bytes()
    answer = program(archive, boss).ask("POST", road, data=scan)
    assert (answer.status_code, answer.get_json()["item"][:5]) == (HTTPStatus.CREATED, ITEM)
    refused(program(archive, archive.actor("мать")).ask("POST", road, data=scan), HTTPStatus.FORBIDDEN, "not_allowed")
