"""Russian for verdicts on case files: every step of the arithmetic as a sentence."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from archive_app.i18n import mark, translate, translate_plural
from retention.term import Trigger
from retention.verdict import Status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from retention.verdict import Reason

TRIGGER_WORDS = {
    Trigger.FILE_CLOSE: mark("the case file is finished"),
    Trigger.BOOK_END: mark("the last entry in the book"),
    Trigger.AFTER_LEAVING: mark("the person has left"),
    Trigger.REPLACED: mark("replaced by new ones"),
    Trigger.CONSENT_END: mark("the consent has ended"),
    Trigger.AFTER_RETURN: mark("what was lent has come back"),
    Trigger.AFTER_EXTRACTION: mark("the pages were extracted"),
    Trigger.EVENT_DATE: mark("the act took place"),
    Trigger.UNCLAIMED: mark("handed over to the owner"),
    Trigger.NO_LONGER_NEEDED: mark("it is no longer needed"),
    Trigger.SCHOOL_YEAR_END: mark("the school year ends"),
    Trigger.NONE: mark("nothing: kept for ever"),
}
STATUS_WORDS = {
    Status.ELIGIBLE: mark("The period is over: it may be put forward"),
    Status.NOT_BEFORE: mark("The period still runs"),
    Status.NO_DATE: mark("There is no date yet"),
    Status.HELD: mark("The period is over, but a hold forbids it"),
    Status.NEVER: mark("Never to be destroyed"),
}
REASON_WORDS = {
    "permanent": mark("The term is «Постоянно»."),
    "not_closed": mark("The case file is not closed."),
    "event_missing": mark("It waits for an event: {trigger}."),
    "decision_missing": mark("A person must decide that it is no longer needed, not before {not_before}."),
    "handed_over": mark("Handed over to the owner on {on}."),
    "counted": mark("Counted from {from_date} ({trigger}): {years}."),
    "floor": mark("Kept at least {years}."),
    "finished_before_2003": mark("Finished before 01.01.2003: the longer term of {years} counts."),
    "hand_to_owner": mark("First it is to be handed over to the owner."),
    "extract_first": mark("First the summary pages are extracted; only the remainder may be put forward."),
    "commission_decides": mark("The commission decides on this case file by itself (ЭПК)."),
    "held": mark("Held: {reference}, until {until}."),
}
"""Code of `retention.verdict.Reason` -> msgid."""


def trigger_words(trigger: str) -> str:
    """What a term is counted from; a value that is not known is shown as it is."""
    known = {str(each): words for each, words in TRIGGER_WORDS.items()}
    return translate(known[trigger]) if trigger in known else trigger


def status_words(status: Status) -> str:
    """The verdict in a few words."""
    return translate(STATUS_WORDS[status])


def reason_sentence(reason: Reason) -> str:
    """One step of the explanation."""
    return translate(REASON_WORDS[reason.code], **_in_words(reason.params))


def _in_words(params: Mapping[str, object]) -> dict[str, str]:
    return {name: _word(name, value) for name, value in params.items()}


def _word(name: str, value: object) -> str:
    if name == "trigger":
        return trigger_words(str(value))
    if name == "years":
        number = int(str(value))
        return translate_plural("{number} year", "{number} years", number)
    if isinstance(value, datetime.date):
        return f"{value:%d.%m.%Y}"
    return translate("it is released") if value is None else str(value)
