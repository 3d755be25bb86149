"""Representatives, consents and studies by commands, by programs and in forms: one road through all three."""

from __future__ import annotations

import json
from datetime import date
from http import HTTPStatus
from typing import TYPE_CHECKING

from archive_app.errors import EXIT_CONFLICT
from archive_app.services.people import cards, keeping, studies
from tests.fixtures.api import app_of, program
from tests.fixtures.archives import account, actor_of
from tests.fixtures.signing_in import csrf_of, give_password
from tests.fixtures.visitors import Visitor, quick_hashes

if TYPE_CHECKING:
    from tests.e2e.cli.conftest import Cli


def test_commands_programs_and_forms_write_the_same_card(cli: Cli) -> None:
    with cli.home.opened() as archive:
        boss = actor_of(archive)
        child = keeping.add_person(archive.people, "Сойкина Ада Юрьевна", boss, birth_date=date(2014, 2, 3))
        five, six = (
            archive.rights.dictionary.add_group(name, boss, started_on=date(2025, 9, 1)) for name in ("5", "6")
        )
        study = studies.add_study(archive.people, child, five, studies.Stay(), boss)
        asking = program(archive, boss)
        deputy = program(archive, account(archive, "завуч", "deputy"))

        speaks = (
            "--user",
            boss.login,
            "person",
            "guardian",
            child,
            "Сойкина Вера Ильинична",
            "--ground",
            "св. о рождении",
            "--json",
        )
        assert cli.run(*speaks).returncode == 0
        assert cli.run(*speaks).returncode == EXIT_CONFLICT
        (mother,) = asking.get(f"/persons/{child}").get_json()["guardians"]
        said = {"purpose": "education", "giver_id": mother["person_id"], "ground": "согласие № 4"}
        given = asking.ask("POST", f"/persons/{child}/consents", json=said)
        assert given.status_code == HTTPStatus.CREATED
        for path, body in {
            f"/persons/{child}/guardians": {"who": "Чужая Ия", "authority": "parent", "ground": "нет"},
            f"/persons/{child}/consents": said,
            f"/persons/guardians/{mother['guardianship_id']}/revoke": {"version": 1, "reason": "нет"},
        }.items():
            assert deputy.ask("POST", path, json=body).status_code == HTTPStatus.FORBIDDEN
        number = given.get_json()["consent_id"]
        asked = ("--user", boss.login, "person", "withdraw", number, "--ground", "отзыв № 1", "--version", 1, "--json")
        withdrawn = cli.run(*asked)
        assert json.loads(withdrawn.stdout) == {"person_id": child}
        moved = {"version": 1, "group_id": six, "since": "2026-01-12", "ground": "приказ № 2"}
        assert asking.ask("POST", f"/persons/studies/{study}/move", json=moved).get_json() == {"person_id": child}

        with quick_hashes():
            give_password(archive, boss.login)
            visitor = Visitor(app_of(archive).test_client())
            visitor.sign_in(boss.login)
            address = f"/persons/{child}"
            page = visitor.get(address).text
            for words in ("Сойкина Вера Ильинична", "родитель", "отозвано", "Хронология", "Перевести в другую группу"):
                assert words in page
            form = {"csrf_token": csrf_of(page), "row": mother["guardianship_id"], "row_version": 1, "reason": " "}
            refused = visitor.client.post(f"{address}/revoke", data=form | {"on": "01.02.2026"})
            assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
            assert 'value="01.02.2026"' in refused.text  # what was typed stays
            done = visitor.client.post(f"{address}/revoke", data=form | {"reason": "решение суда"})
            assert done.status_code == HTTPStatus.FOUND
            (_, second) = cards.person_card(archive.people, child, boss).studies
            left = form | {"row": second.study_id, "on": "25.06.2026", "leaving": "graduated", "order_no": "40-у"}
            assert visitor.client.post(f"{address}/leave", data=left | {"order_on": "25.06.2026"}).status_code == 302
            shown = visitor.get(address).text
            for words in ("25.06.2026, выпущен(а)", "приказ № 2", "приказ от 25.06.2026 № 40-у"):
                assert words in shown
        card = cards.person_card(archive.people, child, boss)
        assert (card.guardians[0].holds, card.studies[1].ground) == (False, "приказ № 2")
        assert card.studies[1].leaving_ground == "приказ от 25.06.2026 № 40-у"
