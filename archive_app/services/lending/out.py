"""What is out now: asked by whoever destroys, hands over or lends, inside that transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from archive_app.db.models import Document, Loan, Volume

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session


def lent_among(session: Session, case_files: Collection[int]) -> frozenset[int]:
    """Those of `case_files` of which something is out; a document counts where it lies now. One statement."""
    here = (
        select(Volume.case_file_id.label("case_file_id"), Loan.case_file_id.label("was_in"))
        .select_from(Loan)
        .outerjoin(Document, Document.id == Loan.document_id)
        .outerjoin(Volume, Volume.id == Document.volume_id)
        .where(Loan.returned_on.is_(None))
        .where(or_(Loan.case_file_id.in_(case_files), Volume.case_file_id.in_(case_files)))
    )
    wanted = frozenset(case_files)
    return frozenset({each for row in session.execute(here) for each in row if each is not None}) & wanted


class BookOfLoans:
    """The book as a disposal act asks it."""

    def lent(self, session: Session, case_files: Collection[int]) -> frozenset[int]:
        """Those of `case_files` of which something is lent and has not come back."""
        return lent_among(session, case_files)
