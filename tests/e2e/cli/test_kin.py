"""Representatives, consents and studies by commands, by programs and in forms: one road through all three."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest

from archive_app.errors import EXIT_CONFLICT
from archive_app.services.people import cards, keeping, studies
from tests.fixtures.api import app_of, program
from tests.fixtures.archives import account, actor_of
from tests.fixtures.signing_in import csrf_of, give_password
from tests.fixtures.visitors import Visitor, quick_hashes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive_app.auth.actor import Actor
    from archive_app.bootstrap import Archive
    from archive_app.services.people.cards import PersonCard
    from tests.e2e.cli.conftest import Cli

MOTHER = "Сойкина Вера Ильинична"
CONSENT = {"purpose": "education", "ground": "согласие № 4"}


@dataclass
class Pupil:
    """A pupil of the first of two groups, and whoever keeps her card."""

    cli: Cli
    archive: Archive
    boss: Actor
    number: int
    groups: tuple[int, int]
    study: int

    def card(self) -> PersonCard:
        return cards.person_card(self.archive.people, self.number, self.boss)

    def command(self, name: str, *said: object, code: int = 0) -> Any:
        """What a command on persons prints."""
        return self.cli.json("--user", self.boss.login, "person", name, *said, code=code)

    def has_a_mother(self, code: int = 0) -> int:
        """A representative is noted by a command: the number of her authority."""
        self.command("guardian", self.number, MOTHER, "--ground", "св. о рождении", code=code)
        return self.card().guardians[0].guardianship_id


@pytest.fixture
def pupil(cli: Cli) -> Iterator[Pupil]:
    with cli.home.opened() as archive:
        boss = actor_of(archive)
        number = keeping.add_person(archive.people, "Сойкина Ада Юрьевна", boss, birth_date=date(2014, 2, 3))
        five, six = (
            archive.rights.dictionary.add_group(name, boss, started_on=date(2025, 9, 1)) for name in ("5", "6")
        )
        study = studies.add_study(archive.people, number, five, studies.Stay(), boss)
        yield Pupil(cli, archive, boss, number, (five, six), study)


def test_a_representative_is_noted_once_and_a_consent_taken_back(pupil: Pupil) -> None:
    """A command notes her and programs see her; programs note the consent and a command takes it back."""
    pupil.has_a_mother()
    pupil.has_a_mother(code=EXIT_CONFLICT)
    asking = program(pupil.archive, pupil.boss)
    (mother,) = asking.get(f"/persons/{pupil.number}").get_json()["guardians"]
    said = CONSENT | {"giver_id": mother["person_id"]}
    given = asking.ask("POST", f"/persons/{pupil.number}/consents", json=said)
    assert given.status_code == HTTPStatus.CREATED
    number = given.get_json()["consent_id"]
    withdrawn = pupil.command("withdraw", number, "--ground", "отзыв № 1", "--version", 1)
    assert withdrawn == {"person_id": pupil.number}
    assert "отозвано" in _signed_in(pupil).get(f"/persons/{pupil.number}").text


def test_programs_without_the_right_change_nothing(pupil: Pupil) -> None:
    authority = pupil.has_a_mother()
    deputy = program(pupil.archive, account(pupil.archive, "завуч", "deputy"))
    for path, body in {
        f"/persons/{pupil.number}/guardians": {"who": "Чужая Ия", "authority": "parent", "ground": "нет"},
        f"/persons/{pupil.number}/consents": CONSENT,
        f"/persons/guardians/{authority}/revoke": {"version": 1, "reason": "нет"},
    }.items():
        assert deputy.ask("POST", path, json=body).status_code == HTTPStatus.FORBIDDEN


def test_a_form_ends_an_authority_and_keeps_what_was_typed(pupil: Pupil) -> None:
    authority, address, visitor = pupil.has_a_mother(), f"/persons/{pupil.number}", _signed_in(pupil)
    page = visitor.get(address).text
    for words in (MOTHER, "родитель", "Хронология"):
        assert words in page
    form = {"csrf_token": csrf_of(page), "row": authority, "row_version": 1, "reason": " "}
    refused = visitor.client.post(f"{address}/revoke", data=form | {"on": "01.02.2026"})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert 'value="01.02.2026"' in refused.text
    done = visitor.client.post(f"{address}/revoke", data=form | {"reason": "решение суда"})
    assert done.status_code == HTTPStatus.FOUND
    assert not pupil.card().guardians[0].holds


def test_a_program_moves_and_a_form_graduates(pupil: Pupil) -> None:
    moved = {"version": 1, "group_id": pupil.groups[1], "since": "2026-01-12", "ground": "приказ № 2"}
    asked = program(pupil.archive, pupil.boss).ask("POST", f"/persons/studies/{pupil.study}/move", json=moved)
    assert asked.get_json() == {"person_id": pupil.number}

    address, visitor = f"/persons/{pupil.number}", _signed_in(pupil)
    page = visitor.get(address).text
    assert "Перевести в другую группу" in page
    left = {"csrf_token": csrf_of(page), "row": pupil.card().studies[1].study_id, "row_version": 1, "on": "25.06.2026"}
    ordered = {"leaving": "graduated", "order_no": "40-у", "order_on": "25.06.2026"}
    assert visitor.client.post(f"{address}/leave", data=left | ordered).status_code == HTTPStatus.FOUND
    shown = visitor.get(address).text
    for words in ("25.06.2026, выпущен(а)", "приказ № 2", "приказ от 25.06.2026 № 40-у"):
        assert words in shown
    second = pupil.card().studies[1]
    assert (second.ground, second.leaving_ground) == ("приказ № 2", "приказ от 25.06.2026 № 40-у")


def _signed_in(pupil: Pupil) -> Visitor:
    with quick_hashes():
        give_password(pupil.archive, pupil.boss.login)
        visitor = Visitor(app_of(pupil.archive).test_client())
        visitor.sign_in(pupil.boss.login)
    return visitor
