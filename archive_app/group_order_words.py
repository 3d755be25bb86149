"""Russian for what an order on a whole group would do to a member, shared by the browser and the command line."""

from __future__ import annotations

from archive_app.i18n import mark, translate
from archive_app.services.people.group_orders import MemberOutcome

MEMBER_WORDS = {
    MemberOutcome.READY: mark("the order will be carried out"),
    MemberOutcome.TOO_LATE: mark("the study began on that day or later"),
    MemberOutcome.THERE: mark("is in the other group already"),
    MemberOutcome.DONE: mark("this order is carried out"),
}


def member_words(outcome: MemberOutcome) -> str:
    """What comes of a member."""
    return translate(MEMBER_WORDS[outcome])
