"""Who receives an answer and on what ground; what the book of certificates and the journal of releases say of it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from archive_app.auth.errors import NotAllowed
from archive_app.db.engine import reading
from archive_app.db.models import (
    ArchiveRequest,
    AuditEvent,
    Disclosure,
    DocumentPerson,
    NumberSeries,
    RequestAnswer,
    RequestState,
)
from archive_app.errors import NotFound
from archive_app.services.disclosure import counting
from archive_app.services.disclosure.journal import Release
from archive_app.services.people.keeping import add_person
from archive_app.services.requests.answering import Handing
from archive_app.services.requests.errors import GroundMissing, ReceiverUnproved, RequestIncomplete
from archive_app.services.requests.receiving import Receiver
from tests.fixtures.archives import account
from tests.integration.services.answering import HANDED, Case, signed
from tests.integration.services.test_requests import NOW


def test_the_book_of_certificates_shows_what_was_signed_and_who_has_it(case: Case) -> None:
    book, year = case.archive.registers.certificates, case.archive.today().year
    assert book.listed(case.keeper, year) == []
    signed(case)
    (waiting,) = book.listed(case.keeper, year)
    assert (waiting.number, waiting.person_id, waiting.issued_on) == (1, case.person, None)
    case.archive.requests.answering.issue(case.request, HANDED, case.keeper, version=case.version)
    (line,) = book.listed(case.keeper, year)
    assert (line.request_id, line.received_by, line.issued_on) == (case.request, "Смирнова А. П.", case.archive.today())
    assert (book.listed(case.keeper, year, before=1), book.listed(case.keeper, year - 1)) == ([], [])
    with case.archive.sessions() as session:
        looks = session.scalars(select(AuditEvent.details).where(AuditEvent.action == "register:list:read"))
        assert [json.loads(details)["requests"] for details in looks] == [[], [case.request]]
    with pytest.raises(NotAllowed):
        book.listed(account(case.archive, "учитель", "curator"), year)


def test_an_answer_is_in_time_by_the_day_of_its_signing(case: Case) -> None:
    archive, today, number = case.archive, case.archive.today(), signed(case).request

    def told() -> dict[str, int]:
        with reading(archive.sessions) as session:
            counts = counting.requests(session, today.year)
        return {words: count for kinds in counts.values() for words, count in kinds.items() if count}

    def changed(**values: object) -> None:
        with archive.sessions.begin() as session:
            session.execute(update(ArchiveRequest).where(ArchiveRequest.id == number).values(**values))

    before = today - timedelta(days=1)
    changed(started_on=before, do_by=before, due_on=before)
    assert told() == {"отвечено с опозданием": 1}, "signed late, and not fetched yet"
    changed(due_on=today, state=RequestState.ISSUED, ended_on=today + timedelta(days=9))
    assert told() == {"отвечено в срок": 1}, "signed in time, and fetched later"


def test_the_copy_goes_to_the_person_meant_and_not_to_a_namesake(case: Case) -> None:
    """Same spelling, born on different days: the card is named by its number, never by the name."""
    twin = add_person(case.archive.people, NOW, case.keeper)
    signed(case)
    copy = case.archive.requests.answering.issue(case.request, HANDED, case.keeper, version=case.version)
    with case.archive.sessions() as session:
        named = session.scalars(select(DocumentPerson.person_id).where(DocumentPerson.document_id == copy)).all()
    assert (named, twin in named) == ([case.person], False)


@pytest.mark.parametrize(
    ("said", "kind", "ground"),
    [
        (Receiver("Смирнова", "паспорт"), "self", "заявление № 3"),
        (Receiver("Иванова А.П.", "паспорт"), "self", "заявление № 3"),
        (Receiver("смирнова анна петровна", "паспорт"), "self", "заявление № 3"),
        (Receiver("Смирнова Ольга Ивановна", "паспорт", "доверенность № 5"), "representative",
         "заявление № 3; доверенность № 5"),
        (Receiver("Смирнова Анна Петровна", "паспорт", "доверенность № 5"), "representative",
         "заявление № 3; доверенность № 5"),
        (Receiver("Смирнова Ольга Ивановна", "паспорт"), None, None),
        (Receiver("Смирнова О.", "паспорт"), None, None),
        (Receiver("Смирнов А. П.", "паспорт"), None, None),
        (Receiver("Смирнова Анна Петровна Оглы", "паспорт"), None, None),
    ],
)  # fmt: skip
def test_whoever_receives_is_the_person_or_shows_a_paper(
    case: Case, said: Receiver, kind: str | None, ground: str | None
) -> None:
    """Nobody takes another's answer by coming for it, and the journal does not call a mother the person."""
    signed(case)
    made = case.archive.requests
    handing = Handing(said.received_by, said.shown, "02-03", said.authority)
    if kind is None:
        with pytest.raises(ReceiverUnproved):
            made.answering.issue(case.request, handing, case.keeper, version=case.version)
        assert (case.card().state, made.journal.listed(case.keeper)) == ("signed", ())
        return
    made.answering.issue(case.request, handing, case.keeper, version=case.version)
    (line,) = made.journal.listed(case.keeper)
    assert (line.recipient_kind, line.ground) == (kind, ground)


def test_nothing_is_released_without_a_ground(case: Case) -> None:
    """Neither by the service nor past it."""
    journal, keeper = case.archive.requests.journal, case.keeper
    for wrong, error in ((Release("Прокуратура", " ", "личное дело"), GroundMissing),
                         (Release("", "запрос № 1", "личное дело"), RequestIncomplete),
                         (Release("Прокуратура", "запрос № 1", ""), RequestIncomplete),
                         (Release("Прокуратура", "запрос № 1", "дело", document_id=99), NotFound)):  # fmt: skip
        with pytest.raises(error):
            journal.note(wrong, keeper)
    with pytest.raises(NotAllowed):
        journal.note(Release("Отец", "просьба", "оценки"), account(case.archive, "учитель", "teacher"))
    with pytest.raises(NotAllowed):
        journal.listed(account(case.archive, "учитель", "teacher"))
    number = journal.note(
        Release("Прокуратура", "запрос № 1", "личное дело", person_id=case.person), keeper
    ).disclosure_id
    officer = account(case.archive, "офицер", "pd_officer")
    assert [line.disclosure_id for line in journal.listed(officer, person_id=case.person)] == [number]
    with case.archive.sessions() as session:
        row = session.get_one(Disclosure, number)
        values = {column.name: getattr(row, column.name) for column in Disclosure.__table__.columns}
        assert session.get_one(NumberSeries, f"disclosure:{row.year}").last == 1, "a refusal takes no number"
    for column in ("ground", "recipient", "extent"):
        with pytest.raises(IntegrityError), case.archive.sessions.begin() as session:
            session.execute(insert(Disclosure).values(values | {"id": 999, "number": 2, column: "  "}))
    signed(case)
    with pytest.raises(IntegrityError), case.archive.sessions.begin() as session:
        session.execute(update(RequestAnswer).values(issued_on=case.archive.today()))
