"""Data whose purpose has ended by commands, by programs and in the browser: one list for all three."""

from __future__ import annotations

import json
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

from archive_app.db.models import Purpose
from archive_app.services import consents
from archive_app.services.people import cards, keeping
from archive_app.services.people.papers import Paper
from tests.fixtures.api import app_of, program, refused
from tests.fixtures.archives import actor_of
from tests.fixtures.signing_in import csrf_of, give_password
from tests.fixtures.visitors import Visitor, quick_hashes

if TYPE_CHECKING:
    from tests.e2e.cli.conftest import Cli


def test_reached_listed_and_settled(cli: Cli) -> None:
    with cli.home.opened() as archive:
        boss, today = actor_of(archive), archive.today()
        person = keeping.add_person(archive.people, "Сойкина Ада Юрьевна", boss)
        long_ago = today - timedelta(days=60)
        first, second, third = (
            consents.add_consent(
                archive.people, person, consents.ConsentSaid(purpose, Paper("согласие"), given_on=long_ago), boss
            )
            for purpose in (Purpose.PUBLICATION, Purpose.TRANSFER, Purpose.SPECIAL)
        )
        run = ("--user", boss.login, "person")
        on = f"{today - timedelta(days=40):%d.%m.%Y}"
        done = cli.run(*run, "reached", first, "--ground", "выставка прошла", "--on", on, "--version", 1, "--json")
        assert json.loads(done.stdout) == {"person_id": person}, done.stderr
        asking = program(archive, boss)
        said = {"version": 1, "ground": "олимпиада прошла"}
        reached = asking.ask("POST", f"/persons/consents/{second}/reached", json=said)
        assert reached.get_json() == {"person_id": person}
        refused(
            asking.ask("POST", f"/persons/consents/{second}/reached", json=said | {"version": 2}), 409, "purpose_ended"
        )
        part = asking.get("/persons/consents/ended?limit=1").get_json()
        assert [(one["consent_id"], one["overdue"]) for one in part["consents"]] == [(first, True)]
        following = asking.get(part["next"].removeprefix("/api/v1")).get_json()
        assert [one["consent_id"] for one in following["consents"]] == [second]
        assert "(просрочено)" in cli.run(*run, "ended").stdout
        with quick_hashes():
            give_password(archive, boss.login)
            visitor = Visitor(app_of(archive).test_client())
            visitor.sign_in(boss.login)
            assert "Закончились цели 2 согласий" in visitor.get("/").text
            page = visitor.get("/persons/ended-consents").text
            assert page.count("просрочено") == 1
            assert f"/persons/{person}#consents" in page
            card = visitor.get(f"/persons/{person}").text
            assert "Данные следовало уничтожить не позднее" in card
            form = {"csrf_token": csrf_of(card), "row": first, "row_version": 2}
            empty = visitor.client.post(f"/persons/{person}/settle", data=form)
            assert (empty.status_code, "Укажите одно из трёх" in empty.text) == (HTTPStatus.UNPROCESSABLE_ENTITY, True)
            kept = form | {"kept": "ст. 586 Перечня, 10 лет"}
            assert visitor.client.post(f"/persons/{person}/settle", data=kept).status_code == HTTPStatus.FOUND
            assert "Данные хранятся по иному основанию" in visitor.get(f"/persons/{person}").text
            ended = form | {"row": third, "row_version": 1, "reason": "справка сдана"}
            assert visitor.client.post(f"/persons/{person}/reached", data=ended).status_code == HTTPStatus.FOUND
        settled = {"version": 2, "destroyed": "акт от 01.07.2025 № 3"}
        assert asking.ask("POST", f"/persons/consents/{second}/settlement", json=settled).status_code == HTTPStatus.OK
        done = cli.run(*run, "settle", third, "--kept", "новое согласие", "--version", 2)
        assert done.returncode == 0, done.stderr
        assert "Уничтожать нечего" in cli.run(*run, "ended").stdout
        card_now = cards.person_card(archive.people, person, boss)
        assert {one.settled_as for one in card_now.consents} == {"kept", "destroyed"}
