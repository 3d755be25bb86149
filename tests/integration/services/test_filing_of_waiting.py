"""Documents that were taken in are filed one after another, and moved with a reason."""

from __future__ import annotations

import datetime
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from archive_app.auth.errors import NotAllowed
from archive_app.db.engine import reading
from archive_app.db.models import CaseFile, CaseFileState
from archive_app.errors import ArchiveError, NotFound
from archive_app.services.card_edits import StaleEdit
from archive_app.services.card_history import changes_of, editable_card
from archive_app.services.card_values import CardChanges, PersonSaid
from archive_app.services.case_files import CaseFileClosed, UnknownItem
from archive_app.services.documents import card
from archive_app.services.filing import AlreadyFiled, NotFiled
from archive_app.services.places import Place, TwoPlaces, open_case_files
from archive_app.services.rights.errors import ReasonMissing
from tests.fixtures.archives import ITEM, YEAR, account, actor_of, file_one, note, take_in

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.bootstrap import Archive

HERE = Place(ITEM, YEAR)


@pytest.fixture
def waiting(archive: Archive, tmp_path: Path) -> int:
    return take_in(archive, note(tmp_path, f"Ведомость {tmp_path}"), title="скан 0001")


def version(archive: Archive, document: int) -> int:
    return editable_card(archive.journal.reads, document, actor_of(archive)).version


def test_a_waiting_document_is_filed_with_what_is_said_of_it(archive: Archive, waiting: int) -> None:
    acting = actor_of(archive)
    count = archive.filing.how_many_wait(acting)
    said = CardChanges(
        title="Журнал 5-А класса",
        kind="class_journal",
        date=datetime.date(2026, 5, 26),
        persons=[PersonSaid("Орлов Пётр")],
    )

    saved = archive.filing.file(waiting, version(archive, waiting), HERE, said, acting)

    assert {"place", "title", "kind", "date", "persons"} == set(saved.fields)
    shown = card(archive.journal.reads, waiting, acting)
    assert (shown.item, shown.year, shown.volume, shown.kind) == (ITEM, YEAR, 1, "class_journal")
    assert archive.filing.how_many_wait(acting) == count - 1
    with pytest.raises(AlreadyFiled):
        archive.filing.file(waiting, saved.version, HERE, CardChanges(), acting)


def test_new_case_files_and_volumes_are_named_and_offered(archive: Archive, waiting: int, tmp_path: Path) -> None:
    acting = actor_of(archive)
    second = take_in(archive, note(tmp_path, "ещё один", "2.txt"))
    title = f"Журнал {tmp_path.name}"

    archive.filing.file(
        waiting, version(archive, waiting), Place(ITEM, YEAR, new_case_file=title), CardChanges(), acting
    )
    with reading(archive.sessions) as session:
        offered = {each.title: each for each in open_case_files(session, acting, ITEM, YEAR)}
    assert (offered[title].documents, offered[title].volumes) == (1, (1,))

    chosen = Place(ITEM, YEAR, case_file=offered[title].case_file_id, new_volume=True)
    archive.filing.file(second, version(archive, second), chosen, CardChanges(), acting)
    assert (shown := card(archive.journal.reads, second, acting)).volume == 2
    assert shown.case_file == title


@pytest.mark.parametrize(
    ("place", "refusal"),
    [
        (Place("99-99", YEAR), UnknownItem),
        (Place(ITEM, YEAR, case_file=999_999), NotFound),
        (Place(ITEM, YEAR, volume=9), NotFound),
        (Place(ITEM, YEAR, case_file=1, new_case_file="Другое"), TwoPlaces),
    ],
)
def test_wrong_places_leave_it_waiting(
    archive: Archive, waiting: int, place: Place, refusal: type[ArchiveError]
) -> None:
    with pytest.raises(refusal):
        archive.filing.file(waiting, version(archive, waiting), place, CardChanges(title="Не то"), actor_of(archive))
    assert not editable_card(archive.journal.reads, waiting, actor_of(archive)).filed


def test_a_filed_document_moves_with_a_reason_and_comes_back(archive: Archive, tmp_path: Path) -> None:
    acting = actor_of(archive)
    document = file_one(archive, note(tmp_path, f"Не туда {tmp_path}"))
    filing, target = archive.filing, Place("02-05", YEAR)

    with pytest.raises(ReasonMissing):
        filing.refile(document, version(archive, document), target, " ", acting)
    moved = filing.refile(document, version(archive, document), target, "Ошибка регистрации", acting)

    assert card(archive.journal.reads, document, acting).item == "02-05"
    change = changes_of(archive.journal.reads, document, acting)[0]
    assert (change.field, change.reason) == ("place", "Ошибка регистрации")
    assert ITEM in change.old
    archive.card_edits.undo(document, moved.version, acting)
    assert card(archive.journal.reads, document, acting).item == ITEM


def test_nothing_enters_or_leaves_a_closed_case_file(archive: Archive, waiting: int, tmp_path: Path) -> None:
    acting = actor_of(archive)
    own = Place(ITEM, YEAR, new_case_file=f"Закрытое {tmp_path.name}")
    archive.filing.file(waiting, version(archive, waiting), own, CardChanges(), acting)
    with archive.sessions.begin() as session:
        closed = session.query(CaseFile).filter_by(title=own.new_case_file).one()
        closed.state, number = CaseFileState.CLOSED, closed.id

    with pytest.raises(CaseFileClosed):
        archive.filing.refile(waiting, version(archive, waiting), HERE, "Вынуть", acting)
    other = take_in(archive, note(tmp_path, "ещё", "2.txt"))
    with pytest.raises(CaseFileClosed):
        archive.filing.file(other, version(archive, other), Place(ITEM, YEAR, case_file=number), CardChanges(), acting)
    with pytest.raises(NotFiled):
        archive.filing.refile(other, version(archive, other), HERE, "Ещё не зарегистрирован", acting)


def test_the_queue_is_only_what_one_may_file(archive: Archive, tmp_path: Path) -> None:
    order = take_in(archive, note(tmp_path, "приказ", "1.txt"), kind="order")
    journal = take_in(archive, note(tmp_path, "журнал", "2.txt"), kind="class_journal")
    clerk = account(archive, "делопроизводитель", "clerk")

    numbers = [each.document_id for each in archive.filing.waiting(clerk)]

    assert order in numbers
    assert journal not in numbers
    assert archive.filing.how_many_wait(clerk) == len(numbers)
    with pytest.raises(NotFound):
        archive.filing.file(journal, version(archive, journal), HERE, CardChanges(), clerk)
    with pytest.raises(NotAllowed):
        archive.filing.file(order, version(archive, order), HERE, CardChanges(kind="class_journal"), clerk)
    assert archive.filing.how_many_wait(account(archive, "аудитор", "auditor")) == 0


def test_neighbours_lead_through_the_queue(archive: Archive, tmp_path: Path) -> None:
    first, second, third = (take_in(archive, note(tmp_path, f"{n} {tmp_path}", f"{n}.txt")) for n in "123")
    assert archive.filing.neighbours(actor_of(archive), second) == (first, third)


def test_two_who_file_one_document_at_once(archive: Archive, waiting: int) -> None:
    seen = version(archive, waiting)

    def try_one(title: str) -> str:
        try:
            archive.filing.file(waiting, seen, HERE, CardChanges(title=title), actor_of(archive))
        except (AlreadyFiled, StaleEdit):
            return "late"
        return "filed"

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(try_one, ("Первый", "Второй"))) == ["filed", "late"]
