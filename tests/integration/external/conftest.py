"""Accounts of people whom a real slapd or a real OpenID provider proves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from archive_app.db.models import Duty
from archive_app.services.accounts.ground import Ground, SignInRules
from tests.fixtures.databases import *  # noqa: F403 - fixtures
from tests.fixtures.ldap import *  # noqa: F403 - fixtures
from tests.fixtures.oidc import *  # noqa: F403 - fixtures
from tests.fixtures.visitors import quick_hashes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session, sessionmaker

    from tests.fixtures.databases import Clock

HERE = "10.0.0.7"


@pytest.fixture(autouse=True)
def _quick_hashes() -> Iterator[None]:
    with quick_hashes():
        yield


@pytest.fixture
def ground(session_factory: sessionmaker[Session], clock: Clock) -> Ground:
    return Ground(session_factory, clock, SignInRules(tries=5, address_tries=50), lambda: clock().date())


def roles_of(ground: Ground, user_id: int) -> dict[str, str]:
    """Roles in force, and who gave them."""
    with ground.reading() as session:
        rows = session.scalars(select(Duty).where(Duty.user_id == user_id, Duty.revoked_at.is_(None)))
        return {duty.role_code: duty.given_by for duty in rows}


def give_by_hand(ground: Ground, user_id: int, role: str) -> None:
    with ground.sessions.begin() as session:
        session.add(Duty(user_id=user_id, role_code=role, given_by="admin", given_at=ground.clock()))
