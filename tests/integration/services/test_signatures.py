"""A document filed with its detached signature, on both databases: together or not at all, bytes unchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archive_app.auth.errors import NotAllowed
from archive_app.db.models import RenditionKind
from archive_app.errors import NotFound
from archive_app.services.documents import card, whole_form
from archive_app.services.signatures.errors import NotASignature, SignatureDiffers, SignatureThere
from archive_app.services.signatures.judging import Verdict
from archive_app.services.signatures.keeping import Sent
from storage.keys import BlobKey
from tests.fixtures.archives import account, actor_of, facts, file_one, note
from tests.fixtures.signatures import SIGNER, signature_of

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.bootstrap import Archive
    from archive_app.services.intake import Received


def _file(archive: Archive, path: Path, signature: Path, *, anyway: bool = False) -> Received:
    sent = Sent(signature, signature.name, anyway=anyway)
    return archive.signatures.file(path, path.name, sent, facts(kind="class_journal"), actor_of(archive))


def _signature(folder: Path, content: bytes, name: str = "подпись.sig") -> Path:
    path = folder / name
    path.write_bytes(signature_of(content))
    return path


def test_both_are_filed_as_one_document_with_their_bytes(archive: Archive, tmp_path: Path) -> None:
    boss = actor_of(archive)
    path = note(tmp_path, f"выгрузка {tmp_path.name}", "журнал.csv")
    signature = _signature(tmp_path, path.read_bytes())
    filed = _file(archive, path, signature)
    told = archive.signatures.told(filed.document_id, boss)
    assert told is not None
    assert [(one.name, one.verdict) for one in told.signers] == [(SIGNER, Verdict.MATCHES)]
    name, form = whole_form(archive.journal.reads, filed.document_id, RenditionKind.SIGNATURE, boss)
    with archive.store.open(BlobKey(form.sha256)) as kept:
        assert (name, kept.read()) == ("журнал.csv.sig", signature.read_bytes())
    again = _file(archive, path, signature)
    assert (again.document_id, again.duplicate) == (filed.document_id, True)
    with pytest.raises(SignatureThere):
        _file(archive, path, _signature(tmp_path, path.read_bytes(), "вторая.sig"))


def test_a_changed_document_is_named_and_nothing_is_filed(archive: Archive, tmp_path: Path) -> None:
    boss = actor_of(archive)
    path = note(tmp_path, f"до правки {tmp_path.name}", "журнал.csv")
    signature = _signature(tmp_path, path.read_bytes())
    path.write_text(f"после правки {tmp_path.name}", encoding="utf-8")
    with pytest.raises(SignatureDiffers) as refused:
        _file(archive, path, signature)
    assert refused.value.params["signers"] == SIGNER
    with pytest.raises(NotASignature):
        _file(archive, path, note(tmp_path, "письмо", "письмо.sig"))
    kept = _file(archive, path, signature, anyway=True)
    assert not kept.duplicate  # what was refused had left nothing behind
    told = archive.signatures.told(kept.document_id, boss)
    assert told is not None
    assert (told.signers[0].verdict, told.right) == (Verdict.DIFFERS, False)


def test_a_signature_is_added_by_who_may_file_there(archive: Archive, tmp_path: Path) -> None:
    boss = actor_of(archive)
    path = note(tmp_path, f"приказ {tmp_path.name}")
    number = file_one(archive, path)
    assert archive.signatures.told(number, boss) is None
    sent = Sent(_signature(tmp_path, path.read_bytes()), "п.sig")
    with pytest.raises((NotAllowed, NotFound)):
        archive.signatures.add(number, sent, account(archive, "завуч-без-приёма", "deputy"))
    with pytest.raises(NotFound):
        archive.signatures.add(999_999, sent, boss)
    assert archive.signatures.add(number, sent, boss).right
    assert [one.kind for one in card(archive.journal.reads, number, boss).renditions] == ["original", "signature"]
