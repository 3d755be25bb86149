"""The page of an account: whose records a duty opens is said by name, and namesakes are told apart before."""

from __future__ import annotations

from datetime import date

from archive_app.entrypoints.web.app import create_app
from archive_app.services.people.keeping import add_person
from tests.fixtures.archives import *  # noqa: F403 - fixtures are found by name
from tests.fixtures.archives import Home, account, actor_of
from tests.fixtures.signing_in import give_password
from tests.fixtures.visitors import Visitor


def test_a_name_will_do(embedded_home: Home) -> None:
    with embedded_home.opened() as archive:
        keeper = actor_of(archive)
        for name, born in (("Чижиков Олег Ильич", date(2008, 1, 2)), ("Чижиков Олег Ильич", date(2010, 3, 4)),
                           ("Орлова Вера Ивановна", date(2009, 5, 6))):  # fmt: skip
            add_person(archive.people, name, keeper, birth_date=born)
        for login, role in (("админ", "sysadmin"), ("мать", "auditor")):
            account(archive, login, role)
        give_password(archive, "админ")
        visitor = Visitor(create_app(archive).test_client())
        visitor.sign_in("админ")
        given, card = "/admin/users/мать/duties", "/admin/users/мать"
        told = visitor.send(given, card, role="parent", person="Чижиков Олег Ильич", reason="заявление")
        assert told.status_code == 400
        assert "№ 1 Чижиков Олег Ильич, 02.01.2008; № 2 Чижиков Олег Ильич, 04.03.2010" in told.text
        assert visitor.send(given, card, role="parent", person="Никтов", reason="заявление").status_code == 404
        assert [duty.person for duty in archive.rights.duties.listed(keeper, "мать")] == [None]
        visitor.send(given, card, role="parent", person="Орловой Вере", reason="заявление")
        shown = visitor.get(card).text
        assert "Орлова Вера Ивановна" in shown
        assert shown.count("без срока") == len(archive.rights.duties.listed(keeper, "мать")) == 2
