"""Sessions: in force until their owner, an administrator, a password or time ends them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archive_app.errors import NotFound
from archive_app.services.accounts.choosing_password import SamePassword, choose_password
from archive_app.services.accounts.directory import OwnAccount, add_account, block_account
from archive_app.services.accounts.sessions import (
    begin_session,
    end_one,
    end_session,
    end_sessions,
    open_sessions,
    session_holder,
    session_number,
)
from tests.integration.accounts.conftest import LOGIN, PASSWORD
from tests.integration.accounts.events import everything_told, told

if TYPE_CHECKING:
    from archive_app.services.accounts.ground import Ground
    from tests.fixtures.databases import Clock


@pytest.fixture
def keys(ground: Ground, user_id: int) -> list[str]:
    return [begin_session(ground, user_id, "10.0.0.7", f"Firefox/{n}") for n in range(3)]


def in_force(ground: Ground, keys: list[str]) -> list[bool]:
    return [session_holder(ground, key) is not None for key in keys]


def test_a_session_is_its_holders_and_no_other_key_is_one(ground: Ground, user_id: int, keys: list[str]) -> None:
    holder = session_holder(ground, keys[0])
    assert holder is not None
    assert (holder.user_id, holder.login) == (user_id, LOGIN)
    assert len(set(keys)) == 3
    assert session_holder(ground, "guess") is None
    assert session_holder(ground, "") is None


def test_it_ends_when_nothing_happens(ground: Ground, keys: list[str], clock: Clock) -> None:
    for _ in range(3):
        clock.move(hours=1)
        assert session_holder(ground, keys[0]) is not None
    assert in_force(ground, keys) == [True, False, False]


def test_it_ends_in_any_case_after_its_lifetime(ground: Ground, user_id: int, keys: list[str], clock: Clock) -> None:
    for _ in range(11):
        clock.move(hours=1)
        session_holder(ground, keys[0])
    clock.move(hours=1)
    assert session_holder(ground, keys[0]) is None
    assert open_sessions(ground, user_id) == []


def test_signing_out_ends_one_and_tells_it_once(ground: Ground, user_id: int, keys: list[str]) -> None:
    end_session(ground, keys[1])
    end_session(ground, keys[1])
    assert in_force(ground, keys) == [True, False, True]
    assert told(ground, "session:end") == [(LOGIN, "user:session:end")]
    assert len(open_sessions(ground, user_id)) == 2


def test_all_the_others(ground: Ground, user_id: int, keys: list[str]) -> None:
    assert end_sessions(ground, user_id, by=LOGIN, except_key=keys[2]) == 2
    assert in_force(ground, keys) == [False, False, True]


def test_an_administrator_ends_anyones(ground: Ground, user_id: int, keys: list[str]) -> None:
    assert end_sessions(ground, user_id, by="admin") == 3
    assert set(told(ground, "session:end")) == {("admin", "user:session:end")}


def test_nobody_ends_a_session_by_its_number_that_is_anothers(ground: Ground, user_id: int, keys: list[str]) -> None:
    stranger = add_account(ground, "чужой", "Чужой", by="test")
    number = session_number(ground, keys[0])
    assert number is not None
    with pytest.raises(NotFound):
        end_one(ground, stranger, number, by="чужой")
    assert in_force(ground, keys) == [True, True, True]


def test_a_new_password_ends_the_others(ground: Ground, user_id: int, keys: list[str]) -> None:
    choose_password(ground, user_id, "лиловый комбайн 9", by=LOGIN, except_key=keys[0])
    assert in_force(ground, keys) == [True, False, False]
    with pytest.raises(SamePassword):
        choose_password(ground, user_id, "лиловый комбайн 9", by=LOGIN)


def test_blocking_ends_all_at_once(ground: Ground, user_id: int, keys: list[str]) -> None:
    with pytest.raises(OwnAccount):
        block_account(ground, user_id, by=LOGIN)
    block_account(ground, user_id, by="admin")
    assert in_force(ground, keys) == [False, False, False]


def test_no_key_and_no_password_stands_in_the_journal(ground: Ground, user_id: int, keys: list[str]) -> None:
    journal = everything_told(ground)
    assert not any(key in journal for key in keys)
    assert PASSWORD not in journal
