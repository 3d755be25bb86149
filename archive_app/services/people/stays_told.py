"""Where somebody studied, in a few words: what tells namesakes apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from archive_app.auth.actor import Actor, require
from archive_app.db.engine import reading
from archive_app.db.models import Act, Study, StudyGroup
from archive_app.i18n import translate

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from archive_app.services.people.ground import People

_MOST: Final = 3
"""Stays that are told of one person, the latest ones."""


def stays_told(people: People, person_ids: Iterable[int], actor: Actor) -> dict[int, str]:
    """Number of a person -> "11-А, 2023-2024; 10-А, 2022-2023": one statement. Raises NotAllowed."""
    require(actor, Act.PERSONS)
    query = (
        select(Study.person_id, StudyGroup.name, Study.started_on, Study.ended_on)
        .join(StudyGroup, StudyGroup.id == Study.group_id)
        .where(Study.person_id.in_(sorted(set(person_ids))))
        .order_by(Study.person_id, Study.started_on.desc(), Study.id.desc())
    )
    told: dict[int, list[str]] = {}
    with reading(people.sessions) as session:
        for number, group, since, until in session.execute(query):
            told.setdefault(number, []).append(_stay(group, since, until))
    return {number: "; ".join(stays[:_MOST]) for number, stays in told.items()}


def _stay(group: str, since: datetime.date, until: datetime.date | None) -> str:
    if until is None:
        return translate("{group}, since {year}", group=group, year=since.year)
    return f"{group}, " + "-".join(dict.fromkeys((str(since.year), str(until.year))))
