"""Accounts as their keeper sees them: the list page by page, the card, blocks that lock nobody out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from archive_app.auth.errors import NotAllowed
from archive_app.db.models import AuditEvent, Job, User
from archive_app.services.accounts.attempts import SignInLocked, begin_attempt
from archive_app.services.accounts.directory import AccountNameMissing, EmailNotUnderstood, OwnAccount
from archive_app.services.accounts.forgotten import LETTERS, ask_for_letter
from archive_app.services.accounts.invitations import accept_invitation
from archive_app.services.accounts.sessions import begin_session, session_holder
from archive_app.services.administration.account_keeping import AccountChanged, AccountKeeping, Naming
from archive_app.services.administration.account_list import AccountState, list_accounts
from archive_app.services.rights.errors import LastKeeper, UnknownName
from tests.fixtures.statements import statements_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from archive_app.auth.actor import Actor
    from archive_app.services.accounts.ground import Ground

PASSWORD = "сиреневый трактор 7"
PETROVA = Naming("Петрова Ольга Сергеевна", "petrova@school.ru")


def _names(ground: Ground, actor: Actor, **asked: object) -> list[str]:
    return [row.name for row in list_accounts(ground, actor, ground.clock().date(), **asked).rows]  # type: ignore[arg-type]


def test_the_list_goes_page_by_page_and_finds_in_three_ways(ground: Ground, person: Callable[..., Actor]) -> None:
    keeper = person("keeper", "sysadmin", name="Яковлев")
    for number in range(5):
        person(f"user{number}", "teacher", "curator", name="Одинаковое Имя" if number < 3 else f"Имя {number}")
    seen, after = [], None
    for _ in range(3):
        page = list_accounts(ground, keeper, ground.clock().date(), after=after, limit=2)
        seen += [row.login for row in page.rows]
        after = page.after
    assert sorted(seen) == ["keeper", *(f"user{n}" for n in range(5))]
    assert after is None
    assert _names(ground, keeper, sought="яковл") == ["Яковлев"]
    assert _names(ground, keeper, sought="USER3") == ["Имя 3"]
    assert _names(ground, keeper, sought="50%_") == []
    assert _names(ground, keeper, state=AccountState.OPEN) == []
    assert len(_names(ground, keeper, state=AccountState.INVITED)) == 6


def test_the_list_asks_two_statements_however_many_accounts(ground: Ground, person: Callable[..., Actor]) -> None:
    keeper = person("keeper", "sysadmin")
    counts = []
    for more in (1, 20):
        for number in range(more):
            person(f"u{more}-{number}", "teacher", "curator")
        with statements_of(ground.sessions.kw["bind"]) as asked:
            list_accounts(ground, keeper, ground.clock().date())
        counts.append(sum("SELECT" in statement for statement in asked))
    assert counts == [2, 2]


def test_a_day_of_an_account(ground: Ground, person: Callable[..., Actor]) -> None:
    keeper, keeping = person("keeper", "sysadmin"), AccountKeeping(ground)
    link = keeping.add("Петрова", PETROVA, keeper)
    assert keeping.card("петрова", keeper).state is AccountState.INVITED
    user_id = accept_invitation(ground, link.key, PASSWORD)
    key = begin_session(ground, user_id, "10.0.0.1", "Firefox")
    card = keeping.card("петрова", keeper)
    assert (card.state, card.invited_until, len(card.sessions)) == (AccountState.OPEN, None, 1)
    keeping.change("петрова", PETROVA, Naming("Сидорова Ольга Сергеевна", ""), keeper)
    with pytest.raises(AccountChanged) as stale:
        keeping.change("петрова", PETROVA, Naming("Иванова", ""), keeper)
    assert stale.value.params["name"] == "Сидорова Ольга Сергеевна"
    for wrong in ("без собаки", "a@b", "x@y.ru\nBcc: all@y.ru", "<a@b.ru>"):
        with pytest.raises(EmailNotUnderstood):
            keeping.add("новый", Naming("Имя", wrong), keeper)
    with pytest.raises(AccountNameMissing):
        keeping.add("новый", Naming("  ", None), keeper)
    keeping.block("петрова", keeper)
    assert session_holder(ground, key) is None
    assert keeping.card("петрова", keeper).state is AccountState.BLOCKED
    keeping.unblock("петрова", keeper)
    with ground.reading() as session:
        done = session.scalars(select(AuditEvent.action).where(AuditEvent.actor == "keeper")).all()
    assert {"user:account:add", "user:account:change", "user:account:block", "user:account:unblock"} <= set(done)


def test_a_lockout_is_seen_and_lifted(ground: Ground, person: Callable[..., Actor]) -> None:
    keeper, keeping = person("keeper", "sysadmin"), AccountKeeping(ground)
    person("guessed")
    for _ in range(ground.rules.tries):
        begin_attempt(ground, "guessed", "10.0.0.9")
    assert keeping.card("guessed", keeper).locked_until == ground.clock() + ground.rules.window
    keeping.lift_lockout("guessed", keeper)
    assert keeping.card("guessed", keeper).locked_until is None
    begin_attempt(ground, "guessed", "10.0.0.9")


def test_nobody_is_locked_out_of_keeping_accounts(ground: Ground, person: Callable[..., Actor]) -> None:
    first, keeping = person("first", "sysadmin"), AccountKeeping(ground)
    second = person("second", "sysadmin")
    with pytest.raises(OwnAccount):
        keeping.block("first", first)
    keeping.block("second", first)
    with pytest.raises(LastKeeper):
        keeping.block("first", second)  # the right of the second was read a moment before it was taken away
    with ground.reading() as session:
        assert session.scalar(select(User.active).where(User.login == "first"))


def test_only_keepers_of_accounts_see_and_change_them(ground: Ground, person: Callable[..., Actor]) -> None:
    archivist, keeping = person("archivist", "archivist", "auditor"), AccountKeeping(ground)
    for act in (
        lambda: keeping.card("archivist", archivist),
        lambda: keeping.block("archivist", archivist),
        lambda: keeping.invite("archivist", archivist),
        lambda: keeping.remove_second_factor("archivist", archivist),
        lambda: list_accounts(ground, archivist, ground.clock().date()),
    ):
        with pytest.raises(NotAllowed):
            act()
    with pytest.raises(UnknownName):
        keeping.card("никто", person("keeper", "sysadmin"))


def test_a_letter_is_promised_alike_for_everybody_and_not_without_end(
    ground: Ground, person: Callable[..., Actor]
) -> None:
    person("есть")
    for login in ("есть", "нет такого"):
        for _ in range(LETTERS + 4):
            ask_for_letter(ground, login, "10.0.0.1")
    with ground.reading() as session:
        jobs = session.scalars(select(Job.unique_key).order_by(Job.id)).all()
        asked = session.scalars(select(AuditEvent.object_id).where(AuditEvent.action == "user:password:ask")).all()
    assert jobs == ["reset:есть", "reset:нет такого"]
    assert asked == ["есть"] * LETTERS + ["нет такого"] * LETTERS
    for _ in range(ground.rules.tries):  # letters and wrong passwords are counted apart
        begin_attempt(ground, "есть", "10.0.0.1")
    with pytest.raises(SignInLocked):
        begin_attempt(ground, "есть", "10.0.0.1")
