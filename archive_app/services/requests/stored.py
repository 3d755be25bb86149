"""The answer of a request as it is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from archive_app.db.models import RequestAnswer

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def answer_of(session: Session, request_id: int) -> RequestAnswer | None:
    """The answer with its request and wording: one statement."""
    loaded = (joinedload(RequestAnswer.request), joinedload(RequestAnswer.form))
    return session.scalar(select(RequestAnswer).where(RequestAnswer.request_id == request_id).options(*loaded))
