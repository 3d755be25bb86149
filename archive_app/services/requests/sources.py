"""What an answer rests on: documents and pages, each told by its archive reference (Ф., Оп., Д., Л.)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from archive_app.auth.policy import visible
from archive_app.db.models import NOT_THERE, CaseFile, Document, Volume
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.forms.signing import organisation_of
from archive_app.services.inventories.approved import unit_numbers
from archive_app.services.typed import TooMany

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sqlalchemy.orm import Session

    from archive_app.auth.actor import Actor

_NUMBERS = re.compile(r"[0-9]{1,6}(?:-[0-9]{1,6})?")
MOST = 200
"""Pages of one document that an answer names."""


@dataclass(frozen=True, slots=True)
class Source:
    """A document and its pages; without `pages` all of it."""

    document_id: int
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """A source as it is told: `Ф. 17, оп. 2, д. 15, л. 3, 4`; without an inventory by the index of its case file."""

    document_id: int
    title: str
    words: str


def read_pages(text: str) -> tuple[int, ...]:
    """`3, 5-7` as numbers in order; what is no number is passed over. Raises TooMany."""
    spans = [_span(*part.partition("-")[::2]) for part in _NUMBERS.findall(text)]
    if (count := sum(map(len, spans))) > MOST:
        raise TooMany(text, field="pages", count=count, limit=MOST)
    return tuple(sorted({number for span in spans for number in span} - {0}))


def _span(first: str, last: str) -> range:
    return range(int(first), int(last or first) + 1)


def kept(sources: Iterable[Source]) -> list[dict[str, object]]:
    """As the answer's row keeps them."""
    return [{"document": source.document_id, "pages": list(source.pages)} for source in sources]


def sources_in(rows: Iterable[Mapping[str, object]]) -> tuple[Source, ...]:
    """The way back."""
    return tuple(Source(int(str(row["document"])), tuple(row["pages"])) for row in rows)  # type: ignore[arg-type]


def with_seen(session: Session, sources: Sequence[Source], more: Iterable[int], actor: Actor) -> tuple[Source, ...]:
    """`sources`, and those of the documents `more` that the person sees and that are not among them."""
    had = {source.document_id for source in sources}
    new = [number for number in more if number not in had]
    seen = _seen(session, new, actor)
    return (*sources, *(Source(number) for number in new if number in seen))


def require_seen(session: Session, sources: Sequence[Source], actor: Actor) -> None:
    """Let pass only documents that the person sees: one statement. Raises NotFound for the first that is not there."""
    wanted = {source.document_id for source in sources}
    for missing in sorted(wanted - _seen(session, wanted, actor)):
        raise NotFound(str(missing), what=translate("Document {number}", number=missing))


def _seen(session: Session, numbers: Collection[int], actor: Actor) -> set[int]:
    query = select(Document.id).where(Document.id.in_(numbers), visible(actor), Document.state.not_in(NOT_THERE))
    return set(session.scalars(query)) if numbers else set()


def references(session: Session, sources: Sequence[Source]) -> tuple[Reference, ...]:
    """Each source with its шифр, in their order: three statements."""
    documents = {
        document.id: document
        for document in session.scalars(
            select(Document)
            .where(Document.id.in_({source.document_id for source in sources}))
            .options(joinedload(Document.volume).joinedload(Volume.case_file).joinedload(CaseFile.item))
        )
    }
    cases = {document.volume.case_file_id for document in documents.values() if document.volume}
    units, (_, fonds) = unit_numbers(session, cases), organisation_of(session)
    return tuple(
        Reference(source.document_id, documents[source.document_id].title, _words(source, documents, units, fonds))
        for source in sources
        if source.document_id in documents
    )


def _words(
    source: Source,
    documents: Mapping[int, Document],
    units: Mapping[tuple[int, int], tuple[str, str]],
    fonds: str,
) -> str:
    volume = documents[source.document_id].volume
    if volume is None:
        return translate("document {number}", number=source.document_id)
    place = units.get((volume.case_file_id, volume.number))
    parts = [translate("F. {number}", number=fonds)] if fonds else []
    if place:
        parts += [translate("inv. {number}", number=place[0]), translate("file {number}", number=place[1])]
    else:
        year = f" ({volume.case_file.year})" if volume.case_file.year else ""
        parts += [translate("case file {index}", index=volume.case_file.item.index) + year]
    if source.pages:
        parts += [translate("sheets {numbers}", numbers=", ".join(map(str, source.pages)))]
    return ", ".join(parts)
