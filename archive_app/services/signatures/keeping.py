"""Detached signatures kept as a form of their document: filed with it or added, shown, compared with its bytes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from archive_app.audit.chain import AuditEntry, append
from archive_app.audit.reads import CARD_READ
from archive_app.auth.actor import Actor, require
from archive_app.db.engine import reading
from archive_app.db.models import Act, Rendition, RenditionKind
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.services.blob_rows import BytesWentMeanwhile, ensure_blob
from archive_app.services.card_edits import changeable
from archive_app.services.case_files import require_open
from archive_app.services.documents import document_ref, visible_document
from archive_app.services.intake import FROM_THE_COMMAND_LINE, RACE_ATTEMPTS, BusyFiling
from archive_app.services.originals import CHUNK
from archive_app.services.signatures.cms import LARGEST, read_signature
from archive_app.services.signatures.errors import NotASignature, SignatureDiffers, SignatureThere
from archive_app.services.signatures.judging import Signer, Verdict, judge
from storage.keys import BlobKey

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import BinaryIO

    from sqlalchemy.orm import Session

    from archive_app.audit.reads import ReadLog
    from archive_app.db.models import Document
    from archive_app.services.intake import Facts, Intake, Origin, Received
    from storage.protocol import BlobRef

MEDIA_TYPE: Final = "application/pkcs7-signature"
WRONG: Final = frozenset({Verdict.DIFFERS, Verdict.BROKEN})


@dataclass(frozen=True, slots=True)
class Sent:
    """A signature as it came: bytes at `path`, under `name`. `anyway`: keep one too that is of other bytes."""

    path: Path
    name: str
    anyway: bool = False


@dataclass(frozen=True, slots=True)
class SignatureCard:
    """The signature of a document; `size` in bytes."""

    document_id: int
    sha256: str
    size: int
    signers: tuple[Signer, ...]

    @property
    def right(self) -> bool:
        """Whether all of it is of the document's bytes."""
        return all(one.verdict is Verdict.MATCHES for one in self.signers)


@dataclass(frozen=True, slots=True)
class Signatures:
    """Keeps detached signatures; files come in by the road of the intake."""

    intake: Intake
    reads: ReadLog

    def file(
        self,
        path: Path,
        name: str,
        sent: Sent,
        facts: Facts,
        actor: Actor,
        origin: Origin = FROM_THE_COMMAND_LINE,
    ) -> Received:
        """File the bytes at `path` and their signature as one document, in one transaction.

        Raises:
            NotASignature, SignatureDiffers, SignatureThere (of a duplicate); whatever `Intake.receive` raises.
        """
        require(actor, Act.FILE)
        with path.open("rb") as stream:
            _require_right(_judged(_bytes(sent), sent.name, stream), sent)
        blob = self._stored(sent)

        def also(session: Session, received: Received) -> None:
            self._tie(session, received.document_id, blob, actor)

        return self.intake.receive(path, name, facts, actor, origin, also)

    def add(self, document_id: int, sent: Sent, actor: Actor) -> SignatureCard:
        """Put the signature of a document beside it; who may file there may do so while the case file is open.

        Raises:
            NotFound, NotAllowed, CaseFileClosed, NotASignature, SignatureDiffers, SignatureThere;
            an error of `storage`.
        """
        with reading(self.reads.sessions) as session:
            sha256 = changeable(session, document_id, actor, Act.FILE).original_sha256
        with self.intake.taking_in.store.open(BlobKey(sha256)) as original:
            _require_right(_judged(_bytes(sent), sent.name, original), sent)
        for _ in range(RACE_ATTEMPTS):
            blob = self._stored(sent)
            try:
                with UnitOfWork(self.intake.sessions) as uow:
                    self._tie(uow.session, document_id, blob, actor)
                    uow.commit()
            except BytesWentMeanwhile:  # an act destroyed the same bytes between our storing and our commit
                continue
            return self._card(document_id, actor)
        raise BusyFiling(sent.name)

    def told(self, document_id: int, actor: Actor) -> SignatureCard | None:
        """What the signature of a document says, compared with its bytes now; None: it has none. Raises NotFound."""
        with reading(self.reads.sessions) as session:
            document = visible_document(session, document_id, actor)
            kept = next((one for one in document.renditions if one.kind is RenditionKind.SIGNATURE), None)
            known = (kept.sha256, kept.blob.size, document.original_sha256) if kept else None
        self.reads.record(actor.login, CARD_READ, document_ref(document_id))
        if known is None:
            return None
        sha256, size, original = known
        store = self.intake.taking_in.store
        with store.open(BlobKey(sha256)) as stream:
            raw = stream.read(LARGEST)
        with store.open(BlobKey(original)) as content:
            return SignatureCard(document_id, sha256, size, _judged(raw, "", content))

    def _card(self, document_id: int, actor: Actor) -> SignatureCard:
        card = self.told(document_id, actor)
        if card is None:  # destroyed between our commit and our look
            raise BusyFiling(str(document_id))
        return card

    def _stored(self, sent: Sent) -> BlobRef:
        taken = self.intake.taking_in.take_in(sent.path, sent.name, lambda: None)
        return self.intake.taking_in.store.commit(taken.staged)

    def _tie(self, session: Session, document_id: int, blob: BlobRef, actor: Actor) -> None:
        """Write the row; the same signature of the same document once more changes nothing."""
        document = changeable(session, document_id, actor, Act.FILE)
        known = session.scalar(
            select(Rendition.sha256).where(
                Rendition.document_id == document_id, Rendition.kind == RenditionKind.SIGNATURE
            )
        )
        if known == str(blob.key):
            return
        if known is not None:
            raise SignatureThere(str(document_id))
        self._write(session, document, blob, actor)

    def _write(self, session: Session, document: Document, blob: BlobRef, actor: Actor) -> None:
        require_open(session, document.volume_id)
        now = self.intake.clock()
        sha256 = ensure_blob(session, self.intake.taking_in.store, blob, MEDIA_TYPE, now)
        session.add(
            Rendition(document_id=document.id, kind=RenditionKind.SIGNATURE, sha256=sha256, software="", created_at=now)
        )
        session.flush()
        told = {"sha256": sha256, "size": blob.size}
        append(session, [AuditEntry(actor.login, "document:signature:add", "document", str(document.id), told)], at=now)


def _bytes(sent: Sent) -> bytes:
    if sent.path.stat().st_size > LARGEST:
        raise NotASignature(sent.name, name=sent.name, largest=LARGEST)
    return sent.path.read_bytes()


def _judged(raw: bytes, name: str, content: BinaryIO) -> tuple[Signer, ...]:
    """The signers and what comes of comparing; each hash of the content is counted once."""
    said = read_signature(raw, name)
    known: dict[str, bytes] = {}

    def digest_of(method: str) -> bytes:
        if method not in known:
            known[method] = _digest(content, method)
        return known[method]

    return tuple(judge(one, digest_of) for one in said)


def _digest(content: BinaryIO, method: str) -> bytes:
    content.seek(0)
    digest = hashlib.new(method)
    while piece := content.read(CHUNK):
        digest.update(piece)
    return digest.digest()


def _require_right(signers: Sequence[Signer], sent: Sent) -> None:
    if not sent.anyway and any(one.verdict in WRONG for one in signers):
        raise SignatureDiffers(sent.name, name=sent.name, signers=", ".join(filter(None, (s.name for s in signers))))
