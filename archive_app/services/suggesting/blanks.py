"""The number of a paper on a blank of strict accounting: that of its blank, where the stock of blanks knows it.

What stands after № on such a paper is the line of the book of issue; its own number is printed on the blank.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.db.models import Blank, BlankState
from archive_app.i18n import translate
from archive_app.regulation_kinds import REGULATION_KINDS
from archive_app.regulation_kinds.shape import BLANK
from archive_app.services.suggesting.model import Suggestion
from archive_app.services.suggesting.numbers import SURE

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from archive_app.services.suggesting.head import Head

ON_BLANKS = frozenset(kind.code for kind in REGULATION_KINDS if BLANK in kind.fields)
"""Kinds of papers that have a field for the number of a blank."""
_RUN = re.compile(r"\d(?: ?\d)+")
SHORTEST = 5
"""Digits; fewer are a day, a year, a mark."""
MOST = 100
"""Runs of digits of one page that are looked up."""


def suggest_blanks(session: Session, head: Head) -> tuple[Suggestion, ...]:
    """Blanks of the stock whose number stands on the page, also where recognition parts its digits; one statement."""
    runs = dict.fromkeys(part for found in _RUN.findall(head.text) for part in (found.replace(" ", ""), *found.split()))
    numbers = [run for run in runs if len(run) >= SHORTEST][:MOST]
    known = select(Blank.series, Blank.number).where(Blank.number.in_(numbers), Blank.state != BlankState.SPOILED)
    reason = translate("a blank of strict accounting that was received here")
    found = (f"{series} {number}".strip() for series, number in session.execute(known.order_by(Blank.id).limit(2)))
    return tuple(Suggestion(each, each, SURE, reason) for each in found)
