"""Half past ten in the evening by UTC is tomorrow in Moscow: days, rights and «in March» are those of the organisation."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from archive_app.bootstrap import open_archive
from archive_app.db.engine import reading
from archive_app.db.models import Document, Duty, RequestKind, User
from archive_app.directory_roles import read_roles
from archive_app.services.accounts.directory import block_account
from archive_app.services.card_history import editable_card
from archive_app.services.card_values import CardChanges
from archive_app.services.external.admitting import Admitting
from archive_app.services.external.identities import identities, untie
from archive_app.services.external.person import LDAP, ExternalPerson
from archive_app.services.intake import Origin, Said
from archive_app.services.people.cards import person_card
from archive_app.services.people.keeping import add_person
from archive_app.services.requests.registering import Asked
from archive_app.services.rights.errors import LastKeeper
from tests.fixtures.archives import account, actor_of, facts, note

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from archive_app.bootstrap import Archive
    from tests.fixtures.archives import Home

LAST_OF_MARCH = datetime(2027, 3, 31, 22, 30, tzinfo=UTC)
"""By UTC; it is the first of April in Moscow."""


class Set:
    """A clock that stands until it is set."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def evening() -> Set:
    return Set(LAST_OF_MARCH)


@pytest.fixture
def late(embedded_home: Home, evening: Set) -> Iterator[Archive]:
    with open_archive(embedded_home.settings(), evening) as archive:
        yield archive


def test_a_request_is_registered_on_the_day_there(late: Archive) -> None:
    keeper = actor_of(late)
    person = add_person(late.people, "Орлова Вера Ивановна", keeper)
    number = late.requests.registering.register(Asked(RequestKind.STUDY_CERTIFICATE, "Орлова", person), keeper)
    card = late.requests.showing.card(number, keeper)
    assert (card.registered_on, card.started_on) == (date(2027, 4, 1), date(2027, 4, 1))


def test_who_looked_in_march_is_asked_of_march_there(late: Archive, evening: Set) -> None:
    boss = actor_of(late)
    person = add_person(late.people, "Орлова Вера Ивановна", boss)
    for login, now in (
        ("февральский", datetime(2027, 2, 28, 20, 30, tzinfo=UTC)),
        ("мартовский", datetime(2027, 2, 28, 21, 30, tzinfo=UTC)),
        ("апрельский", LAST_OF_MARCH),
    ):
        evening.now = now
        person_card(late.people, person, account(late, login, "archivist"))
    officer = account(late, "ответственный", "auditor")
    march = late.requests.looks.at(person, officer, date(2027, 3, 1), date(2027, 3, 31))
    assert {line.login for line in march.lines} == {"мартовский"}


def test_a_group_is_meant_as_it_is_called_there_today(late: Archive, evening: Set, tmp_path: Path) -> None:
    """Of two groups of one name the new one is meant from the midnight there on, and not two hours before."""
    boss = actor_of(late)
    dictionary, old, new = late.rights.dictionary, date(2026, 4, 1), date(2027, 4, 1)
    groups = {dictionary.add_group("1-А", boss, started_on=day): day for day in (old, new)}
    said, found = Said(kind="other", group="1-А"), []
    filed = late.intake.receive(note(tmp_path, "ещё", "ещё.txt"), "ещё.txt", facts(title="Без даты"), boss).document_id
    for at, moment in enumerate((LAST_OF_MARCH - timedelta(hours=2), LAST_OF_MARCH)):
        evening.now = moment
        path = note(tmp_path, f"без даты {at}", f"{at}.txt")
        taken = late.intake.receive_unfiled(path, path.name, boss, Origin(), said).document_id
        version = editable_card(late.journal.reads, filed, boss).version
        late.card_edits.edit(filed, version, CardChanges(group="1-А"), boss)
        with reading(late.sessions) as session:
            found += [groups[session.get_one(Document, number).group_id or 0] for number in (taken, filed)]
    assert found == [old, old, new, new]


def test_a_directory_gives_the_group_that_is_called_so_there_today(late: Archive, evening: Set) -> None:
    """A teacher of «1-А» by the directory has the old class until the midnight there, and the new one from then on."""
    boss, old, new = actor_of(late), date(2026, 4, 1), date(2027, 4, 1)
    begun = {late.rights.dictionary.add_group("1-А", boss, started_on=day): day for day in (old, new)}
    mapping = read_roles("teachers=teacher@group:1-А")
    proved = ExternalPerson(LDAP, LDAP, "uid=зорина", "зорина", "Зорина Вера", groups=frozenset({"teachers"}))

    def groups() -> list[date]:
        with reading(late.sessions) as session:
            held = select(Duty.group_id).join(User).where(User.login == "зорина", Duty.revoked_at.is_(None))
            return [begun[group] for group in session.scalars(held) if group is not None]

    for moment, day in ((LAST_OF_MARCH - timedelta(hours=2), old), (LAST_OF_MARCH, new)):
        evening.now = moment
        number = Admitting(late.accounts, mapping, late.today()).admit(proved, "10.0.0.7")
        assert groups() == [day]
    (tie,) = identities(late.accounts)
    assert (tie.login, tie.linked_at) == ("зорина", LAST_OF_MARCH - timedelta(hours=2))
    untie(late.accounts, number, LDAP, by=boss.login)
    assert (groups(), identities(late.accounts)) == ([], [])


def test_the_last_keeper_of_a_day_is_kept(late: Archive) -> None:
    """Whose duty begins on the first of April keeps accounts there already, so another one may be blocked."""
    boss = actor_of(late)
    second = account(late, "второй", "sysadmin", valid_from=date(2027, 4, 1))
    block_account(late.accounts, boss.user_id, by=second.login)
    with pytest.raises(LastKeeper):
        block_account(late.accounts, second.user_id, by="кто-то")
