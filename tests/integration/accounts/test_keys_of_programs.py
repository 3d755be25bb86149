"""Keys of programs: no more than their owner may, for a time, until they are revoked."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from archive_app.auth.actor import load_actor, require
from archive_app.auth.acts import Act
from archive_app.auth.errors import NotAllowed
from archive_app.db.models import Duty
from archive_app.errors import NotFound
from archive_app.services.accounts.api_tokens import (
    ActsNotGiven,
    TokenLifeTooLong,
    TokenRefused,
    actor_of_token,
    create_token,
    revoke_token,
    tokens_of,
)
from archive_app.services.accounts.directory import add_account, block_account, unblock_account
from tests.integration.accounts.conftest import LOGIN
from tests.integration.accounts.events import everything_told, told

if TYPE_CHECKING:
    from archive_app.auth.actor import Actor
    from archive_app.services.accounts.ground import Ground
    from tests.fixtures.databases import Clock

MONTH = timedelta(days=30)


@pytest.fixture
def archivist(ground: Ground, user_id: int) -> Actor:
    with ground.sessions.begin() as session:
        session.add(Duty(user_id=user_id, role_code="archivist", given_by="test", given_at=ground.clock()))
    with ground.reading() as session:
        return load_actor(session, LOGIN, ground.clock().date())


def test_it_acts_for_its_owner_within_its_acts(ground: Ground, archivist: Actor) -> None:
    key = create_token(ground, archivist, "выгрузка", [Act.SEE], MONTH)
    actor = actor_of_token(ground, key)
    assert (actor.login, actor.user_id) == (archivist.login, archivist.user_id)
    assert actor.may(Act.SEE)
    assert archivist.may(Act.FILE)
    assert not actor.may(Act.FILE)
    with pytest.raises(NotAllowed):
        require(actor, Act.FILE)


def test_nobody_makes_one_for_what_they_may_not_do(ground: Ground, archivist: Actor) -> None:
    for acts in ([Act.ACCOUNTS], [Act.SEE, Act.OPERATE], []):
        with pytest.raises(ActsNotGiven):
            create_token(ground, archivist, "больше", acts, MONTH)
    narrowed = actor_of_token(ground, create_token(ground, archivist, "узкий", [Act.SEE], MONTH))
    with pytest.raises(ActsNotGiven):  # nor does a key make a wider one
        create_token(ground, narrowed, "шире", [Act.FILE], MONTH)


def test_a_right_taken_away_from_the_owner_is_gone_from_the_key(ground: Ground, archivist: Actor) -> None:
    key = create_token(ground, archivist, "выгрузка", [Act.SEE], MONTH)
    with ground.sessions.begin() as session:
        session.query(Duty).update({Duty.revoked_at: ground.clock(), Duty.revoked_by: "admin"})
    assert not actor_of_token(ground, key).may(Act.SEE)


def test_expired_revoked_and_guessed_ones_are_refused_alike(ground: Ground, archivist: Actor, clock: Clock) -> None:
    short = create_token(ground, archivist, "неделя", [Act.SEE], timedelta(days=7))
    long = create_token(ground, archivist, "месяц", [Act.SEE], MONTH)
    clock.move(days=7)
    with pytest.raises(TokenRefused):
        actor_of_token(ground, short)
    newest = tokens_of(ground, archivist.user_id)[0]
    assert newest.in_force(clock())
    revoke_token(ground, archivist.user_id, newest.token_id, by=LOGIN)
    for key in (long, "archive_guess", ""):
        with pytest.raises(TokenRefused):
            actor_of_token(ground, key)


def test_blocking_the_owner_revokes_them_for_good(ground: Ground, archivist: Actor) -> None:
    key = create_token(ground, archivist, "выгрузка", [Act.SEE], MONTH)
    block_account(ground, archivist.user_id, by="admin")
    unblock_account(ground, archivist.user_id, by="admin")
    with pytest.raises(TokenRefused):
        actor_of_token(ground, key)


def test_nobody_revokes_anothers_by_its_number(ground: Ground, archivist: Actor) -> None:
    key = create_token(ground, archivist, "выгрузка", [Act.SEE], MONTH)
    stranger = add_account(ground, "чужой", "Чужой", by="test")
    with pytest.raises(NotFound):
        revoke_token(ground, stranger, tokens_of(ground, archivist.user_id)[0].token_id, by="чужой")
    assert actor_of_token(ground, key).may(Act.SEE)


@pytest.mark.parametrize("life", [timedelta(0), timedelta(days=-1), timedelta(days=4000)])
def test_none_lives_for_ever(ground: Ground, archivist: Actor, life: timedelta) -> None:
    with pytest.raises(TokenLifeTooLong):
        create_token(ground, archivist, "вечный", [Act.SEE], life)


def test_the_journal_tells_its_making_and_its_first_use_and_not_the_key(ground: Ground, archivist: Actor) -> None:
    key = create_token(ground, archivist, "выгрузка", [Act.SEE], MONTH)
    for _ in range(3):
        actor_of_token(ground, key)
    assert [action for _, action in told(ground, "user:token")] == ["user:token:make", "user:token:use"]
    assert key not in everything_told(ground)
