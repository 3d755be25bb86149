"""Books of issue and blanks: no number twice, no blank twice, nothing handed over without a proof."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from archive_app.auth.errors import NotAllowed
from archive_app.db.models import Blank, BlankState, RegisterBook, RegisterEntry
from archive_app.errors import NotFound
from archive_app.services.people.keeping import add_person
from archive_app.services.registers.blanks import Lot
from archive_app.services.registers.entering import MadeOut
from archive_app.services.registers.errors import BlankGone, BlanksKnown, BlanksUnclear, EntryIncomplete, EntryIssued
from archive_app.services.requests.errors import GroundMissing, ReceiverMissing
from archive_app.services.requests.receiving import Receiver
from tests.fixtures.archives import account, actor_of

if TYPE_CHECKING:
    from archive_app.bootstrap import Archive

BOOK = RegisterBook.ATTESTAT
LOT = Lot(BOOK, "АБ", "0000098", 4, "накладная № 7")
TITLE = '=HYPERLINK("http://x";"Аттестат")'
"""What a spreadsheet must show and not compute."""


def test_from_the_blank_to_the_signature(fresh_archive: Archive) -> None:
    archive, keeper, made = fresh_archive, actor_of(fresh_archive), fresh_archive.registers
    person = add_person(archive.people, "Орлова Вера Ивановна", keeper, birth_date=date(2008, 2, 3))
    assert made.blanks.receive(LOT, keeper) == 4
    with pytest.raises(BlanksKnown) as known:
        made.blanks.receive(Lot(BOOK, "АБ", "0000101", 2, "накладная № 8"), keeper)
    assert known.value.params["number"] == "0000101"
    blanks = made.blanks.listed(BOOK, keeper)
    assert [one.number for one in blanks] == ["0000098", "0000099", "0000100", "0000101"]
    made.blanks.spoil(blanks[0].blank_id, "опечатка, акт № 1", keeper)
    line = made.entering.enter(MadeOut(BOOK, person, TITLE, "приказ № 9", blanks[1].blank_id), keeper)
    assert (line.number.partition("/")[0], line.blank) == ("1", "АБ 0000099")
    for gone in (blanks[0], blanks[1]):
        with pytest.raises(BlankGone):
            made.entering.enter(MadeOut(BOOK, person, TITLE, "приказ № 9", gone.blank_id), keeper)
        with pytest.raises(BlankGone):
            made.blanks.spoil(gone.blank_id, "ещё раз", keeper)
    with pytest.raises(BlankGone):
        made.entering.enter(MadeOut(RegisterBook.DIPLOMA, person, TITLE, "приказ", blanks[2].blank_id), keeper)
    (count, *_) = made.blanks.balance(keeper)
    assert (count.received, count.used, count.spoiled, count.left) == (4, 1, 1, 2)
    assert [one.entry_id for one in made.entering.listed(keeper, unclaimed=True)] == [line.entry_id]
    with pytest.raises(ReceiverMissing):
        made.entering.hand_over(line.entry_id, Receiver("Орлова", " "), keeper, version=line.version)
    made.entering.hand_over(line.entry_id, Receiver("Орлова В. И.", "паспорт 1"), keeper, version=line.version)
    with pytest.raises(EntryIssued):
        made.entering.hand_over(line.entry_id, Receiver("Орлова В. И.", "паспорт 1"), keeper, version=line.version)
    assert made.entering.listed(keeper, unclaimed=True) == ()
    (told,) = archive.requests.journal.listed(keeper, person_id=person)
    assert told.ground == "приказ № 9"
    year = archive.today().year
    assert archive.forms.written("register-attestat", year, keeper).content.startswith(b"%PDF")
    cells = [
        (cell.data_type, cell.value)
        for row in load_workbook(io.BytesIO(archive.forms.written("register-attestat", year, keeper, "xlsx").content))
        .worksheets[0]
        .iter_rows()
        for cell in row
        if cell.value is not None
    ]
    assert ("s", TITLE) in cells, "a formula is a text"
    assert all(kind != "f" for kind, _ in cells)
    for form in ("register-certificates", "blanks"):
        assert archive.forms.written(form, year, keeper).content.startswith(b"%PDF")


def test_two_clerks_at_once(fresh_archive: Archive) -> None:
    """Eight registrations compete for four blanks."""
    archive, keeper, made = fresh_archive, actor_of(fresh_archive), fresh_archive.registers
    person = add_person(archive.people, "Орлова Вера Ивановна", keeper)
    made.blanks.receive(LOT, keeper)
    blanks = [one.blank_id for one in made.blanks.listed(BOOK, keeper)]

    def enter(at: int) -> str | None:
        try:
            wanted = MadeOut(BOOK, person, "Аттестат", "приказ № 9", blanks[at % 4])
            return made.entering.enter(wanted, keeper).number
        except BlankGone:
            return None

    with ThreadPoolExecutor(4) as clerks:
        numbers = [number for number in clerks.map(enter, range(8)) if number]
    assert sorted(number.partition("/")[0] for number in numbers) == ["1", "2", "3", "4"]
    assert made.blanks.balance(keeper)[0].left == 0


def test_what_is_refused(fresh_archive: Archive) -> None:
    archive, keeper, made = fresh_archive, actor_of(fresh_archive), fresh_archive.registers
    person = add_person(archive.people, "Орлова Вера Ивановна", keeper)
    for wrong, error in (
        (MadeOut(BOOK, person, " ", "приказ"), EntryIncomplete),
        (MadeOut(BOOK, person, "Аттестат", " "), GroundMissing),
        (MadeOut(BOOK, 999, "Аттестат", "приказ"), NotFound),
        (MadeOut(BOOK, person, "Аттестат", "приказ", 999), BlankGone),
    ):
        with pytest.raises(error):
            made.entering.enter(wrong, keeper)
    for lot in (Lot(BOOK, "А", "1a", 1, "н"), Lot(BOOK, "А", "1", 0, "н"), Lot(BOOK, "А", "1", 1001, "н"),
                Lot(BOOK, "А", "1", 1, " "), Lot(BOOK, "А", "٣", 1, "н")):  # fmt: skip
        with pytest.raises(BlanksUnclear):
            made.blanks.receive(lot, keeper)
    teacher = account(archive, "учитель", "teacher")
    for call in (
        lambda: made.entering.listed(teacher),
        lambda: made.entering.enter(MadeOut(BOOK, person, "Аттестат", "приказ"), teacher),
        lambda: made.blanks.receive(LOT, teacher),
        lambda: made.blanks.balance(teacher),
        lambda: archive.forms.written("register-attestat", 2026, teacher),
    ):
        with pytest.raises(NotAllowed):
            call()
    line = made.entering.enter(MadeOut(BOOK, person, "Аттестат", "приказ"), keeper)
    made.blanks.receive(LOT, keeper)
    for wrong_row in (
        update(RegisterEntry).values(issued_on=date(2026, 1, 1), received_by="кто-то"),
        update(RegisterEntry).values(ground=" "),
        update(Blank).values(state=BlankState.SPOILED),
    ):
        with pytest.raises(IntegrityError), archive.sessions.begin() as session:
            session.execute(wrong_row)
    assert line.number.startswith("1/")
