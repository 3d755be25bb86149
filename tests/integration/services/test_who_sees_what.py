"""Who has no right to documents meets nothing of them, and changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archive_app.auth.errors import NotAllowed
from archive_app.demo.scans import SCHOOL_PLAN
from archive_app.errors import NotFound
from archive_app.services.documents import card
from archive_app.services.export import export_document
from archive_app.services.fileplans import import_plan, shown_plan
from archive_app.services.renaming import rename_person
from archive_app.services.review import Said
from archive_app.services.search_filters import Filters
from archive_app.services.setting_up import FIRST_ROLES
from tests.fixtures.archives import account, actor_of, file_one, note, work

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.bootstrap import Archive

PERSON = "Кукушкина Ольга Львовна"


@pytest.fixture(scope="module")
def document(archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> int:
    number = file_one(archive, note(tmp_path_factory.mktemp("a"), "тайна педагогического совета"), PERSON)
    work(archive)
    assert archive.searching.search("тайна", actor_of(archive)).total == 1
    return number


@pytest.mark.parametrize("role", ["sysadmin", "auditor", "teacher"])
def test_documents_are_not_there_for_them(archive: Archive, document: int, tmp_path: Path, role: str) -> None:
    actor = account(archive, role, role)
    for question in ("тайна", "тайнаа", "лицо:Кукушкина", "год:2025", "NOT слово", "*", ""):
        answer = archive.searching.search(question, actor)
        assert (answer.total, answer.hits, answer.did_you_mean) == (0, (), None), question
        assert not any(answer.facets.values()), question
    assert archive.searching.search("тайна", actor, Filters(person=(PERSON,))).total == 0
    assert not any(item.documents for _, items in shown_plan(archive.sessions, 2025, actor).sections for item in items)
    with pytest.raises(NotFound):
        card(archive.journal.reads, document, actor)
    with pytest.raises(NotFound):
        archive.page_images.image(document, 1, actor)
    with pytest.raises(NotFound):
        archive.searching.boxes(document, 1, "тайна", actor)
    with pytest.raises(NotFound):
        export_document(archive.sessions, archive.store, archive.clock, document, tmp_path / "out", actor)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("role", ["sysadmin", "teacher"])
def test_the_review_queue_shows_texts_so_it_is_closed(archive: Archive, document: int, role: str) -> None:
    actor = account(archive, role, role)
    with pytest.raises(NotAllowed):
        archive.review.waiting(actor)
    with pytest.raises(NotAllowed):
        archive.review.settle(document, 1, actor, Said(text="подменён"))


def test_an_administrator_changes_no_records(archive: Archive, document: int) -> None:
    actor = account(archive, "sysadmin", "sysadmin")
    with pytest.raises(NotAllowed):
        import_plan(archive.sessions, archive.clock, SCHOOL_PLAN, 2024, actor)
    with pytest.raises(NotAllowed):
        rename_person(archive.sessions, archive.clock, PERSON, "Сорокина Ольга Львовна", actor)


def test_the_first_account_has_every_role_that_it_is_given(archive: Archive) -> None:
    assert actor_of(archive).roles == set(FIRST_ROLES)
