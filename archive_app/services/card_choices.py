"""What the fields of a card may be chosen from: kinds, units, groups, levels, years and items of the file plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.db.engine import reading
from archive_app.db.models import (
    ConfidentialityLevel,
    DocumentKind,
    FilePlan,
    FilePlanItem,
    FilePlanStatus,
    StudyGroup,
    Unit,
)
from archive_app.services.case_files import find_item
from archive_app.services.kind_fields import fields_of
from archive_app.services.kind_places import kind_help
from archive_app.services.places import open_case_files

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.auth.actor import Actor
    from archive_app.services.kind_fields import KindField
    from archive_app.services.kind_places import KindHelp
    from archive_app.services.places import OpenCaseFile

GROUPS = 500
"""Groups that a form offers, the newest first."""
IN_FORCE = FilePlan.status == FilePlanStatus.IN_FORCE


@dataclass(frozen=True, slots=True)
class Choices:
    """Pairs of a value and its words, in the order of the dictionary."""

    kinds: tuple[tuple[str, str], ...]
    units: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, str], ...]
    levels: tuple[tuple[str, str], ...]
    years: tuple[int, ...]


def choices(sessions: sessionmaker[Session]) -> Choices:
    """For a form: five statements."""
    kinds = select(DocumentKind.code, DocumentKind.title).where(DocumentKind.retired_at.is_(None))
    groups = (
        select(StudyGroup.id, StudyGroup.name, StudyGroup.started_on)
        .order_by(StudyGroup.started_on.desc())
        .limit(GROUPS)
    )
    units = select(Unit.id, Unit.name).order_by(Unit.name)
    levels = select(ConfidentialityLevel.level, ConfidentialityLevel.title).order_by(ConfidentialityLevel.level)
    years = select(FilePlan.year).where(IN_FORCE).distinct().order_by(FilePlan.year.desc())
    with reading(sessions) as session:
        return Choices(
            kinds=tuple((code, title) for code, title in session.execute(kinds.order_by(DocumentKind.position))),
            units=tuple((str(key), name) for key, name in session.execute(units)),
            groups=tuple((str(key), f"{name} ({day.year})") for key, name, day in session.execute(groups)),
            levels=tuple((str(level), title) for level, title in session.execute(levels)),
            years=tuple(session.scalars(years)),
        )


def items_of(sessions: sessionmaker[Session], year: int) -> tuple[tuple[str, str], ...]:
    """Index and heading of each item of the plan in force: one statement."""
    query = (
        select(FilePlanItem.index, FilePlanItem.title).join(FilePlanItem.plan).where(FilePlan.year == year, IN_FORCE)
    )
    with reading(sessions) as session:
        return tuple((index, title) for index, title in session.execute(query.order_by(FilePlanItem.position)))


def item_in_words(sessions: sessionmaker[Session], item: str, year: int) -> str:
    """Index and heading as a form shows them. Raises YearWithoutPlan, UnknownItem."""
    with reading(sessions) as session:
        heading = find_item(session, item, year)
    return f"{heading.index} {heading.title}"


def case_files_of(sessions: sessionmaker[Session], actor: Actor, item: str, year: int) -> tuple[OpenCaseFile, ...]:
    """The open case files that a document may be put into."""
    with reading(sessions) as session:
        return open_case_files(session, actor, item, year)


def fields_of_kind(sessions: sessionmaker[Session], kind: str) -> tuple[KindField, ...]:
    """The extra fields of a kind."""
    with reading(sessions) as session:
        return fields_of(session, kind)


def told_of_kind(sessions: sessionmaker[Session], kind: str, year: int | None = None) -> KindHelp | None:
    """Who fills a kind, until when, and its item in the plan of `year`."""
    with reading(sessions) as session:
        return kind_help(session, kind, year)
