"""Filing and closing at the same moment: one waits for the other, and a closed case file holds what it counted."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from archive_app.db.models import CaseFile, CaseFileState, Document, Volume
from archive_app.services.case_files import CaseFileClosed, find_item, open_volume
from archive_app.services.life.steps import case_file_row
from archive_app.services.places import Place, volume_for
from tests.fixtures.archives import ITEM, YEAR, actor_of, file_one, note, take_in

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.bootstrap import Archive

SAID = {"date": date(YEAR, 9, 2), "sheets": 10}
A_MOMENT = 0.5
"""Seconds in which whoever does not wait would be done."""


def case_file_of(archive: Archive, document_id: int) -> int:
    query = select(Volume.case_file_id).join(Document, Document.volume_id == Volume.id)
    with archive.sessions() as session:
        return session.scalars(query.where(Document.id == document_id)).one()


def test_closing_waits_for_a_filing_that_has_begun(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, actor = fresh_archive, actor_of(fresh_archive)
    case_file = case_file_of(archive, file_one(archive, note(tmp_path, "первый"), **SAID))
    second = take_in(archive, note(tmp_path, "второй", "2.txt"), **SAID)
    with ThreadPoolExecutor(1) as other, archive.sessions.begin() as filing:
        volume = open_volume(filing, find_item(filing, ITEM, YEAR), YEAR, [], archive.clock())
        filing.get_one(Document, second).volume_id = volume
        filing.flush()
        closing = other.submit(archive.life.closing.close, case_file, actor)
        time.sleep(A_MOMENT)
        assert not closing.done()
        filing.commit()
        assert closing.result(30).documents == 2


def test_filing_sees_a_closing_that_has_begun_and_opens_another_case_file(
    fresh_archive: Archive, tmp_path: Path
) -> None:
    archive = fresh_archive
    case_file = case_file_of(archive, file_one(archive, note(tmp_path, "первый"), **SAID))
    with ThreadPoolExecutor(1) as other, archive.sessions.begin() as closing:
        row = case_file_row(closing, case_file)
        row.state, row.closed_on = CaseFileState.CLOSED, archive.today()
        closing.flush()
        filing = other.submit(file_one, archive, note(tmp_path, "второй", "2.txt"), **SAID)
        time.sleep(A_MOMENT)
        assert not filing.done()
        closing.commit()
        assert case_file_of(archive, filing.result(30)) != case_file
    with archive.sessions() as session, pytest.raises(CaseFileClosed):
        volume_for(session, Place(ITEM, YEAR, case_file=case_file), [], archive.clock())
    with archive.sessions() as session:
        assert session.get_one(CaseFile, case_file).state is CaseFileState.CLOSED
