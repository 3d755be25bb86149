"""Accounts on both databases, with a clock that the test moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archive_app.services.accounts.choosing_password import choose_password
from archive_app.services.accounts.directory import add_account
from archive_app.services.accounts.ground import Ground, SignInRules
from tests.fixtures.databases import *  # noqa: F403 - fixtures
from tests.fixtures.visitors import quick_hashes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session, sessionmaker

    from tests.fixtures.databases import Clock

LOGIN = "орлова"
PASSWORD = "сиреневый трактор 7"


@pytest.fixture(autouse=True)
def _quick_hashes() -> Iterator[None]:
    with quick_hashes():
        yield


@pytest.fixture
def ground(session_factory: sessionmaker[Session], clock: Clock) -> Ground:
    return Ground(session_factory, clock, SignInRules(tries=5, address_tries=20), lambda: clock().date())


@pytest.fixture
def user_id(ground: Ground) -> int:
    """An account with a password."""
    number = add_account(ground, LOGIN, "Орлова Анна Петровна", by="test")
    choose_password(ground, number, PASSWORD, by="test")
    return number
