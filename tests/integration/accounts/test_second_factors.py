"""Second factors: a time step and a recovery code are used up, also by two at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.db.models import RecoveryCode
from archive_app.services.accounts.holder import holder
from archive_app.services.accounts.second_factor import (
    make_recovery_codes,
    recovery_codes_left,
    remove_second_factor,
    set_second_factor,
    take_counter,
    use_recovery_code,
)
from tests.integration.accounts.conftest import LOGIN
from tests.integration.accounts.events import everything_told, told

if TYPE_CHECKING:
    from archive_app.services.accounts.ground import Ground


def test_a_time_step_is_used_up_and_none_before_it_is_taken(ground: Ground, user_id: int) -> None:
    set_second_factor(ground, user_id, "{encrypted}", 100, by=LOGIN)
    assert [take_counter(ground, user_id, step) for step in (100, 99, 101, 101, 102)] == [
        False,
        False,
        True,
        False,
        True,
    ]


def test_two_browsers_cannot_enter_with_one_code(ground: Ground, user_id: int) -> None:
    set_second_factor(ground, user_id, "{encrypted}", 100, by=LOGIN)
    code = make_recovery_codes(ground, user_id, by=LOGIN)[0]
    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(lambda _: take_counter(ground, user_id, 105), range(6))) == 1
        assert sum(pool.map(lambda _: use_recovery_code(ground, user_id, code), range(6))) == 1


def test_recovery_codes_work_once_however_they_are_typed_and_only_for_their_owner(ground: Ground, user_id: int) -> None:
    codes = make_recovery_codes(ground, user_id, by=LOGIN)
    assert len(set(codes)) == 10
    assert use_recovery_code(ground, user_id, f"  {codes[0].upper().replace('-', ' ')} ")
    assert not use_recovery_code(ground, user_id, codes[0])
    assert not use_recovery_code(ground, user_id, "")
    assert recovery_codes_left(ground, user_id) == 9
    make_recovery_codes(ground, user_id, by=LOGIN)
    assert not use_recovery_code(ground, user_id, codes[1])


def test_only_hashes_are_kept(ground: Ground, user_id: int) -> None:
    codes = make_recovery_codes(ground, user_id, by=LOGIN)
    with ground.reading() as session:
        kept = " ".join(session.scalars(select(RecoveryCode.code_hash)))
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)
    assert not any(code in everything_told(ground) for code in codes)


def test_taking_it_away_takes_the_recovery_codes_too_and_is_told_once(ground: Ground, user_id: int) -> None:
    set_second_factor(ground, user_id, "{encrypted}", None, by=LOGIN)
    make_recovery_codes(ground, user_id, by=LOGIN)
    for _ in range(2):
        remove_second_factor(ground, user_id, by="admin")
    found = holder(ground, user_id)
    assert found is not None
    assert found.secret is None
    assert recovery_codes_left(ground, user_id) == 0
    assert told(ground, "second_factor:remove") == [("admin", "user:second_factor:remove")]
