"""Whose applications are there for whom, and one of them found for a change."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select, true
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.exc import StaleDataError

from archive_app.db.models import Act, OutsideResult, OutsideState
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.outside.errors import ResultChanged, ResultDecided
from archive_app.services.people.ground import keeps_cards
from archive_app.services.portal.standing import on_own_side

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from archive_app.auth.actor import Actor
    from archive_app.services.portfolio.ground import Shelf


LOOKS = (Act.SEE, Act.PERSONS)


def changed_by(shelf: Shelf, actor: Actor) -> ColumnElement[bool]:
    """The condition on an application that `actor` may add to: the office any, everybody else the own side's."""
    return true() if keeps_cards(actor) else on_own_side(actor, OutsideResult.person_id, shelf.today())


def withdrawn_by(shelf: Shelf, actor: Actor) -> ColumnElement[bool]:
    """The condition on an application that `actor` may take back: the office any, others what they handed in."""
    mine = changed_by(shelf, actor)
    return mine if keeps_cards(actor) else and_(mine, OutsideResult.created_by == actor.login)


def shown_to(shelf: Shelf, actor: Actor) -> ColumnElement[bool]:
    """The condition on an application that `actor` may look at: also the curator of the group, as with portfolios."""
    if keeps_cards(actor):
        return true()
    return or_(changed_by(shelf, actor), shelf.pupils(actor, Act.SEE, OutsideResult.person_id))


def result(session: Session, result_id: int, condition: ColumnElement[bool]) -> OutsideResult:
    """An application for which the condition holds. Raises NotFound."""
    query = select(OutsideResult).where(OutsideResult.id == result_id, condition)
    row = session.scalars(query.options(joinedload(OutsideResult.person))).first()
    if row is None:
        raise unknown_result(result_id)
    return row


@contextmanager
def changing(
    shelf: Shelf, result_id: int, condition: ColumnElement[bool], version: int
) -> Iterator[tuple[UnitOfWork, OutsideResult]]:
    """A unit of work with an application for which the condition holds, that waits and was looked at in `version`.

    Raises:
        NotFound, ResultDecided; ResultChanged: somebody else was first, also between the look and the commit.
    """
    with UnitOfWork(shelf.sessions) as uow:
        row = result(uow.session, result_id, condition)
        subject = row.subject
        if row.state is not OutsideState.APPLIED:
            raise ResultDecided(subject=subject)
        if row.version != version:
            raise ResultChanged(subject=subject)
        try:
            yield uow, row
        except StaleDataError as error:
            raise ResultChanged(subject=subject) from error


def unknown_result(result_id: int) -> NotFound:
    """There is no such application, or not for whoever asks."""
    return NotFound(str(result_id), what=translate("Result {number} from another organisation", number=result_id))
