"""What is held on a person, whom it was given to and who looked: as each of those who print it may know."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from archive_app.auth.errors import NotAllowed
from archive_app.services.disclosure.journal import Release
from archive_app.services.people import studies
from archive_app.services.people.keeping import add_person
from archive_app.services.people.papers import Paper
from tests.fixtures.archives import account, actor_of, file_one, note
from tests.fixtures.form_columns import cells_of

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.auth.actor import Actor
    from archive_app.bootstrap import Archive

NAME = "Сойкина Ада Юрьевна"


def _told(archive: Archive, person: int, actor: Actor) -> str:
    cells = cells_of(archive.forms.written("subject-report", person, actor, "xlsx").content)
    return "\n".join(" ".join(str(cell) for cell in row if cell is not None) for row in cells)


@pytest.mark.parametrize("home", ["embedded"], indirect=True)
def test_each_part_is_told_by_who_may_know_it(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, boss = fresh_archive, actor_of(fresh_archive)
    person = add_person(archive.people, NAME, boss, birth_date=date(2014, 2, 3))
    group = archive.rights.dictionary.add_group("5-А", boss, started_on=date(2025, 9, 1))
    studies.add_study(archive.people, person, group, studies.Stay(enrolled=Paper("приказ № 1-у")), boss)
    file_one(archive, note(tmp_path, "о награждении"), NAME, title="Приказ о награждении")
    extent = "сведения об обучении"
    archive.requests.journal.note(Release("Военкомат", "запрос № 5", extent, person_id=person), boss)
    whole, clerk = (_told(archive, person, who) for who in (boss, account(archive, "писарь", "clerk")))
    officer = _told(archive, person, account(archive, "ответственный", "pd_officer"))
    for told in (whole, clerk, officer):
        assert f"Военкомат: {extent} запрос № 5" in told
    for words in ("приказ № 1-у", "Приказ о награждении"):
        assert (words in whole, words in officer) == (True, False)
    assert "приказ № 1-у" in clerk
    looked = "Соколова Мария Игоревна: "
    assert (looked in whole, looked in clerk, looked in officer) == (True, False, True)
    assert "сообщает ответственный за персональные данные" in clerk
    assert "сообщает тот, кто ведёт карточки лиц" in officer
    with pytest.raises(NotAllowed):
        _told(archive, person, account(archive, "завуч-печатает", "deputy"))
