"""The book of issue of certificates (справки): the registered answers of a year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from archive_app.audit import ObjectRef
from archive_app.auth.actor import Actor, require_one
from archive_app.db.engine import reading
from archive_app.db.models import ArchiveRequest, RequestAnswer
from archive_app.i18n import translate
from archive_app.services.documents import spoken_name
from archive_app.services.registers.books import require_year
from archive_app.services.requests.ground import KEEPERS
from archive_app.services.requests.kinds import KIND_WORDS

if TYPE_CHECKING:
    import datetime

    from sqlalchemy import Select

    from archive_app.services.requests.ground import Desk

MOST = 100


@dataclass(frozen=True, slots=True)
class CertificateLine:
    """A line of the book. `number` in the year, from 1; without `issued_on` the certificate waits to be fetched."""

    request_id: int
    number: int
    year: int
    person_id: int | None
    person: str
    kind: str
    ground: str
    signed_on: datetime.date | None
    issued_on: datetime.date | None
    received_by: str
    shown: str


@dataclass(frozen=True, slots=True)
class CertificateBook:
    """The use case."""

    desk: Desk

    def listed(self, actor: Actor, year: int, *, before: int | None = None, limit: int = 50) -> list[CertificateLine]:
        """Lines of a year, the last number first, below `before` where it is given. Raises NotAllowed, NotFound."""
        require_one(actor, KEEPERS)
        require_year(year)
        query = of_year(year).order_by(RequestAnswer.number.desc()).limit(min(limit, MOST))
        if before is not None:
            query = query.where(RequestAnswer.number < before)
        with reading(self.desk.sessions) as session:
            lines = [certificate_line(row) for row in session.scalars(query)]
        shown = [line.request_id for line in lines]
        self.desk.reads.record(actor.login, "register:list:read", ObjectRef("archive_request", "-"), requests=shown)
        return lines


def of_year(year: int) -> Select[RequestAnswer]:
    """The registered answers of a year, with whom they are of."""
    return (
        select(RequestAnswer)
        .where(RequestAnswer.year == year)
        .options(joinedload(RequestAnswer.request).joinedload(ArchiveRequest.person))
    )


def certificate_line(row: RequestAnswer) -> CertificateLine:
    """The line of a registered answer: it has its number, year and day of signing, as the database checks."""
    asked = row.request
    return CertificateLine(
        request_id=row.request_id,
        number=row.number or 0,
        year=row.year or 0,
        person_id=asked.person_id,
        person=spoken_name(asked.person) if asked.person else asked.applicant,
        kind=translate(KIND_WORDS[asked.kind]),
        ground=asked.ground,
        signed_on=row.signed_on,
        issued_on=row.issued_on,
        received_by=row.received_by or "",
        shown=row.shown or "",
    )
