"""Invitations: once, for a time, the last one only."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from archive_app.services.accounts.choosing_password import choose_password
from archive_app.services.accounts.directory import add_account, block_account
from archive_app.services.accounts.first_invitation import first_invitation
from archive_app.services.accounts.invitations import InvitationVoid, accept_invitation, invite, invited
from archive_app.services.accounts.password_rules import PasswordGuessable, PasswordTooShort
from archive_app.services.accounts.sessions import begin_session, session_holder
from archive_app.services.accounts.signing_in import check_password
from tests.integration.accounts.events import everything_told

if TYPE_CHECKING:
    from archive_app.services.accounts.ground import Ground
    from tests.fixtures.databases import Clock

WISH = "лиловый комбайн 9"


@pytest.fixture
def guest_id(ground: Ground) -> int:
    return add_account(ground, "зайцев", "Зайцев Пётр Ильич", by="test")


def test_it_lets_choose_a_password_once(ground: Ground, guest_id: int) -> None:
    link = invite(ground, guest_id, by="admin")
    assert invited(ground, link.key).login == "зайцев"
    accept_invitation(ground, link.key, WISH)
    assert check_password(ground, "зайцев", WISH, "10.0.0.7") == guest_id
    with pytest.raises(InvitationVoid):
        accept_invitation(ground, link.key, "другой комбайн 10")
    assert link.key not in everything_told(ground)


def test_a_poor_password_does_not_use_it_up(ground: Ground, guest_id: int) -> None:
    link = invite(ground, guest_id, by="admin")
    with pytest.raises(PasswordTooShort):
        accept_invitation(ground, link.key, "коротко")
    with pytest.raises(PasswordGuessable):
        accept_invitation(ground, link.key, "зайцев1234")
    assert invited(ground, link.key).user_id == guest_id


def test_time_a_later_one_and_a_blocked_account_make_it_void(ground: Ground, guest_id: int, clock: Clock) -> None:
    first = invite(ground, guest_id, by="admin")
    second = invite(ground, guest_id, by="admin")
    with pytest.raises(InvitationVoid):
        invited(ground, first.key)
    clock.move(days=3)
    with pytest.raises(InvitationVoid):
        invited(ground, second.key)
    third = invite(ground, guest_id, by="admin")
    block_account(ground, guest_id, by="admin")
    with pytest.raises(InvitationVoid):
        invited(ground, third.key)


def test_two_who_hold_it_at_once_do_not_both_choose(ground: Ground, guest_id: int) -> None:
    link = invite(ground, guest_id, by="admin")

    def one(number: int) -> bool:
        try:
            accept_invitation(ground, link.key, f"лиловый комбайн {number}")
        except InvitationVoid:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(one, range(4))) == 1


def test_a_new_password_by_invitation_ends_the_sessions_of_whoever_had_the_old_one(
    ground: Ground, user_id: int
) -> None:
    key = begin_session(ground, user_id, "10.0.0.7", "Firefox")
    accept_invitation(ground, invite(ground, user_id, by="admin").key, WISH)
    assert session_holder(ground, key) is None


def test_a_password_that_was_chosen_otherwise_makes_an_open_link_worthless(ground: Ground, user_id: int) -> None:
    link = invite(ground, user_id, by="admin")
    choose_password(ground, user_id, WISH, by="admin")
    with pytest.raises(InvitationVoid):
        accept_invitation(ground, link.key, "другой комбайн 10")


def test_a_new_installation_invites_its_first_account_until_somebody_can_sign_in(ground: Ground, guest_id: int) -> None:
    first = first_invitation(ground)
    assert first is not None
    assert first.login == "зайцев"
    accept_invitation(ground, first.path.partition("key=")[2], WISH)
    assert first_invitation(ground) is None
