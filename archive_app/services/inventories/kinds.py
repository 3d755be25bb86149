"""Which inventory a case file belongs in, by its term and carrier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.db.models import Carrier, InventoryKind
from archive_app.i18n import mark

if TYPE_CHECKING:
    from retention.term import RetentionRule, Term

SHORT = 10
"""Case files of so many years and less are in no inventory: they stay with the unit («Правила», п. 4.1)."""
PERSONNEL_YEARS = 50
"""Records of personnel are those of 50/75 years."""
KIND_WORDS = {
    InventoryKind.PERMANENT: mark("permanent"),
    InventoryKind.OVER_10: mark("over 10 years"),
    InventoryKind.PERSONNEL: mark("personnel records"),
    InventoryKind.ELECTRONIC: mark("electronic records"),
}
STATE_WORDS = {"draft": mark("draft"), "agreed": mark("agreed"), "approved": mark("approved inventory")}
USUAL_NUMBERS = {
    InventoryKind.PERMANENT: "1",
    InventoryKind.PERSONNEL: "2",
    InventoryKind.OVER_10: "3",
    InventoryKind.ELECTRONIC: "4",
}
"""Оп. of a first section where the approver names no other."""


def kind_of(rule: RetentionRule, carrier: Carrier) -> InventoryKind | None:
    """The inventory of a case file closed under `rule`; None: its term is short, and it is in none."""
    term = rule.term
    if not term.permanent and _longest(term) <= SHORT:
        return None
    if carrier is Carrier.ELECTRONIC:
        return InventoryKind.ELECTRONIC
    if term.permanent:
        return InventoryKind.PERMANENT
    return InventoryKind.PERSONNEL if _longest(term) >= PERSONNEL_YEARS else InventoryKind.OVER_10


def _longest(term: Term) -> int:
    return max(term.years or 0, term.years_before_2003 or 0, term.floor or 0)
