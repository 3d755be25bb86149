"""The one policy, compiled for the two that ask it: SQL and the search engines.

A document bears tokens (the scope it falls into, its own scope, itself, its case file); a reader holds a set of
tokens; the reader sees the document if and only if the two meet. Nothing else decides, and nothing is filtered later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import false, or_, select, true

from archive_app.db.models import CaseFile, Document, Volume
from archive_app.db.models.access import Act
from indexer.search import Access

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from archive_app.auth.actor import Actor

_KINDS_OF_TOKEN = 4
_SCOPE, _DOCUMENT, _CASE_FILE = range(3)
NO_LIMIT = 2**31 - 1
"""The confidentiality is part of the scope, so the engines need not look at it once more."""


def visible(actor: Actor, act: Act = Act.SEE) -> ColumnElement[bool]:
    """The condition on `Document` that holds for what `actor` may do `act` to; nothing is joined."""
    seen = actor.within(act)
    if seen.everything:
        return true()
    parts: list[ColumnElement[bool]] = []
    if seen.scopes:
        parts.append(Document.scope_id.in_(seen.scopes))
    if seen.own_scopes:
        parts.append(Document.own_scope_id.in_(seen.own_scopes))
    if seen.documents:
        parts.append(Document.id.in_(seen.documents))
    if seen.case_files:
        volumes = select(Volume.id).where(Volume.case_file_id.in_(seen.case_files))
        parts.append(Document.volume_id.in_(volumes))
    return or_(false(), *parts)


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
