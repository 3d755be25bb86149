"""What one person may do today: the rights of the roles, measured by the duties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.db.models.access import Act, Reach

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archive_app.db.models.scopes import Scope

TOP_CONFIDENTIALITY = 9
"""Whoever may see this, sees every document of the kind."""


@dataclass(frozen=True, slots=True)
class Grant:
    """One right of one duty. `unit_id`, `group_id`, `person_id` are the duty's and count as `reach` says."""

    role: str
    act: Act
    kind: str | None
    reach: Reach
    max_confidentiality: int
    unit_id: int | None = None
    group_id: int | None = None
    person_id: int | None = None
    duty_id: int | None = None

    def covers(self, scope: Scope) -> bool:
        """Whether documents of `scope` are within this right. A duty without a unit reaches no unit at all."""
        if self.kind not in {None, scope.kind} or scope.confidentiality > self.max_confidentiality:
            return False
        if self.reach is Reach.OWN:
            return scope.person_id is not None and scope.person_id == self.person_id
        if scope.person_id is not None:
            return False  # a scope of own records is for the person alone
        if self.reach is Reach.UNIT:
            return scope.unit_id is not None and scope.unit_id == self.unit_id
        if self.reach is Reach.GROUP:
            return scope.group_id is not None and scope.group_id == self.group_id
        return True

    @property
    def unlimited(self) -> bool:
        """Whether it covers every document that there is."""
        return self.kind is None and self.reach is Reach.ALL and self.max_confidentiality >= TOP_CONFIDENTIALITY


@dataclass(frozen=True, slots=True)
class Seen:
    """The documents within one act: all of them, or those of these scopes, and single ones opened besides."""

    everything: bool
    scopes: frozenset[int] = frozenset()
    own_scopes: frozenset[int] = frozenset()
    documents: frozenset[int] = frozenset()
    case_files: frozenset[int] = frozenset()


def scopes_within(grants: Iterable[Grant], act: Act, scopes: Iterable[tuple[int, Scope]]) -> frozenset[int]:
    """The ids of those `scopes` that the grants of `act` cover."""
    of_act = [grant for grant in grants if grant.act is act]
    if not of_act:
        return frozenset()
    return frozenset(scope_id for scope_id, scope in scopes if any(grant.covers(scope) for grant in of_act))
