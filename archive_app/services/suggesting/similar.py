"""How similar documents were filed: the search index is asked for them, under the reader's own access.

The index weighs words by their rarity already (BM25 over lemmas), so nothing is trained, kept or refreshed: what was
filed a minute ago counts, and nobody is told of documents that he may not see.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.auth.policy import access
from archive_app.db.models import CaseFile, Document, DocumentState, FilePlanItem, Volume
from archive_app.i18n import translate_plural
from archive_app.services.suggesting.model import Suggestion
from indexer.query import Or, Term, Word
from indexer.search import SearchRequest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.orm import Session

    from archive_app.auth.actor import Actor
    from indexer.analysis import Analyzer
    from indexer.search import SearchEngine

WORDS = 40
"""Words of the document that are asked for: its head is what tells one kind of record from another."""
SHORTEST = 4
NEIGHBOURS = 12
SHARPNESS = 3.0
"""How much more the nearest counts than the next: weights are this power of the similarity."""
LEAST = 0.1
"""What is surer not to be right is not offered at all."""
DOUBT = 0.35
"""Weight of what has not been seen: a single similar document makes nothing certain."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A filed document with its weight, 0..1: 1 has all the words that were asked for."""

    kind: str
    item: str
    weight: float


@dataclass(frozen=True, slots=True)
class Similar:
    """Finds filed documents like a text."""

    engine: SearchEngine
    analyzer: Analyzer

    def to(self, session: Session, text: str, document_id: int, actor: Actor) -> tuple[Neighbour, ...]:
        """The nearest filed documents that `actor` sees, `document_id` itself left out. Two statements."""
        terms = tuple(Term(Word(form, lemmas)) for form, lemmas in self._telling(text))
        if not terms:
            return ()
        hits = self.engine.search(SearchRequest(tree=Or(terms), limit=NEIGHBOURS + 1), access(actor)).hits
        scores = {hit.document_id: hit.score for hit in hits}
        whole = scores.pop(document_id, None) or max(scores.values(), default=0.0)
        if whole <= 0:
            return ()
        return tuple(
            Neighbour(kind, item, min(scores[number] / whole, 1.0) ** SHARPNESS)
            for number, kind, item in _filed(session, scores)
        )

    def _telling(self, text: str) -> Iterable[tuple[str, tuple[str, ...]]]:
        found: dict[tuple[str, ...], str] = {}
        for token in self.analyzer.tokens(text):
            if token.known and not token.function and len(token.form) >= SHORTEST and token.form.isalpha():
                found.setdefault(token.lemmas, token.form)
                if len(found) == WORDS:
                    break
        return ((form, lemmas) for lemmas, form in found.items())


def votes(neighbours: Sequence[Neighbour], of: str, shown: Mapping[str, str]) -> tuple[Suggestion, ...]:
    """What the neighbours were filed as: `of` is `kind` or `item`; values that `shown` lacks are not offered."""
    weights, counts = defaultdict[str, float](float), defaultdict[str, int](int)
    for each in neighbours:
        weights[getattr(each, of)] += each.weight
        counts[getattr(each, of)] += 1
    total = sum(weights.values()) + DOUBT
    ordered = sorted(weights, key=lambda value: -weights[value])
    return tuple(
        Suggestion(value, shown[value], weights[value] / total, _reason(counts[value]))
        for value in ordered
        if value in shown
    )[:3]


def together(*offers: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
    """Offers of several roads, each value once: roads that agree make it surer, the surest road gives the reason."""
    found: dict[str, Suggestion] = {}
    for each in (each for road in offers for each in road):
        known = found.get(each.value)
        if known is None:
            found[each.value] = each
        else:
            first = max(known, each, key=lambda one: one.confidence)
            doubt = (1 - known.confidence) * (1 - each.confidence)
            found[each.value] = Suggestion(each.value, first.shown, 1 - doubt, first.reason)
    offered = [each for each in found.values() if each.confidence >= LEAST]
    return tuple(sorted(offered, key=lambda each: -each.confidence)[:3])


def _reason(number: int) -> str:
    return translate_plural("{number} similar document is filed so", "{number} similar documents are filed so", number)


def _filed(session: Session, numbers: Iterable[int]) -> list[tuple[int, str, str]]:
    query = (
        select(Document.id, Document.kind_code, FilePlanItem.index)
        .join(Volume, Volume.id == Document.volume_id)
        .join(CaseFile, CaseFile.id == Volume.case_file_id)
        .join(FilePlanItem, FilePlanItem.id == CaseFile.item_id)
        .where(Document.id.in_(numbers), Document.state == DocumentState.ACTIVE)
    )
    return [(number, kind, index) for number, kind, index in session.execute(query)]
