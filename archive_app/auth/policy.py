"""The one policy, compiled for the two that ask it: SQL and the search engines.

A document bears tokens (the scope it falls into, its own scope, itself, its case file); a reader holds a set of
tokens; the reader sees the document if and only if the two meet. Nothing else decides, and nothing is filtered later.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, false, literal_column, or_, select, true, type_coerce

from archive_app.db.models import CaseFile, Document, Volume
from archive_app.db.models.access import Act
from indexer.search import Access

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from archive_app.auth.actor import Actor
    from archive_app.auth.grants import Seen

_KINDS_OF_TOKEN = 4
_SCOPE, _DOCUMENT, _CASE_FILE = range(3)
_MOST_RUNS = 8
NO_LIMIT = 2**31 - 1
"""The confidentiality is part of the scope, so the engines need not look at it once more."""


def visible(actor: Actor, act: Act = Act.SEE) -> ColumnElement[bool]:
    """The condition on `Document` that holds for what `actor` may do `act` to; nothing is joined."""
    seen = actor.within(act)
    if seen.everything:
        return true()
    parts: list[ColumnElement[bool]] = []
    if seen.scopes:
        parts.append(_in_scopes(seen))
    if seen.own_scopes:
        parts.append(Document.own_scope_id.in_(seen.own_scopes))
    if seen.documents:
        parts.append(Document.id.in_(seen.documents))
    if seen.case_files:
        volumes = select(Volume.id).where(Volume.case_file_id.in_(seen.case_files))
        parts.append(Document.volume_id.in_(volumes))
    return or_(false(), *parts)


def _in_scopes(seen: Seen) -> ColumnElement[bool]:
    if not seen.broad:
        return _one_of(type_coerce(Document.scope_id, Integer), seen.scopes)
    # An index on the scope would be walked scope by scope and all of it sorted; what is computed has no index.
    scope_id: ColumnElement[Any] = Document.scope_id + 0
    found = runs(seen.scopes)
    if len(found) > _MOST_RUNS:
        return _one_of(scope_id, seen.scopes)
    # The database makes a table of a list anew for each statement; to compare with a few runs costs nothing.
    return or_(*(scope_id.between(first, last) for first, last in found))


def _one_of(column: ColumnElement[Any], numbers: frozenset[int]) -> ColumnElement[bool]:
    """`IN` with the numbers written out: a thousand parameters cost as much as the list that they narrow."""
    return column.op("IN", is_comparison=True)(literal_column(_listed(numbers)))


@lru_cache(maxsize=128)
def runs(numbers: frozenset[int]) -> tuple[tuple[int, int], ...]:
    """The first and the last of each run of neighbouring numbers, in order: together exactly `numbers`."""
    ordered = sorted(numbers)
    firsts = [number for number in ordered if number - 1 not in numbers]
    lasts = [number for number in ordered if number + 1 not in numbers]
    return tuple(zip(firsts, lasts, strict=True))


@lru_cache(maxsize=128)
def _listed(numbers: frozenset[int]) -> str:
    return f"({', '.join(map(str, sorted(numbers)))})"


def access(actor: Actor) -> Access:
    """The same for the search engines."""
    seen = actor.within(Act.SEE)
    if seen.everything:
        return Access.everything()
    tokens = frozenset(
        [_token(_SCOPE, number) for number in seen.scopes | seen.own_scopes]
        + [_token(_DOCUMENT, number) for number in seen.documents]
        + [_token(_CASE_FILE, number) for number in seen.case_files]
    )
    return Access(tokens, NO_LIMIT)


def tokens_of(document: Document, case_file: CaseFile | None) -> tuple[int, ...]:
    """What a document bears in the index."""
    tokens = [_token(_DOCUMENT, document.id)]
    tokens += [_token(_SCOPE, number) for number in (document.scope_id, document.own_scope_id) if number is not None]
    if case_file is not None:
        tokens.append(_token(_CASE_FILE, case_file.id))
    return tuple(tokens)


def _token(kind: int, number: int) -> int:
    return number * _KINDS_OF_TOKEN + kind
