"""Case files come into the archive by an act of two persons, whole and checked; afterwards nothing of it changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from archive_app.auth.errors import NotAllowed
from archive_app.db.models import Accession, Blob, CaseFile, CaseFileState, CaseStep, Custody, Document, StepKind
from archive_app.services.accession.errors import (
    AccessionBroken,
    AccessionNotChecked,
    AccessionOutdated,
    AccessionSettled,
    NothingHandedOver,
    OwnAccession,
    PlaceOnlyInArchive,
)
from archive_app.services.accession.places import Place
from archive_app.services.case_refusals import CaseFilesRefused
from archive_app.services.life.errors import CaseFileKept, CaseFileListed
from archive_app.services.rights.errors import ReasonMissing
from archive_app.services.typed import TooLong
from storage.errors import BlobLocked
from storage.keys import BlobKey
from tests.fixtures.archives import account, actor_of, work
from tests.integration.services.archiving import PERMANENT, closed_one, open_one, second

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.bootstrap import Archive

SHELF = Place(room="2", rack="4", shelf="1", box="17")


def original_of(archive: Archive, case_file: int) -> str:
    with archive.sessions() as session:
        volume = session.get_one(CaseFile, case_file).volumes[0].id
        return session.scalars(select(Document.original_sha256).where(Document.volume_id == volume)).one()


def test_an_act_brings_case_files_over(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, giver, taker = fresh_archive, actor_of(fresh_archive), second(fresh_archive)
    acts = archive.archiving.accessions
    one = closed_one(archive, tmp_path, "журнал")
    number = acts.drawing_up.create([one, one], giver, ground="график передачи")
    with pytest.raises(CaseFileListed):
        archive.life.closing.reopen(one, giver, reason="лист")
    with pytest.raises(OwnAccession):
        acts.taking_over.accept(number, giver)
    with pytest.raises(AccessionNotChecked):
        acts.taking_over.accept(number, taker)
    work(archive)
    card = acts.showing.card(number, giver)
    assert (card.state, card.case_files, card.sheets, card.broken) == ("ready", 1, 10, ())
    assert card.blobs_checked
    with pytest.raises(OwnAccession):
        acts.taking_over.accept(number, giver)
    with pytest.raises(TooLong):
        acts.taking_over.accept(number, taker, place=Place(room="х" * 65))
    assert acts.taking_over.accept(number, taker, place=SHELF) == 1
    with archive.sessions() as session:
        case_file = session.get_one(CaseFile, one)
        assert (case_file.state, case_file.custody) == (CaseFileState.ARCHIVED, Custody.ARCHIVE)
        step = session.scalars(
            select(CaseStep).where(CaseStep.case_file_id == one).order_by(CaseStep.id.desc())
        ).first()
        assert step is not None
        assert (step.kind, step.by) == (StepKind.TRANSFERRED, "второй")
    (line,) = acts.showing.lines(number, giver)
    assert line.place == SHELF
    acts.placing.move(one, Place(room="3"), taker)
    assert acts.showing.lines(number, giver)[0].place == Place(room="3")
    assert archive.forms.written("transfer-act", number, giver).content.startswith(b"%PDF-1.7")
    _nothing_changes_any_more(archive, number, one)


def _nothing_changes_any_more(archive: Archive, number: int, case_file: int) -> None:
    acts, giver, taker = archive.archiving.accessions, actor_of(archive), archive.actor("второй")
    for change in (
        lambda: acts.taking_over.accept(number, taker),
        lambda: acts.drawing_up.withdraw(number, giver, reason="передумали"),
        lambda: acts.drawing_up.check_again(number, giver),
    ):
        with pytest.raises(AccessionSettled):
            change()
    with pytest.raises(CaseFileKept):
        archive.life.closing.reopen(case_file, giver, reason="лист")
    with pytest.raises(CaseFilesRefused) as refused:
        acts.drawing_up.create([case_file], giver, ground="ещё раз")
    assert refused.value.refusals[0].reasons == ("archived", "in_act")


def test_the_store_keeps_what_the_archive_has_taken_over(embedded_home: Any, tmp_path: Path) -> None:
    with embedded_home.opened() as archive:
        giver, taker = actor_of(archive), second(archive)
        acts = archive.archiving.accessions
        journal, order = (closed_one(archive, tmp_path, name, **said) for name, said in _TWO.items())
        number = acts.drawing_up.create([journal, order], giver, ground="график")
        work(archive)
        acts.taking_over.accept(number, taker)
        work(archive)
        key = BlobKey(original_of(archive, journal))
        with pytest.raises(BlobLocked):
            archive.store.remove(key)
        assert archive.store.locked_until(key) == datetime(2031, 1, 1, tzinfo=UTC)  # finished 2025, five years
        with archive.sessions() as session:
            kept = session.get_one(Blob, original_of(archive, order)).locked_until
        assert kept is not None
        assert kept.year == archive.today().year + 75


_TWO: dict[str, dict[str, Any]] = {"журнал": {}, "приказ": {"item": PERMANENT, "kind": "order"}}


def test_each_refused_case_file_is_named_with_every_reason(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, giver = fresh_archive, actor_of(fresh_archive)
    acts = archive.archiving.accessions
    changed = closed_one(archive, tmp_path, "изменено")
    still_open = open_one(archive, tmp_path, "открыто", item=PERMANENT, kind="order", sheets=None)
    with archive.sessions.begin() as session:
        volume = session.get_one(CaseFile, changed).volumes[0].id
        session.scalars(select(Document).where(Document.volume_id == volume)).one().sheets = None
    with pytest.raises(CaseFilesRefused) as refused:
        acts.drawing_up.create([changed, still_open, 999], giver, ground="график")
    told = {one.case_file_id: one.reasons for one in refused.value.refusals}
    assert told[still_open] == ("not_closed", "sheets_unknown", "unread")
    assert "sheets_unknown" in told[changed]
    assert told[999] == ("unknown",)
    assert acts.showing.listed(giver) == ()
    with pytest.raises(NothingHandedOver):
        acts.drawing_up.create([], giver, ground="график")
    with pytest.raises(ReasonMissing):
        acts.drawing_up.create([changed], giver, ground=" ")
    with pytest.raises(NotAllowed):
        acts.drawing_up.create([changed], account(archive, "завуч", "deputy"), ground="график")
    with pytest.raises(PlaceOnlyInArchive):
        acts.placing.move(changed, SHELF, giver)


def test_bytes_that_are_not_whole_are_not_taken_over(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, giver, taker = fresh_archive, actor_of(fresh_archive), second(fresh_archive)
    acts = archive.archiving.accessions
    one = closed_one(archive, tmp_path, "журнал")
    key = BlobKey(original_of(archive, one))
    with archive.store.open(key) as stream:
        content = stream.read()
    archive.store.remove(key)
    number = acts.drawing_up.create([one], giver, ground="график")
    work(archive)
    card = acts.showing.card(number, giver)
    assert (card.state, [(each.case_file_id, each.outcome) for each in card.broken]) == ("broken", [(one, "missing")])
    with pytest.raises(AccessionBroken):
        acts.taking_over.accept(number, taker)
    source = tmp_path / "backup"
    source.write_bytes(content)
    with source.open("rb") as stream:
        archive.store.commit(archive.store.stage(stream))
    acts.drawing_up.check_again(number, giver)
    work(archive)
    with archive.sessions.begin() as session:
        session.get_one(Accession, number).checked_at = archive.clock() - timedelta(days=8)
    with pytest.raises(AccessionOutdated):
        acts.taking_over.accept(number, taker)
    acts.drawing_up.withdraw(number, giver, reason="отложено")
    again = acts.drawing_up.create([one], giver, ground="график")
    work(archive)
    assert acts.taking_over.accept(again, taker) == 1
