"""The commission as its form has it: rows of a name, a post, who was there, and one chair."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.numbers import read_number
from archive_app.services.disposal.reviewing import Member, Protocol

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

ROWS = 12
"""More seats than a commission has."""
SHOWN = 5


def said_commission(form: Mapping[str, str], on: datetime.date) -> Protocol:
    """The protocol of a form; rows without a name and a post are no members."""
    return Protocol(form.get("number", ""), on, tuple(one for one in typed_rows(form) if one.name or one.post))


def typed_rows(form: Mapping[str, str]) -> list[Member]:
    """Every row of a form, also those that were left empty; none where the form has none."""
    chair = form.get("chair", "")
    return [
        Member(
            form.get(f"name-{row}", "").strip(),
            form.get(f"post-{row}", "").strip(),
            present=f"present-{row}" in form,
            chair=chair == str(row),
        )
        for row in range(min(read_number(form.get("rows", "")) or 0, ROWS))
    ]


def offered_rows(form: Mapping[str, str], last: tuple[Member, ...]) -> list[Member]:
    """What the form shows: what was typed, else the commission that sat the last time, and empty rows."""
    rows = typed_rows(form) or list(last)
    empty = max(SHOWN - len(rows), 1)
    return rows + [Member("", "", chair=not rows and number == 0) for number in range(empty)]
