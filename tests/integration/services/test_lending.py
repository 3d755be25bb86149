"""Originals go out and come back; what is out is lent once, and neither destroyed nor handed over."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from archive_app.auth.errors import NotAllowed
from archive_app.db.models import AuditEvent, Document, EntryState, Volume
from archive_app.errors import NotFound
from archive_app.services.case_refusals import CaseFilesRefused
from archive_app.services.desk import what_waits
from archive_app.services.lending.errors import AlreadyLent, LoanIncomplete, LoanReturned, NotToBeLent
from archive_app.services.lending.giving import Wanted
from archive_app.services.lending.overdue import mark_overdue
from tests.fixtures.archives import account, actor_of, work
from tests.fixtures.disposal import Cabinet
from tests.integration.services.archiving import ELECTRONIC, PERMANENT, closed_one, open_one, second

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.bootstrap import Archive

EXAMS = "02-13"
WHO = "Петрова А. И., завуч"


def test_the_way_of_a_loan(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, keeper = fresh_archive, actor_of(fresh_archive)
    giving, book = archive.lending.giving, archive.lending.book
    due = archive.today() + timedelta(days=7)
    one = open_one(archive, tmp_path, "приказ", item=PERMANENT, kind="order")
    number = giving.give(Wanted(one, volume=1), keeper, borrower=f" {WHO} ", due_on=due, purpose="выписка")
    with archive.sessions() as session:
        document = session.scalars(select(Document.id).join(Volume).where(Volume.case_file_id == one)).one()
    for overlapping in (Wanted(one), Wanted(one, volume=1), Wanted(document_id=document)):
        with pytest.raises(AlreadyLent) as refused:
            giving.give(overlapping, keeper, borrower=WHO, due_on=due)
        assert refused.value.params["borrower"] == WHO
    (card,) = book.listed(keeper)
    assert (card.borrower, card.volume, card.overdue_days, card.returned_on) == (WHO, 1, 0, None)
    assert book.listed(keeper, only="overdue") == ()
    assert archive.forms.written("substitution-card", number, keeper).content.startswith(b"%PDF")
    giving.take_back(number, keeper, condition="надорван лист 3")
    with pytest.raises(LoanReturned):
        giving.take_back(number, keeper)
    again = giving.give(Wanted(document_id=document), keeper, borrower=WHO, due_on=due)
    with pytest.raises(AlreadyLent):
        giving.give(Wanted(one), keeper, borrower=WHO, due_on=due)
    assert book.listed(keeper) == (book.card(again, keeper),)
    assert [each.loan_id for each in book.of_case_file(one, keeper)] == [again, number]
    assert [each.loan_id for each in book.listed(keeper, only="all", before=again)] == [number]
    with archive.sessions() as session:
        tags = set(session.scalars(select(AuditEvent.action).where(AuditEvent.object_type == "loan")))
    assert tags == {"loan:original:give", "loan:original:return", "form:sheet:print"}


def test_what_is_not_lent(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, keeper = fresh_archive, actor_of(fresh_archive)
    give, today = archive.lending.giving.give, archive.today()
    one = open_one(archive, tmp_path, "журнал")
    paperless = open_one(archive, tmp_path, "сводка", item=ELECTRONIC)
    for who, day in ((" ", today), (WHO, today - timedelta(days=1))):
        with pytest.raises(LoanIncomplete):
            give(Wanted(one), keeper, borrower=who, due_on=day)
    for missing in (Wanted(999), Wanted(one, volume=9), Wanted(document_id=999), Wanted()):
        with pytest.raises(NotFound):
            give(missing, keeper, borrower=WHO, due_on=today)
    with pytest.raises(NotToBeLent):
        give(Wanted(paperless), keeper, borrower=WHO, due_on=today)
    deputy = account(archive, "завуч", "deputy")
    with pytest.raises(NotAllowed):
        give(Wanted(one), deputy, borrower=WHO, due_on=today)
    with pytest.raises(NotAllowed):
        archive.lending.book.listed(deputy)
    with pytest.raises(NotFound):
        archive.lending.giving.take_back(7, keeper)


def test_two_clerks_do_not_lend_the_same_twice(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, keepers = fresh_archive, (actor_of(fresh_archive), second(fresh_archive))
    one = open_one(archive, tmp_path, "журнал")

    def lend(at: int) -> int | None:
        wanted = Wanted(one, volume=1) if at % 2 else Wanted(one)
        try:
            return archive.lending.giving.give(wanted, keepers[at % 2], borrower=WHO, due_on=archive.today())
        except AlreadyLent:
            return None

    with ThreadPoolExecutor(4) as clerks:
        lent = [number for number in clerks.map(lend, range(8)) if number is not None]
    assert len(lent) == 1
    assert [card.loan_id for card in archive.lending.book.listed(keepers[0])] == lent


def test_what_is_out_is_not_handed_over(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, giver, taker = fresh_archive, actor_of(fresh_archive), second(fresh_archive)
    acts, one = archive.archiving.accessions, closed_one(fresh_archive, tmp_path, "журнал")
    number = acts.drawing_up.create([one], giver, ground="график")
    work(archive)
    loan = archive.lending.giving.give(Wanted(one), giver, borrower=WHO, due_on=archive.today())
    with pytest.raises(CaseFilesRefused) as refused:
        acts.taking_over.accept(number, taker)
    assert refused.value.refusals[0].reasons == ("lent",)
    archive.lending.giving.take_back(loan, giver)
    assert acts.taking_over.accept(number, taker) == 1
    assert archive.lending.giving.give(Wanted(one), taker, borrower=WHO, due_on=archive.today())


def test_what_is_out_is_not_destroyed(fresh_archive: Archive, tmp_path: Path) -> None:
    """Also where it is lent after the approval, by its document alone."""
    cabinet = Cabinet(fresh_archive, tmp_path)
    document, case_file = cabinet.closed(EXAMS, "ведомость")
    act = cabinet.approved()
    give = fresh_archive.lending.giving.give
    give(Wanted(document_id=document), cabinet.keeper, borrower=WHO, due_on=fresh_archive.today())
    cabinet.disposal.approving.execute(act, cabinet.keeper, typed=str(act))
    work(fresh_archive)
    (entry,) = cabinet.disposal.acts.card(act, cabinet.keeper).entries
    assert (entry.case_file_id, entry.state, entry.left_code) == (case_file, EntryState.LEFT.value, "lent")


def test_what_is_destroyed_is_not_lent(fresh_archive: Archive, tmp_path: Path) -> None:
    cabinet = Cabinet(fresh_archive, tmp_path)
    _, case_file = cabinet.closed(EXAMS, "ведомость")
    cabinet.executed()
    with pytest.raises(NotToBeLent):
        fresh_archive.lending.giving.give(Wanted(case_file), cabinet.keeper, borrower=WHO, due_on=fresh_archive.today())


def test_overdue_loans_wait_on_the_desk(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, keeper = fresh_archive, actor_of(fresh_archive)
    one = open_one(archive, tmp_path, "журнал")
    loan = archive.lending.giving.give(Wanted(one), keeper, borrower=WHO, due_on=archive.today())
    assert mark_overdue(archive.sessions, archive.today(), archive.clock()) == 0
    archive.life.prospects.run(archive.today() + timedelta(days=1))
    assert mark_overdue(archive.sessions, archive.today() + timedelta(days=2), archive.clock()) == 0
    waiting = {line.code: line.count for line in what_waits(archive.sessions, keeper)}
    assert waiting["overdue_loans"] == 1
    archive.lending.giving.take_back(loan, keeper)
    assert "overdue_loans" not in {line.code for line in what_waits(archive.sessions, keeper)}
