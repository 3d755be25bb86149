"""Namesakes on the pages of doubles are told apart by what a person knows of them, not by a number alone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from archive_app.services.people import keeping, studies
from tests.fixtures.archives import Home, actor_of
from tests.fixtures.signing_in import give_password
from tests.fixtures.visitors import *  # noqa: F403 - fixtures
from tests.fixtures.visitors import Visitor, quick_hashes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive_app.bootstrap import Archive

NAME = "Намова Тёзка Ивановна"
BORN = date(2009, 9, 9)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with quick_hashes(), Home(tmp_path_factory.mktemp("namesakes") / "home").prepare().opened() as opened:
        give_password(opened, opened.actor().login)
        yield opened


def test_birth_date_and_study_stand_beside_the_name(archive: Archive, visitor: Visitor) -> None:
    boss, people = actor_of(archive), archive.people
    known = keeping.add_person(people, NAME, boss, birth_date=BORN)
    unknown = keeping.add_person(people, NAME, boss)
    for name, since, until in (("8-Ж", 2022, date(2023, 5, 31)), ("9-Ж", 2023, None)):
        group = archive.rights.dictionary.add_group(name, boss, started_on=date(since, 9, 1))
        studies.add_study(people, known, group, studies.Stay(until=until), boss)
    visitor.sign_in(boss.login)
    apart = f"№&nbsp;{known} · дата рождения: 09.09.2009 · 9-Ж, с 2023 г.; 8-Ж, 2022-2023"
    none = f"№&nbsp;{unknown} · дата рождения неизвестна · учёба не указана"
    for page in (
        "/persons/doubles",
        f"/persons/{known}/doubles",
        f"/persons/{known}/merge?other={unknown}",
        f"/persons/{unknown}/merge?other={known}",
    ):
        text = visitor.get(page).text
        assert apart in text, page
        assert none in text, page


def test_the_other_card_is_named_by_its_name(archive: Archive, visitor: Visitor) -> None:
    boss, people = actor_of(archive), archive.people
    one = keeping.add_person(people, "Первая Анна", boss)
    other = keeping.add_person(people, "Вторая Анна", boss)
    visitor.sign_in(boss.login)
    assert f"№&nbsp;{other} · " in visitor.get(f"/persons/{one}/merge?other=Вторая+Анна").text
    visitor.get(f"/persons/{one}/merge?other={NAME.replace(' ', '+')}")
    assert "так зовут не одного" in visitor.get(f"/persons/{one}/doubles").text
