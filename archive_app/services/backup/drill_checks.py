"""What a drill asks of an archive that was brought back into a scratch place."""

from __future__ import annotations

import random
import re
import secrets
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image
from sqlalchemy import func, select, text, true

from archive_app.audit import ChainHead, verify
from archive_app.audit_words import finding_words
from archive_app.db.engine import reading
from archive_app.db.models import Blob, BlobState, Document, DocumentState, Duty, Page, User
from archive_app.db.revisions import current_revision, head_revision
from archive_app.i18n import translate
from archive_app.services.accounts.directory import add_account
from archive_app.services.accounts.passwords import hash_password
from archive_app.services.accounts.signing_in import check_password
from archive_app.services.backup.sampling import SHOWN, documents_with, drawable, sampled_words
from archive_app.services.doctor import Check, checked
from archive_app.services.page_images import FULL_WIDTH
from archive_app.services.page_sources import page_source
from archive_app.services.search_filters import Filters
from indexer.errors import IndexerError
from indexer.search import Sort
from storage.errors import StorageError
from storage.fixity import FixityOutcome
from storage.fixity import verify as verify_blob
from storage.keys import BlobKey

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import ColumnElement, Engine
    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.auth.actor import Actor
    from archive_app.services.accounts.ground import Ground as Accounts
    from archive_app.services.backup.restoring import Restored
    from archive_app.services.backup.sampling import Sample
    from archive_app.services.page_images import PageImages
    from archive_app.services.page_sources import PageSource
    from archive_app.services.searching import Searching
    from indexer.search import SearchEngine
    from storage.protocol import BlobStore

MOST_FOUND = 10_000
READER = "director"
"""A role that sees every document."""
_WORD = re.compile(r"[А-Яа-яЁёA-Za-z]{4,}")


@dataclass(frozen=True, slots=True)
class Scratch:
    """An archive that was brought back, opened. `actor` loads an account by its login."""

    database: Engine
    sessions: sessionmaker[Session]
    store: BlobStore
    engine: SearchEngine
    page_images: PageImages
    searching: Searching
    accounts: Accounts
    actor: Callable[[str], Actor]

    def examined(self, restored: Restored, destroyed: Mapping[int, str]) -> list[Check]:
        """Every check, in the order of the report. None of them ends the others.

        `destroyed`: documents that the living archive knows as destroyed, with the hash of the original.
        """
        login, password = f"drill-{secrets.token_hex(4)}", secrets.token_urlsafe(24)
        return [
            checked("schema", self._schema),
            checked("rows", lambda: _rows(restored)),
            checked("references", self._references),
            checked("audit", lambda: self._audit(restored)),
            checked("content", lambda: self._content(restored)),
            checked("sign_in", lambda: self._sign_in(login, password)),
            checked("pages", lambda: self._pages(restored.sample)),
            checked("search", lambda: self._search(login)),
            checked("destroyed", lambda: self._destroyed(destroyed)),
        ]

    def _schema(self) -> str:
        found, needed = current_revision(self.database), head_revision()
        if found != needed:
            raise RuntimeError(translate("The database has version {found}.", found=found))
        return translate("version {revision}", revision=found)

    def _references(self) -> str:
        """PostgreSQL proves them while it restores; SQLite is asked, and looks at its file as well."""
        if self.database.dialect.name != "sqlite":
            return translate("proven while the rows were restored")
        with self.database.connect() as connection:
            broken = connection.execute(text("PRAGMA foreign_key_check")).all()
            state = connection.scalar(text("PRAGMA quick_check"))
        if broken or state != "ok":
            raise RuntimeError(translate("broken references: {n}; the file: {state}", n=len(broken), state=state))
        return translate("all references hold")

    def _audit(self, restored: Restored) -> str:
        with reading(self.sessions) as session:
            known = ChainHead(*restored.head)
            found = next(verify(session, exported=[known] if known.seq else []), None)
        if found is not None:
            raise RuntimeError(finding_words(found))
        return translate("events up to No. {seq} are those of the snapshot", seq=restored.head[0])

    def _content(self, restored: Restored) -> str:
        """All bytes were compared on the way in; a few are read once more from where they lie now."""
        if restored.faults:
            raise RuntimeError(", ".join(restored.faults[:20]))
        sample = restored.sample
        keys = random.sample(sorted(sample.keys), min(SHOWN, len(sample.keys))) if sample else self._some_blobs()
        wrong = [key for key in keys if verify_blob(self.store, BlobKey(key)).outcome is not FixityOutcome.INTACT]
        if wrong:
            raise RuntimeError(", ".join(wrong))
        compared = translate("pieces of content compared: {n}", n=restored.blobs)
        return f"{compared}; {sampled_words(**sample.told)}" if sample else compared

    def _some_blobs(self) -> Sequence[str]:
        query = select(Blob.sha256).where(Blob.state == BlobState.PRESENT).order_by(func.random()).limit(SHOWN)
        with reading(self.sessions) as session:
            return session.scalars(query).all()

    def _sign_in(self, login: str, password: str) -> str:
        """An account of the drill's own, in the scratch place only."""
        number = add_account(self.accounts, login, login, by="drill")
        with self.sessions.begin() as session:
            session.get_one(User, number).password_hash = hash_password(password)
            session.add(Duty(user_id=number, role_code=READER, given_by="drill", given_at=self.accounts.clock()))
        if check_password(self.accounts, login, password, "127.0.0.1") != number:
            raise RuntimeError(translate("another account was opened"))
        return translate("one signs in")

    def _pages(self, sample: Sample | None) -> str:
        """First pages are drawn and opened. Where there are any, one that cannot be drawn is a fault."""
        documents = sample.documents if sample else self._some(drawable())
        for document in documents:
            with reading(self.sessions) as session:
                number = session.scalar(select(func.min(Page.number)).where(Page.document_id == document))
                source = page_source(session, document, number or 1, true())
            self._drawn(source)
        if not documents:
            return translate("not looked at: no document of the archive has images of pages")
        return translate("documents whose first page was drawn: {n}", n=len(documents))

    def _some(self, condition: ColumnElement[bool]) -> Sequence[int]:
        with reading(self.sessions) as session:
            return documents_with(session, condition)

    def _drawn(self, source: PageSource) -> None:
        """Raises RuntimeError that names the document."""
        try:
            with Image.open(BytesIO(self.page_images.drawn(source, FULL_WIDTH))) as image:
                image.load()
        except (IndexerError, StorageError, OSError) as error:
            words = translate(
                "document {number}: page {page} is not drawn", number=source.document_id, page=source.number
            )
            raise RuntimeError(words) from error

    def _search(self, login: str) -> str:
        """Documents are found by a word of their own text."""
        actor = self.actor(login)
        asked = 0
        for document in self._some(Page.text != ""):
            word = self._longest_word(document)
            if word is None:
                continue
            found = self.searching.found_ids(word, actor, Filters(), Sort.RELEVANCE, MOST_FOUND)
            if document not in {number for number, _ in found} and len(found) < MOST_FOUND:
                raise RuntimeError(translate("document {number} is not found by its text", number=document))
            asked += 1
        return translate("documents found by their text: {n}", n=asked)

    def _longest_word(self, document: int) -> str | None:
        query = select(Page.text).where(Page.document_id == document).order_by(func.length(Page.text).desc()).limit(1)
        with reading(self.sessions) as session:
            found = session.scalar(query)
        return max(_WORD.findall(found or ""), key=len, default=None)

    def _destroyed(self, known: Mapping[int, str]) -> str:
        """What the restored archive knows as destroyed is gone, and what the living one knows is known to it."""
        with reading(self.sessions) as session:
            alive = _alive(session, known)
            keys = session.scalars(select(Blob.sha256).where(Blob.state == BlobState.DESTROYED)).all()
            documents = session.scalars(select(Document.id).where(Document.state == DocumentState.DESTROYED)).all()
        back = [key for key in keys if self.store.exists(BlobKey(key))]
        back += [str(number) for number in sorted({*self.engine.stamps(documents), *alive})]
        if back:
            raise RuntimeError(translate("destroyed, and there again: {names}", names=", ".join(back[:20])))
        return translate("destroyed documents that stay gone: {n}", n=len(documents))


def _alive(session: Session, destroyed: Mapping[int, str]) -> list[int]:
    """Those of `destroyed` that are there again, with the very same original."""
    found: list[int] = []
    ordered = sorted(destroyed)
    for start in range(0, len(ordered), 500):
        some = Document.id.in_(ordered[start : start + 500]), Document.state != DocumentState.DESTROYED
        rows = session.execute(select(Document.id, Document.original_sha256).where(*some))
        found += [number for number, sha256 in rows if destroyed[number] == sha256]
    return found


def _rows(restored: Restored) -> str:
    wrong = [fault for fault in restored.faults if fault.startswith("database: ")]
    if wrong:
        raise RuntimeError(", ".join(wrong))
    return translate("rows are as many as the manifest says: {n}", n=restored.rows)
