"""Brute force: tries are counted by login and by address, side by side too, and a lock ends by itself."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from archive_app.services.accounts.attempts import SignInLocked, forget_attempts
from archive_app.services.accounts.directory import block_account, unblock_account
from archive_app.services.accounts.sessions import begin_session
from archive_app.services.accounts.signing_in import CodeRefused, SignInRefused, check_code, check_password
from tests.integration.accounts.conftest import LOGIN, PASSWORD
from tests.integration.accounts.events import everything_told, told

if TYPE_CHECKING:
    from archive_app.services.accounts.ground import Ground
    from tests.fixtures.databases import Clock

HERE, ELSEWHERE = "10.0.0.7", "10.0.0.8"


def guess(ground: Ground, times: int, login: str = LOGIN, address: str = HERE) -> None:
    for number in range(times):
        with pytest.raises(SignInRefused):
            check_password(ground, login, f"догадка {number}", address)


def test_the_right_password_opens_in_any_case_of_the_login(ground: Ground, user_id: int) -> None:
    assert check_password(ground, f" {LOGIN.title()} ", PASSWORD, HERE) == user_id


def test_a_login_is_locked_for_everybody_and_opens_by_itself(ground: Ground, user_id: int, clock: Clock) -> None:
    guess(ground, 5)
    for address in (HERE, ELSEWHERE):
        with pytest.raises(SignInLocked) as locked:
            check_password(ground, LOGIN, PASSWORD, address)
        assert locked.value.params["minutes"] == 15
    assert told(ground, "sign_in:lock") == [("anonymous", "user:sign_in:lock")]
    clock.move(minutes=14)
    with pytest.raises(SignInLocked):  # a try while locked does not make it longer
        check_password(ground, LOGIN, PASSWORD, HERE)
    clock.move(minutes=2)
    assert check_password(ground, LOGIN, PASSWORD, HERE) == user_id


def test_a_login_that_does_not_exist_is_treated_the_same(ground: Ground) -> None:
    guess(ground, 5, "никто")
    with pytest.raises(SignInLocked):
        check_password(ground, "никто", PASSWORD, HERE)


def test_one_address_cannot_try_one_password_on_many_logins(ground: Ground, user_id: int) -> None:
    for number in range(20):
        guess(ground, 1, f"логин{number}")
    with pytest.raises(SignInLocked):
        check_password(ground, LOGIN, PASSWORD, HERE)
    assert check_password(ground, LOGIN, PASSWORD, ELSEWHERE) == user_id


def test_tries_that_run_side_by_side_are_all_counted(ground: Ground, user_id: int) -> None:
    def one(number: int) -> type[Exception]:
        try:
            check_password(ground, LOGIN, f"догадка {number}", HERE)
        except (SignInRefused, SignInLocked) as error:
            return type(error)
        raise AssertionError("a wrong password opened the account")

    with ThreadPoolExecutor(8) as pool:
        ended = list(pool.map(one, range(16)))
    assert ended.count(SignInRefused) == 5


def test_the_password_alone_does_not_make_tries_of_codes_endless(ground: Ground, user_id: int) -> None:
    for _ in range(5):
        check_password(ground, LOGIN, PASSWORD, HERE)
        with pytest.raises(CodeRefused):
            check_code(ground, LOGIN, HERE, "code", lambda: False)
    with pytest.raises(SignInLocked):
        check_password(ground, LOGIN, PASSWORD, HERE)
    with pytest.raises(SignInLocked):
        check_code(ground, LOGIN, HERE, "code", lambda: True)


def test_a_session_begins_the_count_anew(ground: Ground, user_id: int) -> None:
    guess(ground, 4)
    check_password(ground, LOGIN, PASSWORD, HERE)
    begin_session(ground, user_id, HERE, "Firefox")
    guess(ground, 4)
    assert check_password(ground, LOGIN, PASSWORD, HERE) == user_id


def test_a_blocked_account_is_refused_as_a_wrong_password_is(ground: Ground, user_id: int) -> None:
    block_account(ground, user_id, by="admin")
    with pytest.raises(SignInRefused):
        check_password(ground, LOGIN, PASSWORD, HERE)
    unblock_account(ground, user_id, by="admin")
    assert check_password(ground, LOGIN, PASSWORD, HERE) == user_id


def test_the_journal_has_the_login_that_was_tried_and_never_the_password(ground: Ground, user_id: int) -> None:
    guess(ground, 1)
    assert told(ground, "sign_in:fail") == [("anonymous", "user:sign_in:fail")]
    assert LOGIN in everything_told(ground)
    assert "догадка" not in everything_told(ground)


def test_old_tries_are_swept(ground: Ground, user_id: int, clock: Clock) -> None:
    guess(ground, 3)
    clock.move(hours=25)
    assert forget_attempts(ground, clock()) == 3


@pytest.mark.parametrize("login", ["", "\0", "о" * 5000, "' OR 1=1 --"])
def test_odd_logins_are_refused_plainly(ground: Ground, login: str) -> None:
    with pytest.raises(SignInRefused):
        check_password(ground, login, PASSWORD, HERE)
