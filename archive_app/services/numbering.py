"""Numbers of registers: one after the other in each series, none twice, none left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.db.models import NumberSeries
from archive_app.db.upsert import insert_into

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def next_number(session: Session, series: str) -> int:
    """The next number of `series` (`request:2026`), from 1, in the transaction of `session`.

    Whoever else takes one of the series waits until this transaction ends; rolled back, it gives the number back. Take
    it as late as can be: others stand in line.
    """
    insert = insert_into(NumberSeries, session.get_bind().dialect.name).values(name=series, last=1)
    taken = insert.on_conflict_do_update(
        index_elements=[NumberSeries.name], set_={"last": NumberSeries.last + 1}
    ).returning(NumberSeries.last)
    number: int = session.execute(taken).scalar_one()
    return number
