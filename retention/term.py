"""Term (срок хранения): what the printed words of a file plan mean.

The kinds of terms are those of the sector list of 2019 (Rosarchiv order No. 236, «Перечень 236») as school and
college file plans print them. Articles and periods are data of a plan; only the ways of saying them live here.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from retention.errors import SnapshotUnreadable, TermContradictory, TriggerMismatch


class Trigger(StrEnum):
    """What the period is counted from; the values are those of the `trigger` column of a file plan."""

    FILE_CLOSE = "file_close"
    """The case file was finished: the date of its last document."""
    BOOK_END = "book_end"
    """The last entry was made in a book, register or journal."""
    AFTER_LEAVING = "after_leaving"
    """The person left: graduated, was expelled, moved to another school."""
    REPLACED = "replaced"
    """A newer document took its place."""
    CONSENT_END = "consent_end"
    """A consent ran out or was withdrawn."""
    AFTER_RETURN = "after_return"
    """What was lent came back."""
    AFTER_EXTRACTION = "after_extraction"
    """The pages were taken out of their source, such as a class journal."""
    EVENT_DATE = "event_date"
    """The act that the record proves took place, such as the destruction of personal data."""
    UNCLAIMED = "unclaimed"
    """Kept until its owner asks for it, with a floor."""
    NO_LONGER_NEEDED = "no_longer_needed"
    """A person decides that it is not needed any more (ДМН)."""
    SCHOOL_YEAR_END = "school_year_end"
    """The school year in which the case file was finished comes to its end."""
    NONE = "none"
    """Nothing: kept for ever."""


WAITING = frozenset({Trigger.REPLACED, Trigger.UNCLAIMED, Trigger.NO_LONGER_NEEDED})
"""Triggers that a term may have without a number of years: it is kept *until* they happen."""
MOST_YEARS = 999
"""The longest period that is believed: anything above is a slip of the pen."""
COUNTED = frozenset(Trigger) - {Trigger.NONE, Trigger.UNCLAIMED, Trigger.NO_LONGER_NEEDED, Trigger.SCHOOL_YEAR_END}
"""Triggers that a bare number of years may be counted from: the plan's column says which."""


class Qualifier(StrEnum):
    """An addition to the term that says where the record lies or whom it goes to."""

    IN_PERSONAL_FILE = "in_personal_file"
    """(в составе личного дела)"""
    TO_OWNER = "to_owner"
    """выдаётся владельцу"""
    TO_OWNER_ON_LEAVING = "to_owner_on_leaving"
    """выдаётся владельцу при выбытии"""


@dataclass(frozen=True, slots=True)
class Term:
    """A retention term as its text says it; immutable, comparable, always consistent.

    `years` (calendar years; school years when `trigger` is SCHOOL_YEAR_END) is None for a term without a period.
    `years_before_2003` is the longer alternative of «50/75 лет», for case files finished before 2003-01-01.
    `trigger` is None where the text leaves it to the plan's column («5 лет»). `floor` is the least number of years
    of «до востребования, не менее …» or «ДМН, но не менее …». `printed` is the text as it stood in the plan; it
    plays no part in comparison.

    Raises:
        TermContradictory: the fields exclude one another.
    """

    years: int | None = None
    years_before_2003: int | None = None
    permanent: bool = False
    epk: bool = False
    trigger: Trigger | None = None
    floor: int | None = None
    qualifier: Qualifier | None = None
    printed: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        reason = _contradiction(self)
        if reason:
            raise TermContradictory(reason=reason, text=self.printed)


def _contradiction(term: Term) -> str | None:
    """The stable word for what is wrong with a term, None when it is sound."""
    counts = [count for count in (term.years, term.years_before_2003, term.floor) if count is not None]
    alternative = term.years_before_2003
    rules = {
        "permanent_with_more": term.permanent and (bool(counts) or term.epk or term.qualifier is not None),
        "permanent_with_trigger": term.permanent != (term.trigger is Trigger.NONE),
        "no_years": not term.permanent and term.years is None and term.trigger not in WAITING,
        "years_out_of_range": any(not 1 <= count <= MOST_YEARS for count in counts),
        "alternative_not_longer": alternative is not None and (term.years is None or alternative <= term.years),
        "years_with_waiting": term.years is not None and term.trigger in {Trigger.UNCLAIMED, Trigger.NO_LONGER_NEEDED},
        "school_years_with_alternative": alternative is not None and term.trigger is Trigger.SCHOOL_YEAR_END,
        "floor_missing": term.trigger is Trigger.UNCLAIMED and term.floor is None,
        "floor_without_waiting": term.floor is not None
        and term.trigger not in {Trigger.UNCLAIMED, Trigger.NO_LONGER_NEEDED},
    }
    return next((reason for reason, broken in rules.items() if broken), None)


class Outcome(StrEnum):
    """What becomes of a case file when its period is over."""

    DESTROY = "destroy"
    """It may be put into a disposal act."""
    EXTRACT = "extract"
    """Summary pages are taken out and kept on; only the remainder may be put into an act (class journals)."""


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """A term with its trigger settled, the article it rests on and what follows it: what a case file is closed under.

    Raises:
        TriggerMismatch: `term` cannot be counted from `trigger`.
    """

    term: Term
    trigger: Trigger
    article: str = ""
    outcome: Outcome = Outcome.DESTROY

    def __post_init__(self) -> None:
        said = self.term.trigger
        if (said is not None and said is not self.trigger) or (said is None and self.trigger not in COUNTED):
            expected = [str(said)] if said else sorted(map(str, COUNTED))
            raise TriggerMismatch(text=self.term.printed, expected=expected, found=str(self.trigger))

    def to_dict(self) -> dict[str, Any]:
        """Plain values for a JSON column: the snapshot that a case file keeps."""
        term = self.term
        return {
            "years": term.years,
            "years_before_2003": term.years_before_2003,
            "permanent": term.permanent,
            "epk": term.epk,
            "said_trigger": term.trigger and str(term.trigger),
            "floor": term.floor,
            "qualifier": term.qualifier and str(term.qualifier),
            "printed": term.printed,
            "trigger": str(self.trigger),
            "article": self.article,
            "outcome": str(self.outcome),
        }

    @classmethod
    def from_dict(cls, snapshot: dict[str, Any]) -> "RetentionRule":
        """Read a snapshot back.

        Raises:
            SnapshotUnreadable: a field is missing or has a value that means nothing.
            TermContradictory, TriggerMismatch: the fields exclude one another.
        """
        try:
            said, qualifier = snapshot["said_trigger"], snapshot["qualifier"]
            term = Term(
                years=snapshot["years"],
                years_before_2003=snapshot["years_before_2003"],
                permanent=snapshot["permanent"],
                epk=snapshot["epk"],
                trigger=Trigger(said) if said else None,
                floor=snapshot["floor"],
                qualifier=Qualifier(qualifier) if qualifier else None,
                printed=snapshot["printed"],
            )
            trigger, outcome = Trigger(snapshot["trigger"]), Outcome(snapshot["outcome"])
            return cls(term, trigger, snapshot["article"], outcome)
        except (KeyError, ValueError, TypeError) as error:
            raise SnapshotUnreadable(reason=str(error)) from error
