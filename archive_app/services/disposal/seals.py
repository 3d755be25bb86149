"""The seal of a line: a hash of what was approved, so that a line changed behind the program's back is not executed."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archive_app.db.models import DisposalAct, DisposalEntry


def seal_of(act: DisposalAct, entry: DisposalEntry) -> str:
    """SHA-256, in hexadecimal digits, of the line with the protocol and the hands that it went through."""
    said = [
        act.id,
        act.drawn_on.isoformat(),
        act.proposed_by,
        act.protocol_number,
        act.protocol_on.isoformat() if act.protocol_on else None,
        act.reviewed_by,
        act.approved_by,
        entry.position,
        entry.case_file_id,
        entry.index,
        entry.title,
        [entry.first_year, entry.last_year, entry.volumes, entry.documents, entry.sheets],
        [entry.term, entry.article, entry.eligible_on.isoformat(), entry.individual, entry.remainder],
        [entry.inventory, entry.unit_number],
        [entry.decision and entry.decision.value, entry.decided_by, entry.decided_why],
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
