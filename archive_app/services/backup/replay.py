"""Destroying anew what an older snapshot brings back: in the rows, before a single byte is brought.

The lists say under which act which documents of which case file went. A case file whose destruction had begun goes
as well, unless a later list knows that it was left out before its bytes went. What the restored database has never
known, it cannot bring back; but the numbers of such acts stay taken.

A number of a case file or a document may be another one's on the other side of a restore: only a document with the very
bytes that were destroyed is destroyed anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from archive_app.audit import MACHINE, AuditTrail, ObjectRef
from archive_app.db.models import (
    Blob,
    BlobState,
    CaseFile,
    CaseFileState,
    CaseStep,
    Document,
    DocumentState,
    StepKind,
    Tombstone,
    Volume,
)
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.i18n import translate
from archive_app.services.backup.acts_again import ActsAgain
from archive_app.services.backup.destructions import values_of
from archive_app.services.backup.fates import fates_of

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Collection, Iterable, Mapping

    from sqlalchemy import Table
    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.services.backup.fates import ActKey, Row
    from archive_app.services.backup.ledger import Destructions

UNKNOWN_TYPE = "application/octet-stream"
"""Of bytes that the restored database has never known: they were made after the snapshot."""


@dataclass(frozen=True, slots=True)
class Replay:
    """Works on a restored database of this version."""

    sessions: sessionmaker[Session]
    clock: Callable[[], datetime.datetime]
    today: Callable[[], datetime.date]

    def run(self, lists: Iterable[Destructions]) -> list[int]:
        """Destroy the rows of every case file that the lists name; the numbers of those that were still there."""
        fates = fates_of(lists)
        gone = fates.gone()
        again = []
        with UnitOfWork(self.sessions) as uow:
            acts = ActsAgain(uow.session, fates)
            alive = _alive(uow.session, gone)
            living = _living_documents(uow.session, {of for some in fates.stones.values() for of, _ in some})
            for case_file, keys in sorted(gone.items()):
                bound = [key for key in keys if not acts.spared(key, case_file)]
                stones = [one for key in bound for one in fates.stones.get((key, case_file), {}).values()]
                stones = _of_same_documents(stones, living)
                if (
                    bound
                    and case_file in alive
                    and (stones or _is_empty(uow.session, fates.lines[bound[0]][case_file]))
                ):
                    self._destroy(uow, acts, bound[0], case_file, stones)
                elif stones:
                    self._destroy_bytes(uow, bound[0], case_file, stones)
                else:
                    continue
                again.append(case_file)
            acts.close(self.clock())
            acts.keep_numbers_taken()
            uow.commit()
        return again

    def _destroy(self, uow: UnitOfWork, acts: ActsAgain, key: ActKey, number: int, stones: list[Row]) -> None:
        """A case file, with the documents that its `stones` name."""
        session, now = uow.session, self.clock()
        line, act = acts.destroyed(key, number, now), acts.place(key)
        documents, going = self._wipe(session, number, stones)
        _take_over_stones(session, [stone | {"act_id": act, "entry_id": line} for stone in stones], now)
        case_file = session.get_one(CaseFile, number)
        case_file.state = CaseFileState.DESTROYED
        step = CaseStep(
            case_file_id=number, kind=StepKind.DESTROYED, day=self.today(), reason=_paper(key, act), at=now, by=MACHINE
        )
        session.add(step)
        told = {"act": act, "documents": documents, "blobs": going}
        told |= {"paper": key[0]} if act != key[0] else {}
        AuditTrail(uow, actor=MACHINE, now=self.clock).record("backup:destruction:replay", case_file, **told)

    def _destroy_bytes(self, uow: UnitOfWork, key: ActKey, number: int, stones: list[Row]) -> None:
        """Documents that stood elsewhere, or nowhere yet, before they came into a case file that is not known here."""
        documents, going = self._wipe(uow.session, number, stones)
        AuditTrail(uow, actor=MACHINE, now=self.clock).record(
            "backup:destruction:replay",
            ObjectRef("case_file", str(number)),
            act=key[0],
            documents=documents,
            blobs=going,
        )

    def _wipe(self, session: Session, number: int, stones: list[Row]) -> tuple[int, int]:
        """What was read of the documents goes, and their bytes are known as destroyed; how many of both."""
        from archive_app.services.disposal.bytes_of import hashes_of, living  # few restores have anything to destroy
        from archive_app.services.disposal.ending import wipe

        documents = {stone["document_id"] for stone in stones}
        _take_over_blobs(session, stones, self.clock())
        hashes = {sha256 for some in hashes_of(session, documents).values() for sha256 in some}
        hashes |= {stone["sha256"] for stone in stones}
        quiet = {"synchronize_session": False}
        session.execute(
            update(Document)
            .where(Document.id.in_(documents))
            .values(state=DocumentState.DESTROYED, index_stamp=Document.index_stamp + 1),
            execution_options=quiet,
        )
        wipe(session, sorted(documents))
        going = hashes - living(session, hashes, number)
        session.execute(
            update(Blob).where(Blob.sha256.in_(going)).values(state=BlobState.DESTROYED), execution_options=quiet
        )
        return len(documents), len(going)


def _paper(key: ActKey, act: int) -> str:
    """Under which act, as it is signed on paper."""
    if act == key[0]:
        return translate("disposal act No. {number}", number=act)
    return translate(
        "disposal act No. {paper} of before the restoring, kept here as No. {number}", paper=key[0], number=act
    )


def _alive(session: Session, case_files: Collection[int]) -> set[int]:
    """Those of `case_files` that the restored database has, and not as destroyed."""
    found: set[int] = set()
    ordered = sorted(case_files)
    for start in range(0, len(ordered), 500):
        some = CaseFile.id.in_(ordered[start : start + 500])
        found |= set(session.scalars(select(CaseFile.id).where(some, CaseFile.state != CaseFileState.DESTROYED)))
    return found


def _living_documents(session: Session, documents: Collection[int]) -> dict[int, str]:
    """Those of `documents` that the restored database has, and not as destroyed, with the hash of the original."""
    found: dict[int, str] = {}
    ordered = sorted(documents)
    for start in range(0, len(ordered), 500):
        some = Document.id.in_(ordered[start : start + 500]), Document.state != DocumentState.DESTROYED
        rows = session.execute(select(Document.id, Document.original_sha256).where(*some))
        found |= {number: sha256 for number, sha256 in rows}  # noqa: C416 - a result is no mapping to `dict`
    return found


def _of_same_documents(stones: list[Row], living: Mapping[int, str]) -> list[Row]:
    """Tombstones of documents that are `living` with the very original that was destroyed."""
    same = {stone["document_id"] for stone in stones if living.get(stone["document_id"]) == stone["sha256"]}
    return [stone for stone in stones if stone["document_id"] in same]


def _is_empty(session: Session, line: Row) -> bool:
    """Whether it is the case file of the line, by its heading, and nothing is in it: there is paper only."""
    case_file = session.get_one(CaseFile, line["case_file_id"])
    inside = select(Document.id).join(Volume, Volume.id == Document.volume_id)
    there = session.scalar(inside.where(Volume.case_file_id == case_file.id).limit(1))
    return there is None and (case_file.item.index, case_file.title) == (line["index"], line["title"])


def _take_over_blobs(session: Session, stones: list[Row], now: datetime.datetime) -> None:
    sizes = {stone["sha256"]: stone["size"] for stone in stones}
    there = set(session.scalars(select(Blob.sha256).where(Blob.sha256.in_(sizes))))
    for sha256 in sorted(sizes.keys() - there):
        gone = Blob(
            sha256=sha256, size=sizes[sha256], media_type=UNKNOWN_TYPE, state=BlobState.DESTROYED, created_at=now
        )
        session.add(gone)
    session.flush()


def _take_over_stones(session: Session, stones: list[Row], now: datetime.datetime) -> None:
    """Each as it was dated; what is dated here already stays as it is."""
    table: Table = Tombstone.__table__  # type: ignore[assignment]
    for row in stones:
        dated = row | {"destroyed_at": row["destroyed_at"] or now.isoformat()}
        values = {name: value for name, value in values_of(table, dated).items() if name != "id"}
        same = table.c.document_id == row["document_id"], table.c.sha256 == row["sha256"]
        there = session.execute(select(table.c.id, table.c.destroyed_at).where(*same)).first()
        if there is None:
            session.execute(table.insert().values(values))
        elif there.destroyed_at is None:
            ends = {name: values[name] for name in ("shared", "destroyed_at")}
            session.execute(table.update().where(table.c.id == there.id).values(ends))
