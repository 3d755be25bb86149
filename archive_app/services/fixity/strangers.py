"""Bytes in the store that no row knows, and bytes of destroyed records that are there still."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.db.engine import reading
from archive_app.db.models import Blob
from archive_app.services.fixity.looks import KNOWN, within

if TYPE_CHECKING:
    from archive_app.services.backup.ground import Ground

SHARDS = 16
"""So many parts the store is searched in: of a million blobs each names 60,000."""
YOUNG = timedelta(days=1)
"""Bytes are durable before their row: younger ones may belong to a filing that is under way."""


def strangers(ground: Ground, shard: str) -> list[str]:
    """Addresses beginning with `shard` (a hexadecimal digit) that nobody knows. Raises errors of the store."""
    with reading(ground.sessions) as session:
        query = select(Blob.sha256).where(within(Blob.sha256, shard), Blob.state.in_(KNOWN))
        known = set(session.scalars(query))
    old = ground.clock() - YOUNG
    return [str(stat.key) for stat in ground.store.iterate(shard) if stat.key not in known and stat.modified < old]
