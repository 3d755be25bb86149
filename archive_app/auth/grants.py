"""What one person may do today: the rights of the roles, measured by the duties."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from archive_app.db.models.access import Act, Reach

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from archive_app.db.models.access import Scope

_Limit = tuple[str | None, Reach, int | None]
"""A kind of documents (None: any), a reach, and what the reach is measured by."""
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
    broad: bool = False
    """Whether `scopes` are so many of all that a list had better walk its own order than look scope by scope."""
    own_scopes: frozenset[int] = frozenset()
    documents: frozenset[int] = frozenset()
    case_files: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Reached:
    """How far an act on documents of one kind goes: everywhere, or for these units, groups and persons."""

    everywhere: bool = False
    units: frozenset[int] = frozenset()
    groups: frozenset[int] = frozenset()
    persons: frozenset[int] = frozenset()


@dataclass(frozen=True, eq=False)
class Book:
    """Scopes by their ids, known by identity: a book that was read once stays as it is."""

    scopes: tuple[tuple[int, Scope], ...] = ()

    @cached_property
    def unfiled(self) -> frozenset[int]:
        """Those of documents that nobody has filed yet."""
        return frozenset(scope_id for scope_id, scope in self.scopes if scope.unfiled)


def holding(grants: Iterable[Grant], scope: Scope) -> list[Grant]:
    """The grants that hold for documents of `scope`: of unfiled ones none, unless one of them is to file these."""
    covering = [grant for grant in grants if grant.covers(scope)]
    if scope.unfiled and not any(grant.act is Act.FILE for grant in covering):
        return []
    return covering


def reached(grants: Iterable[Grant], act: Act, kind: str) -> Reached:
    """The same right asked of what has no documents yet: whose records of `kind` one may do `act` to."""
    holding = [grant for grant in grants if grant.act is act and grant.kind in {None, kind}]
    measured = {
        reach: frozenset(found for grant in holding if grant.reach is reach and (found := _MEASURED[reach](grant)))
        for reach in Reach
    }
    everywhere = any(grant.reach is Reach.ALL for grant in holding)
    return Reached(everywhere, measured[Reach.UNIT], measured[Reach.GROUP], measured[Reach.OWN])


def scopes_within(grants: Iterable[Grant], act: Act, book: Book) -> frozenset[int]:
    """The ids of those scopes of `book` for which a grant of `act` holds.

    The same as asking `holding` of each, but people of one role are answered once, and each limit costs one
    look-up: it is asked at every request.
    """
    grants = tuple(grants)
    covered = _within(grants, act, book)
    if act is Act.FILE or covered.isdisjoint(book.unfiled):
        return covered
    return covered - (book.unfiled - _within(grants, Act.FILE, book))


def _within(grants: Iterable[Grant], act: Act, book: Book) -> frozenset[int]:
    highest: dict[_Limit, int] = {}
    for grant in grants:
        measured = _MEASURED[grant.reach](grant)
        if grant.act is act and (grant.reach is Reach.ALL or measured is not None):
            limit = (grant.kind, grant.reach, measured)
            highest[limit] = max(highest.get(limit, -1), grant.max_confidentiality)
    return _covered(frozenset(highest.items()), book) if highest else frozenset()


@lru_cache(maxsize=128)
def _covered(limits: frozenset[tuple[_Limit, int]], book: Book) -> frozenset[int]:
    highest = dict(limits)
    return frozenset(
        scope_id
        for scope_id, scope in book.scopes
        if any(highest.get(limit, -1) >= scope.confidentiality for limit in _limits(scope))
    )


def _limits(scope: Scope) -> Iterator[_Limit]:
    for kind in (None, scope.kind):
        if scope.person_id is not None:  # a scope of own records is for the person alone
            yield kind, Reach.OWN, scope.person_id
            continue
        yield kind, Reach.ALL, None
        if scope.unit_id is not None:
            yield kind, Reach.UNIT, scope.unit_id
        if scope.group_id is not None:
            yield kind, Reach.GROUP, scope.group_id


_MEASURED: Mapping[Reach, Callable[[Grant], int | None]] = {
    Reach.ALL: lambda _: None,
    Reach.UNIT: lambda grant: grant.unit_id,
    Reach.GROUP: lambda grant: grant.group_id,
    Reach.OWN: lambda grant: grant.person_id,
}
"""What a right of each reach is measured by."""
