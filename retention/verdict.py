"""Verdict: whether a case file may be put forward for destruction on a day, from when, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from retention.period import NEW_ORDER_FROM, eligible_on, kept_until
from retention.term import Outcome, Qualifier, RetentionRule, Trigger

_LEAST_YEARS_WHEN_NOT_NEEDED = 1
"""«ДМН» is decided by a person, and never within the first year."""
_BY_FINISHING = frozenset({Trigger.FILE_CLOSE, Trigger.BOOK_END, Trigger.SCHOOL_YEAR_END})


class Status(StrEnum):
    """The answer in one word."""

    ELIGIBLE = "eligible"
    """The period is over; it may be proposed. Nothing is ever destroyed by a verdict."""
    NOT_BEFORE = "not_before"
    """The day is known and has not come."""
    NO_DATE = "no_date"
    """An event, a decision or the closing is missing: work for somebody, never a guess."""
    HELD = "held"
    """The period is over, and a hold forbids it."""
    NEVER = "never"
    """Kept for ever, or it is not ours to destroy."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a case file.

    `finished_on` is the date of its last document (of a book, its last entry), fixed when the case file was closed;
    None while it is open. `events` are the dates of what the term waits for, keyed by trigger: the leaving, the
    replacement, the return, the decision that it is no longer needed, the handing over to the owner (UNCLAIMED).
    """

    finished_on: date | None = None
    events: Mapping[Trigger, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hold:
    """A ban on destruction, from `since` to `until`, both included; open-ended without `until`."""

    reference: str
    since: date
    until: date | None = None

    def forbids(self, on: date) -> bool:
        """Whether it is in force on a day."""
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of the explanation: a stable code and what fills its sentence."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer, explained.

    `date` is the first eligible day, None where there is none. `arithmetic` is the sum that gives it. `outcome` says
    what may follow, `individual` that the commission must decide on each file by itself (ЭПК).
    """

    status: Status
    date: date | None
    reasons: tuple[Reason, ...]
    arithmetic: str
    outcome: Outcome
    individual: bool


@dataclass(frozen=True, slots=True)
class _Due:
    date: date | None
    reasons: tuple[Reason, ...]
    arithmetic: str = ""
    status: Status | None = None


def verdict(facts: Facts, rule: RetentionRule, holds: Sequence[Hold], on: date) -> Verdict:
    """Judge a case file on the day `on`.

    Reason codes, in order: `permanent`; `not_closed`; `event_missing` (trigger), `decision_missing` (not_before),
    `handed_over` (on); `counted` (trigger, from_date, years), `floor` (years), `finished_before_2003` (years);
    `hand_to_owner`; `extract_first`; `commission_decides`; `held` (reference, until), one for each hold in force.
    """
    due = _due(facts, rule)
    forbidding = tuple(hold for hold in holds if hold.forbids(on))
    status = due.status or _status(due.date, on, held=bool(forbidding))
    reasons = due.reasons + _conditions(rule, due)
    reasons += tuple(
        Reason("held", {"reference": hold.reference, "since": hold.since, "until": hold.until}) for hold in forbidding
    )
    return Verdict(status, due.date, reasons, due.arithmetic, rule.outcome, rule.term.epk)


def _status(day: date | None, on: date, *, held: bool) -> Status:
    if day is None:
        return Status.NO_DATE
    if on < day:
        return Status.NOT_BEFORE
    return Status.HELD if held else Status.ELIGIBLE


def _due(facts: Facts, rule: RetentionRule) -> _Due:
    if rule.term.permanent:
        return _Due(None, (Reason("permanent"),), status=Status.NEVER)
    handed_over = facts.events.get(Trigger.UNCLAIMED)
    if rule.trigger is Trigger.UNCLAIMED and handed_over:
        return _Due(None, (Reason("handed_over", {"on": handed_over}),), status=Status.NEVER)
    if facts.finished_on is None:
        return _Due(None, (Reason("not_closed"),))
    return _due_when_closed(facts.finished_on, facts.events, rule)


def _due_when_closed(finished_on: date, events: Mapping[Trigger, date], rule: RetentionRule) -> _Due:
    if rule.trigger is Trigger.UNCLAIMED:
        return _with_floor(finished_on, rule.term.floor or 0)
    if rule.trigger is Trigger.NO_LONGER_NEEDED:
        return _decided(finished_on, events.get(rule.trigger), rule)
    triggered = finished_on if rule.trigger in _BY_FINISHING else events.get(rule.trigger)
    if triggered is None:
        return _Due(None, (Reason("event_missing", {"trigger": str(rule.trigger)}),))
    return _counted(finished_on, triggered, rule)


def _counted(finished_on: date, triggered_on: date, rule: RetentionRule) -> _Due:
    term = rule.term
    day, arithmetic = kept_until(term, rule.trigger, finished_on=finished_on, triggered_on=triggered_on)
    older = term.years_before_2003 is not None and finished_on < NEW_ORDER_FROM
    years = term.years_before_2003 if older else term.years
    params = {"trigger": str(rule.trigger), "from_date": triggered_on, "years": years or 0}
    reasons = [Reason("counted", params)]
    if older:
        reasons.append(Reason("finished_before_2003", {"years": years}))
    return _Due(day, tuple(reasons), arithmetic)


def _with_floor(finished_on: date, floor: int) -> _Due:
    day = eligible_on(finished_on.year, floor)
    arithmetic = f"01.01.({finished_on.year} + 1 + {floor}) = {day:%d.%m.%Y}"
    return _Due(day, (Reason("floor", {"years": floor}),), arithmetic)


def _decided(finished_on: date, decided_on: date | None, rule: RetentionRule) -> _Due:
    least = _with_floor(finished_on, max(rule.term.floor or 0, _LEAST_YEARS_WHEN_NOT_NEEDED))
    if decided_on is None:
        return _Due(None, (Reason("decision_missing", {"not_before": least.date}), *least.reasons))
    counted = Reason("counted", {"trigger": str(rule.trigger), "from_date": decided_on, "years": 0})
    if least.date is None or decided_on > least.date:
        return _Due(decided_on, (counted,), f"{decided_on:%d.%m.%Y}")
    return _Due(least.date, (counted, *least.reasons), least.arithmetic)


def _conditions(rule: RetentionRule, due: _Due) -> tuple[Reason, ...]:
    """What must be done before the act, whatever the day."""
    if due.status is Status.NEVER:
        return ()
    owner = rule.term.qualifier in {Qualifier.TO_OWNER, Qualifier.TO_OWNER_ON_LEAVING}
    conditions = {
        "hand_to_owner": owner,
        "extract_first": rule.outcome is Outcome.EXTRACT,
        "commission_decides": rule.term.epk,
    }
    return tuple(Reason(code) for code, applies in conditions.items() if applies)
