"""The bytes of case files: originals, renditions, what pages are drawn from."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import select, union

from archive_app.db.models import AccessionLine, Document, DocumentState, Page, Rendition, Volume

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Row
    from sqlalchemy.orm import Session


def blobs_of(session: Session, accession_id: int) -> Sequence[Row[int, str]]:
    """`(case_file_id, sha256)` of every blob of the act's case files, ordered by SHA-256: one statement."""
    here = (
        select(AccessionLine.case_file_id, Document.id, Document.original_sha256)
        .join(Volume, Volume.case_file_id == AccessionLine.case_file_id)
        .join(Document, (Document.volume_id == Volume.id) & (Document.state == DocumentState.ACTIVE))
        .where(AccessionLine.accession_id == accession_id)
        .cte("here")
    )
    every = union(
        select(here.c.case_file_id.label("case_file_id"), here.c.original_sha256.label("sha256")),
        select(here.c.case_file_id, Rendition.sha256).join(Rendition, Rendition.document_id == here.c.id),
        select(here.c.case_file_id, Page.source_sha256)
        .join(Page, Page.document_id == here.c.id)
        .where(Page.source_sha256.is_not(None)),
    ).subquery()
    query = select(every.c.case_file_id, every.c.sha256).order_by(every.c.sha256, every.c.case_file_id)
    return session.execute(query).all()


def sum_of(addresses: Iterable[str]) -> str:
    """One SHA-256 for a set of addresses: another one as soon as any comes or goes."""
    return hashlib.sha256("\n".join(sorted(set(addresses))).encode()).hexdigest()
