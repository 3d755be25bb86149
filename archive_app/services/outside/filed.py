"""Papers of an application that is concluded lie in a case file of its student, with the protocol that says so.

Applications and decisions are one heading of the file plan (school 02-18, college 02-11, order No. 845/369 of 2020):
an application that was refused or taken back is a paper of the organisation as much as one that was counted, and only
an act destroys it. Until there is a decision its papers are the applicant's, and lie nowhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.db.models import OutsideState, PortalFile
from archive_app.i18n import mark, translate
from archive_app.services.portfolio.papers import Papers, file_papers, unfiled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from archive_app.db.models import OutsideResult
    from archive_app.services.portfolio.papers import Filed, Hand

APPLICATION = ("credit_application", "credit_protocol", "personal_file")
PROTOCOL = ("credit_protocol", "credit_application", "personal_file")
"""Kinds of documents, each gives way to the next: both file plans keep these papers within the personal file."""
GROUNDS: Mapping[OutsideState, str] = {
    OutsideState.ACCEPTED: mark("counted by protocol No. {number} of {day}"),
    OutsideState.REFUSED: mark("refused by protocol No. {number} of {day}"),
    OutsideState.WITHDRAWN: mark("the application was taken back"),
}
"""In the titles of the documents that papers become: each names the protocol by which it lies there."""


def file_application(hand: Hand, row: OutsideResult) -> Filed | None:
    """Put the papers of a concluded application where they belong; None where it has none. Raises as `file_papers`."""
    files = unfiled(hand.session, PortalFile.outside_id == row.id)
    if not files:
        return None
    ground = translate(GROUNDS[row.state], **_protocol(row))
    title = f"{row.subject} ({row.organisation})"
    told = {"elsewhere": row.organisation, "subject": row.subject}
    return file_papers(hand, Papers(row.person, APPLICATION, title, row.applied_on, ground, fields=told), files)


def file_protocol(hand: Hand, row: OutsideResult, files: Sequence[PortalFile]) -> Filed:
    """Put the protocol there, under its number and day. Raises as `file_papers`."""
    title = translate("Protocol No. {number} of {day}: {subject}", subject=row.subject, **_protocol(row))
    told = {
        "elsewhere": row.organisation, "subject": row.subject, "mark": row.result, "held_on": row.protocol_on,
    }  # fmt: skip
    papers = Papers(row.person, PROTOCOL, title, row.protocol_on, number=row.protocol, fields=told)
    return file_papers(hand, papers, files)


def _protocol(row: OutsideResult) -> dict[str, str]:
    return {"number": row.protocol or "", "day": f"{row.protocol_on:%d.%m.%Y}" if row.protocol_on else ""}
