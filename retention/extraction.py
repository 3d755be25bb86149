"""Class journals: at five years their summary pages are extracted; only the remainder may be destroyed.

A file plan has no column for it, so the plan's own words decide: a note that speaks of pages to be extracted
(«изымаются», «изъятия»), or a title that names a class journal. Erring on the side of extraction costs a look into
a journal; erring on the other side costs thirty people their marks.
"""

import re

from retention.term import Outcome, Trigger

_JOURNAL = re.compile(r"классн\w+ журнал|журнал\w* класс", re.IGNORECASE)
_EXTRACTED = re.compile(r"изыма|изъят", re.IGNORECASE)


def outcome_of(title: str, note: str, trigger: Trigger) -> Outcome:
    """What becomes of the case files of an item when their period is over; extracted pages are not extracted again."""
    if trigger in {Trigger.AFTER_EXTRACTION, Trigger.NONE}:
        return Outcome.DESTROY
    return Outcome.EXTRACT if _JOURNAL.search(title) or _EXTRACTED.search(note) else Outcome.DESTROY
