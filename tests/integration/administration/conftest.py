"""Both databases, and those who keep accounts, plans and the system, without a whole archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archive_app.auth.actor import Actor, load_actor
from archive_app.db.models import Duty, User
from archive_app.services.accounts.ground import Ground, SignInRules
from tests.fixtures.databases import *  # noqa: F403 - fixtures

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session, sessionmaker

    from tests.fixtures.databases import Clock


@pytest.fixture
def ground(session_factory: sessionmaker[Session], clock: Clock) -> Ground:
    return Ground(session_factory, clock, SignInRules(tries=5, address_tries=20), lambda: clock().date())


@pytest.fixture
def person(ground: Ground) -> Callable[..., Actor]:
    """`person(login, *roles)`: an account with these duties."""

    def make(login: str, *roles: str, name: str = "") -> Actor:
        with ground.sessions.begin() as session:
            user = User(login=login, display_name=name or login, active=True, created_at=ground.clock())
            session.add(user)
            session.add_all(Duty(user=user, role_code=role, given_by="test", given_at=ground.clock()) for role in roles)
        with ground.reading() as session:
            return load_actor(session, login, ground.clock().date())

    return make
