"""A printed term counted by itself: for whoever asks what «5 лет ЭПК» comes to, with nothing of an archive at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from retention.errors import BeyondCalendar
from retention.extraction import outcome_of
from retention.term import RetentionRule, Trigger
from retention.verdict import Facts, verdict
from retention.wording import parse_term

if TYPE_CHECKING:
    import datetime

    from retention.verdict import Verdict


def reckoned(
    printed: str,
    finished: datetime.date,
    event: datetime.date | None,
    on: datetime.date,
    trigger: Trigger | None = None,
) -> Verdict:
    """The verdict on a case file finished on that day, as it is on the day `on`.

    `trigger` is what the plan's column adds to a term that does not say from what it is counted: the closing of the
    case file where neither says it. Without `event` a term that waits for one has no date, and says so.

    Raises:
        TermNotUnderstood, TermContradictory, TriggerMismatch. BeyondCalendar: the term ends after the year 9999.
    """
    term = parse_term(printed)
    counted_from = trigger or term.trigger or Trigger.FILE_CLOSE
    rule = RetentionRule(term, counted_from, outcome=outcome_of("", "", counted_from))
    try:
        return verdict(Facts(finished, {counted_from: event} if event else {}), rule, (), on)
    except ValueError as error:
        raise BeyondCalendar(text=printed) from error
