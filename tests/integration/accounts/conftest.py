"""Accounts on both databases, with a clock that the test moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from argon2 import PasswordHasher

from archive_app.services.accounts import passwords
from archive_app.services.accounts.choosing_password import choose_password
from archive_app.services.accounts.directory import add_account
from archive_app.services.accounts.ground import Ground, SignInRules
from tests.fixtures.databases import *  # noqa: F403 - fixtures

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, sessionmaker

    from tests.fixtures.databases import Clock

LOGIN = "орлова"
PASSWORD = "сиреневый трактор 7"


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real parameters are tested apart; here they would only make everybody wait."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    passwords._of_nobody.cache_clear()


@pytest.fixture
def ground(session_factory: sessionmaker[Session], clock: Clock) -> Ground:
    return Ground(session_factory, clock, SignInRules(tries=5, address_tries=20))


@pytest.fixture
def user_id(ground: Ground) -> int:
    """An account with a password."""
    number = add_account(ground, LOGIN, "Орлова Анна Петровна", by="test")
    choose_password(ground, number, PASSWORD, by="test")
    return number
