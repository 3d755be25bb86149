"""A suggestion: a value with its confidence and the reason that a person reads."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`value` is what the form puts into the field, `shown` what the chip says; `confidence` is 0..1.

    The confidence orders suggestions and says how sure the rule behind one is; `tests.bench suggestions` measures how
    often suggestions of each confidence are right.
    """

    value: str
    shown: str
    confidence: float
    reason: str


Suggestions = dict[str, tuple[Suggestion, ...]]
"""By the field of the form (`kind`, `item`, `year`, `number`, `date`, `title`, `persons`), the best first."""
