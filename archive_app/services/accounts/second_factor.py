"""The second factor of an account: its encrypted secret, and the codes that stand in for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import CursorResult, delete, func, or_, select, update

from archive_app.db.models import RecoveryCode, SecondFactor, User
from archive_app.services.accounts.random_keys import new_recovery_code, recovery_code_hash

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from archive_app.services.accounts.ground import Ground

RECOVERY_CODES = 10


def set_second_factor(ground: Ground, user_id: int, secret: str, counter: int | None, *, by: str) -> None:
    """Tie an authenticator to the account; `secret` comes encrypted. Recovery codes of an earlier one are void.

    `counter` is the time step of the code that proved it: the same code opens nothing afterwards.
    """
    with ground.writing(by) as (session, trail):
        _remove(session, user_id)
        session.add(
            SecondFactor(user_id=user_id, secret=secret, last_counter=counter, added_at=ground.clock()),
        )
        trail.record("user:second_factor:add", session.get_one(User, user_id))


def remove_second_factor(ground: Ground, user_id: int, *, by: str) -> None:
    """Take the authenticator and the recovery codes away; nothing happens where there are none."""
    with ground.writing(by) as (session, trail):
        if _remove(session, user_id):
            trail.record("user:second_factor:remove", session.get_one(User, user_id))


def take_counter(ground: Ground, user_id: int, counter: int) -> bool:
    """Use up a time step of the authenticator; False where that step, or a later one, was used before."""
    fresh = or_(SecondFactor.last_counter.is_(None), SecondFactor.last_counter < counter)
    with ground.sessions.begin() as session:
        return _changes(
            session, update(SecondFactor).where(SecondFactor.user_id == user_id, fresh).values(last_counter=counter)
        )


def make_recovery_codes(ground: Ground, user_id: int, *, by: str) -> list[str]:
    """Ten new codes; the earlier ones are void. They are told now and never again."""
    codes = [new_recovery_code() for _ in range(RECOVERY_CODES)]
    with ground.writing(by) as (session, trail):
        session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
        session.add_all(RecoveryCode(user_id=user_id, code_hash=recovery_code_hash(code)) for code in codes)
        trail.record("user:recovery_code:make", session.get_one(User, user_id), number=len(codes))
    return codes


def use_recovery_code(ground: Ground, user_id: int, code: str) -> bool:
    """Use up one code; False where it is none of the account's unused ones."""
    mine = (RecoveryCode.user_id == user_id, RecoveryCode.code_hash == recovery_code_hash(code))
    with ground.reading() as session:
        login = session.get_one(User, user_id).login
    with ground.writing(login) as (session, trail):
        query = update(RecoveryCode).where(*mine, RecoveryCode.used_at.is_(None)).values(used_at=ground.clock())
        used = _changes(session, query)
        if used:
            trail.record("user:recovery_code:use", session.get_one(User, user_id))
    return used


def recovery_codes_left(ground: Ground, user_id: int) -> int:
    """How many codes are still good."""
    unused = select(func.count()).where(RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None))
    with ground.reading() as session:
        return session.scalar(unused) or 0


def _remove(session: Session, user_id: int) -> bool:
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    return _changes(session, delete(SecondFactor).where(SecondFactor.user_id == user_id))


def _changes(session: Session, statement: object) -> bool:
    result = session.execute(statement)  # type: ignore[call-overload]
    return isinstance(result, CursorResult) and result.rowcount > 0
