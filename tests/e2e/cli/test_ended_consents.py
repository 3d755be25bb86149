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
    from archive_app.auth.actor import Actor
    from archive_app.bootstrap import Archive
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
        for broken in ("2026-05-04", "2026-02-31.1", "2026-05-04.", "first"):  # never the beginning in silence
            refused(asking.get(f"/persons/consents/ended?after={broken}"), 422, "bad_parameters")
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


def test_many_are_settled_by_one_command_and_one_is_taken_back(cli: Cli) -> None:
    with cli.home.opened() as archive:
        boss = actor_of(archive)
        person, (first, second, third) = _ended(archive, boss)
        run, asking = ("--user", boss.login, "person"), program(archive, boss)
        done = cli.run(*run, "settle", first, second, third, "--version", 1, "--destroyed", "акт № 3", "--json")
        assert json.loads(done.stdout) == {"settled": 3}, done.stderr
        bracket = f"{first}:{_version(archive, boss, first)}"
        refused_again = cli.run(*run, "settle", bracket, f"{second}:{_version(archive, boss, second)}", "--kept", "нет")
        assert "Уже записано, что стало с данными: Сойкина Ада Юрьевна (фото" in refused_again.stderr
        back = {"version": _version(archive, boss, second), "reason": "акт о другом человеке"}
        taken = asking.ask("POST", f"/persons/consents/{second}/settlement/withdrawal", json=back)
        assert taken.get_json() == {"person_id": person}
        done = cli.run(*run, "unsettle", third, "--reason", "ошибка", "--version", _version(archive, boss, third))
        assert done.returncode == 0, done.stderr
        bare = cli.run(*run, "settle", second, third, "--kept", "новое согласие")
        assert "Напишите номер и версию" in bare.stderr
        named = [f"{number}:{_version(archive, boss, number)}" for number in (second, third)]
        listed = cli.run(*run, "ended").stdout
        assert all(f"[{one}]" in listed for one in named)
        done = cli.run(*run, "settle", *named, "--kept", "новое согласие", "--json")
        assert json.loads(done.stdout) == {"settled": 2}, done.stderr


def test_those_ticked_are_settled_together_and_one_is_taken_back(cli: Cli) -> None:
    with cli.home.opened() as archive, quick_hashes():
        boss = actor_of(archive)
        person, numbers = _ended(archive, boss)
        give_password(archive, boss.login)
        visitor = Visitor(app_of(archive).test_client())
        visitor.sign_in(boss.login)
        address = "/persons/ended-consents"
        page = visitor.get(address).text
        boxes = [f"{number}:1" for number in numbers]
        assert all(f'value="{box}"' in page for box in boxes)
        form = {"csrf_token": csrf_of(page), "consent": boxes[:2]}
        unclear = visitor.client.post(address, data=form)
        assert (unclear.status_code, "Укажите одно из трёх" in unclear.text) == (HTTPStatus.BAD_REQUEST, True)
        assert unclear.text.count(" checked") == 2
        done = visitor.client.post(address, data=form | {"kept": "ст. 586 Перечня"}, follow_redirects=True)
        assert "Записано, что стало с данными: 2 согласия" in done.text
        late = visitor.client.post(address, data=form | {"consent": boxes, "kept": "ст. 586 Перечня"})
        assert late.status_code == HTTPStatus.CONFLICT
        assert "Уже записано, что стало с данными: Сойкина Ада Юрьевна" in late.text
        assert 'value="ст. 586 Перечня"' in late.text
        many = {"consents": [{"consent_id": numbers[2], "version": 1}], "destroyed": "акт № 3"}
        asked = program(archive, boss).ask("POST", "/persons/consents/settlements", json=many)
        assert asked.get_json() == {"settled": 1}
        assert "Здесь больше ничего нет" in visitor.get(f"{address}?after=2025-01-01.1").text
        card = visitor.get(f"/persons/{person}").text
        back = {"csrf_token": csrf_of(card), "row": numbers[0], "row_version": 2, "reason": "ошиблись строкой"}
        taken = visitor.client.post(f"/persons/{person}/unsettle", data=back, follow_redirects=True)
        assert "судьба данных снова не решена" in taken.text
        assert f'value="{numbers[0]}:3"' in visitor.get(address).text


def _ended(archive: Archive, boss: Actor) -> tuple[int, list[int]]:
    """A person and three consents that have run out."""
    person = keeping.add_person(archive.people, "Сойкина Ада Юрьевна", boss)
    over = archive.today() - timedelta(days=3)
    return person, [
        consents.add_consent(
            archive.people, person, consents.ConsentSaid(purpose, Paper("согласие"), given_on=over, until=over), boss
        )
        for purpose in (Purpose.PUBLICATION, Purpose.TRANSFER, Purpose.SPECIAL)
    ]


def _version(archive: Archive, boss: Actor, number: int) -> int:
    lines = cards.person_card(archive.people, 1, boss).consents
    return next(line.version for line in lines if line.consent_id == number)
