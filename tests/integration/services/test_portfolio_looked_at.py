"""The papers of an entry and of an application looked at page by page, by whoever may look at what they belong to."""

from __future__ import annotations

import io
from datetime import date
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from sqlalchemy import select

from archive_app.auth.errors import NotAllowed
from archive_app.db.models import AchievementKind, AchievementLevel, AchievementPaper, AuditEvent
from archive_app.errors import NotFound
from archive_app.services.outside.applying import Told
from archive_app.services.portfolio.files import Attachment
from archive_app.services.portfolio.filling import Achievement
from tests.fixtures.api import program
from tests.fixtures.archives import account, actor_of
from tests.fixtures.families import ADA, family_school

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.bootstrap import Archive

WON = Achievement(
    AchievementKind.CONTEST, AchievementPaper.DIPLOMA, AchievementLevel.REGIONAL, "Олимпиада", date(2026, 3, 14)
)


def _book(folder: Path) -> Attachment:
    """Three pages, each wider than the one before."""
    pages = [Image.new("L", (400 + 100 * number, 300), 200) for number in range(3)]
    path = folder / "работа.pdf"
    pages[0].save(path, save_all=True, append_images=pages[1:])
    return Attachment(path, path.name)


def test_the_curator_looks_before_judging_and_strangers_do_not(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, there, made = fresh_archive, family_school(fresh_archive), fresh_archive.portfolios
    ada, curator = archive.actor("ада"), archive.actor("куратор-а")
    entry = made.filling.add(there[ADA], WON, ada, (_book(tmp_path),))
    (file,) = made.showing.card(entry, ada).attached
    with pytest.raises(NotFound):  # a draft is the student's own
        made.looking.leaf(file.file_id, 1, curator)
    made.filling.send(entry, ada, version=made.showing.card(entry, ada).version)
    leaf = made.looking.leaf(file.file_id, 2, curator)
    assert (leaf.number, leaf.pages, leaf.entry_id, leaf.outside_id) == (2, 3, entry, None)
    assert made.looking.leaf(file.file_id, 99, curator).number == 1
    shown = made.looking.picture(file.file_id, 3, curator, 240)
    with Image.open(io.BytesIO(shown.jpeg or b"")) as image:
        assert (image.format, image.width) == ("JPEG", 240)
    assert made.looking.picture(file.file_id, 3, curator, 240, shown.etag).jpeg is None
    with pytest.raises(NotFound):
        made.looking.picture(file.file_id, 4, curator, 240)
    with archive.sessions() as session:
        looks = select(AuditEvent.actor).where(AuditEvent.action == "portfolio:file:read").distinct()
        assert session.scalars(looks).all() == ["куратор-а"]
    account(archive, "учитель", "teacher", group_id=there["5-А"])
    for login in ("лев", "яна", "куратор-б", "учитель"):
        for look in (
            lambda who: made.looking.leaf(file.file_id, 1, who),
            lambda who: made.looking.picture(file.file_id, 1, who, 960),
        ):
            with pytest.raises((NotFound, NotAllowed)):
                look(archive.actor(login))
    road = f"/portfolio/files/{file.file_id}/pages/1/image"
    for login, expected in {"мать": HTTPStatus.OK, "яна": HTTPStatus.NOT_FOUND, "лев": HTTPStatus.NOT_FOUND}.items():
        assert program(archive, archive.actor(login)).get(road).status_code == expected, login
    made.filling.add(there[ADA], WON, ada)
    assert made.looking.leaf(file.file_id, 1, archive.actor("мать")).pages == 3


def test_papers_of_an_application_are_looked_at_by_the_office(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, there, made = fresh_archive, family_school(fresh_archive), fresh_archive.portfolios
    told = Told("Химия", "Лицей", "5", "справка № 4")
    number = archive.outside.applying.apply(there[ADA], told, archive.actor("мать"), (_book(tmp_path),))
    (file,) = archive.outside.showing.card(number, actor_of(archive)).attached
    clerk = account(archive, "секретарь", "clerk")
    leaf = made.looking.leaf(file.file_id, 1, clerk)
    assert (leaf.pages, leaf.outside_id, leaf.entry_id) == (3, number, None)
    for login in ("лев", "яна", "куратор-б"):
        with pytest.raises(NotFound):
            made.looking.leaf(file.file_id, 1, archive.actor(login))
