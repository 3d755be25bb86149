"""What monitoring bodies are given: totals of a year without names, small numbers hidden."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from archive_app.auth.actor import Actor, require_one
from archive_app.db.engine import reading
from archive_app.db.models import ArchiveRequest, RequestKind, Study
from archive_app.i18n import translate
from archive_app.services.disclosure.journal import READERS
from archive_app.services.disclosure.totals import FEWEST, suppressed
from archive_app.services.forms.form import Column, Form, Heading, Sign, Table
from archive_app.services.forms.signing import organisation_of
from archive_app.services.registers.books import require_year
from archive_app.services.requests.kinds import KIND_WORDS
from archive_app.words import LEAVING_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy.orm import Session

    from archive_app.services.requests.ground import Desk


@dataclass(frozen=True, slots=True)
class Monitoring:
    """Counts a year."""

    desk: Desk

    def form(self, year: int, actor: Actor, _volume: int | None = None) -> Iterator[Form]:
        """Requests by kind, and persons who left by reason. Raises NotAllowed."""
        require_one(actor, READERS)
        require_year(year)
        with reading(self.desk.sessions) as session:
            organisation = organisation_of(session)[0]
            parts = [
                (translate("Requests of the year by kind"), _requests(session, year)),
                (translate("Persons who left in the year, by reason"), _leavers(session, year)),
            ]
        rows = [row for title, counts in parts for row in _rows(title, counts)]
        columns = [Column(translate("Indicator"), 75), Column(translate("How many"), 25)]
        hidden = translate("— : a number below {fewest}, or one by which it could be counted back.", fewest=FEWEST)
        yield Form(
            title=translate("Totals for monitoring, {year}", year=year),
            left=[organisation],
            table=Table(columns, rows),
            closing=[hidden],
            signs=[Sign(translate("Head of the organisation"))],
        )


def _rows(title: str, counts: Mapping[str, int]) -> Iterator[Sequence[object] | Heading]:
    told = suppressed(counts)
    yield Heading(title)
    for name, count in told.cells.items():
        yield name, "—" if count is None else count
    yield translate("In all"), "—" if told.total is None else told.total


def _requests(session: Session, year: int) -> Mapping[str, int]:
    query = select(ArchiveRequest.kind, func.count()).where(ArchiveRequest.year == year).group_by(ArchiveRequest.kind)
    counts = {kind: count for kind, count in session.execute(query)}  # noqa: C416 - a Result has keys of its own
    return {translate(KIND_WORDS[kind]): counts.get(kind, 0) for kind in RequestKind}


def _leavers(session: Session, year: int) -> Mapping[str, int]:
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    query = (
        select(Study.leaving, func.count(Study.person_id.distinct()))
        .where(Study.leaving.is_not(None), Study.ended_on.between(first, last))
        .group_by(Study.leaving)
    )
    return {translate(LEAVING_WORDS[leaving.value]): count for leaving, count in session.execute(query) if leaving}
