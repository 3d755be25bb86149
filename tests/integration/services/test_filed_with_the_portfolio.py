"""What is filed by hand about a student who has a case file under the item lies in it, not in that of the year."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from archive_app.db.models import (
    AchievementKind,
    AchievementLevel,
    AchievementPaper,
    CaseFile,
    CaseFileState,
    Document,
    Volume,
)
from archive_app.services.card_history import editable_card
from archive_app.services.card_values import CardChanges, PersonSaid
from archive_app.services.places import Place
from archive_app.services.portfolio.filling import Achievement
from tests.fixtures.archives import actor_of, file_one, note, take_in
from tests.fixtures.families import ADA, LEV, YANA, family_school

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.bootstrap import Archive

ITEM = "03-01"
WON = Achievement(
    AchievementKind.CONTEST, AchievementPaper.DIPLOMA, AchievementLevel.REGIONAL, "Олимпиада", date(2026, 3, 14)
)


def _case_file(archive: Archive, document_id: int) -> tuple[int | None, str]:
    with archive.sessions() as session:
        query = select(CaseFile.person_id, CaseFile.title).join(Volume).join(Document, Document.volume_id == Volume.id)
        person, title = session.execute(query.where(Document.id == document_id)).one()
        return person, title


def test_by_hand_it_lies_where_the_accepted_entries_lie(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, boss, there = fresh_archive, actor_of(fresh_archive), family_school(fresh_archive)
    made, ada, curator = archive.portfolios, archive.actor("ада"), archive.actor("куратор-а")
    entry = made.filling.add(there[ADA], WON, ada)
    made.filling.send(entry, ada, version=1)
    made.judging.accept(entry, curator, version=2)
    year, number = archive.today().year, iter(range(9))

    def filed(*persons: str) -> tuple[int | None, str]:
        paper = note(tmp_path, f"лист {next(number)}", "лист.txt")
        return _case_file(archive, file_one(archive, paper, *persons, item=ITEM, year=year, kind="portfolio"))

    assert filed(ADA) == (there[ADA], ADA)
    assert filed(YANA)[0] is None, "who has none of the own shares that of the year"
    assert filed(ADA, LEV)[0] is None, "of two it is nobody's own"
    waiting = take_in(archive, note(tmp_path, "со стола", "стол.txt"))
    version = editable_card(archive.journal.reads, waiting, boss).version
    said = CardChanges(title="Характеристика", kind="portfolio", persons=[PersonSaid(ADA, person_id=there[ADA])])
    archive.filing.file(waiting, version, Place(ITEM, year), said, boss)
    assert _case_file(archive, waiting) == (there[ADA], ADA)
    with archive.sessions.begin() as session:
        hers = update(CaseFile).where(CaseFile.person_id == there[ADA])
        session.execute(hers.values(state=CaseFileState.CLOSED))
    assert filed(ADA)[0] is None, "nothing is added to a closed one"
