"""Uploads in pieces: the tus protocol as its text says, offsets, checksums, limits, other people's uploads."""

from __future__ import annotations

import base64
import hashlib
import os
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from archive_app.auth.acts import Act
from archive_app.db.engine import reading
from archive_app.db.models import Document, Job, JobState, Upload, UploadPart
from archive_app.entrypoints.api.tus import MEDIA_TYPE
from archive_app.services.kinds import TAKE_IN
from storage.keys import BlobKey
from tests.fixtures.api import PREFIX, Program, app_of, program, refused
from tests.fixtures.archives import account, actor_of, work
from tests.fixtures.signing_in import PASSWORD, csrf_of, give_password

if TYPE_CHECKING:
    import pytest
    from werkzeug.test import TestResponse

    from archive_app.bootstrap import Archive

TUS = {"Tus-Resumable": "1.0.0"}


def _metadata(**told: str) -> str:
    return ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in told.items())


def _begin(of: Program, size: int, **told: str) -> TestResponse:
    headers = TUS | {"Upload-Length": str(size), "Upload-Metadata": _metadata(**{"filename": "приказ.txt"} | told)}
    return of.ask("POST", "/uploads", headers=headers)


def _send(of: Program, address: str, offset: int, piece: bytes, **headers: str) -> TestResponse:
    sent = TUS | {"Upload-Offset": str(offset), "Content-Type": MEDIA_TYPE}
    return of.ask("PATCH", address, headers=sent | {k.replace("_", "-"): v for k, v in headers.items()}, data=piece)


def _text() -> bytes:
    return f"Приказ о пересылке {os.urandom(8).hex()}".encode()


def _row(archive: Archive, address: str) -> Upload:
    with reading(archive.sessions) as session:
        return session.scalars(select(Upload).where(Upload.token == address.rpartition("/")[2])).one()


def _sha256(piece: bytes) -> str:
    return f"sha256 {base64.b64encode(hashlib.sha256(piece).digest()).decode()}"


def test_it_says_what_it_can(archivist: Program) -> None:
    told = Program(archivist.app, "").ask("OPTIONS", "/uploads")
    assert told.status_code == 204
    assert told.headers["Tus-Version"] == "1.0.0"
    assert set(told.headers["Tus-Extension"].split(",")) == {"creation", "termination", "checksum", "expiration"}
    assert int(told.headers["Tus-Max-Size"]) > 0


def test_a_file_of_one_byte_pieces_waits_to_be_filed(archivist: Program, archive: Archive) -> None:
    content = _text()[:40]
    begun = _begin(archivist, len(content), title="По байту", batch="b1", batch_label="Утро")
    assert begun.status_code == 201
    address = begun.headers["Location"]
    for at in range(len(content)):
        moved = _send(archivist, address, at, content[at : at + 1])
        assert (moved.status_code, moved.headers["Upload-Offset"]) == (204, str(at + 1))
    assert moved.headers["Upload-State"] == "taken_in"
    told = archivist.get(address).get_json()
    with reading(archive.sessions) as session:
        document = session.get_one(Document, told["document_id"])
        assert session.scalar(select(UploadPart)) is None
    assert (document.title, document.volume_id, document.source) == ("По байту", None, "api")
    assert document.intake_batch_id is not None
    with archive.store.open(BlobKey(document.original_sha256)) as kept:
        assert kept.read() == content
    assert list(archive.uploads.parts.iterate()) == []
    again = _begin(archivist, len(content)).headers["Location"]
    assert _send(archivist, again, 0, content).headers["Upload-State"] == "duplicate"
    assert archivist.get(again).get_json()["document_id"] == document.id


def test_with_an_item_it_is_filed_at_once(archivist: Program, archive: Archive) -> None:
    content = _text()
    address = _begin(archivist, len(content), item="02-03", year="2025", persons="Иванова Анна\nПетров Пётр").headers
    _send(archivist, address["Location"], 0, content)
    with reading(archive.sessions) as session:
        document = session.get_one(Document, _row(archive, address["Location"]).document_id)
        assert document.volume_id is not None
        assert len(document.persons) == 2


def test_after_a_cut_it_goes_on_where_it_stands(archivist: Program) -> None:
    content = _text()
    address = _begin(archivist, len(content)).headers["Location"]
    _send(archivist, address, 0, content[:7])
    stands = archivist.ask("HEAD", address, headers=TUS)
    assert (stands.headers["Upload-Offset"], stands.headers["Upload-Length"]) == ("7", str(len(content)))
    assert stands.headers["Cache-Control"] == "no-store"
    assert "Upload-Expires" in stands.headers
    for wrong in (0, 6, 8):
        refused(_send(archivist, address, wrong, content[wrong:]), 409, "wrong_offset")
    assert archivist.ask("HEAD", address, headers=TUS).headers["Upload-Offset"] == "7"
    assert _send(archivist, address, 7, content[7:]).headers["Upload-State"] == "taken_in"
    refused(_send(archivist, address, len(content), b"more"), 409, "wrong_offset")


def test_a_piece_that_changed_on_its_way_is_told_and_not_kept(archivist: Program, archive: Archive) -> None:
    content = _text()
    address = _begin(archivist, len(content)).headers["Location"]
    refused(_send(archivist, address, 0, content[:5], Upload_Checksum=_sha256(b"other")), 460, "wrong_checksum")
    refused(_send(archivist, address, 0, content[:5], Upload_Checksum="crc32 AAAA"), 422, "bad_parameters")
    refused(_send(archivist, address, 0, content + b"!"), 413, "too_much_sent")
    assert (_row(archive, address).received, list(archive.uploads.parts.iterate())) == (0, [])
    assert _send(archivist, address, 0, content, Upload_Checksum=_sha256(content)).status_code == 204
    assert _row(archive, address).state == "taken_in"


def test_wrong_requests_are_told_apart(archivist: Program, archive: Archive) -> None:
    no_version = archivist.ask("POST", "/uploads", headers={"Upload-Length": "5"})
    refused(no_version, 412, "tus_version")
    refused(_begin(archivist, archive.settings.max_upload + 1), 413, "file_too_large")
    refused(_begin(archivist, 0), 422, "empty_upload")
    refused(archivist.ask("POST", "/uploads", headers=TUS | {"Upload-Length": "-1"}), 422, "bad_parameters")
    refused(_begin(archivist, 5, colour="red"), 422, "bad_parameters")
    refused(_begin(archivist, 5, item="02-03"), 422, "bad_parameters")
    address = _begin(archivist, 5).headers["Location"]
    refused(archivist.ask("PATCH", address, headers=TUS | {"Upload-Offset": "0"}, data=b"12345"), 415, "not_a_piece")
    overridden = TUS | {"Upload-Offset": "0", "Content-Type": MEDIA_TYPE, "X-HTTP-Method-Override": "PATCH"}
    assert archivist.ask("POST", address, headers=overridden, data=b"12").headers["Upload-Offset"] == "2"
    assert archivist.ask("DELETE", address, headers=TUS).status_code == 204
    refused(archivist.ask("HEAD", address, headers=TUS) and archivist.get(address), 404, "no_such_upload")


def test_other_peoples_uploads_do_not_exist(archivist: Program, archive: Archive) -> None:
    address = _begin(archivist, 5).headers["Location"]
    other = program(archive, account(archive, "чужой", "clerk"))
    refused(other.get(address), 404, "no_such_upload")
    refused(_send(other, address, 0, b"12345"), 404, "no_such_upload")
    refused(other.ask("DELETE", address), 404, "no_such_upload")
    reader = program(archive, actor_of(archive), [Act.SEE])
    refused(_begin(reader, 5), 403, "not_allowed")
    refused(_begin(Program(archivist.app, ""), 5), 401, "key_missing")


def test_what_is_refused_says_why_and_is_cleared_away(archivist: Program, archive: Archive) -> None:
    content = b"%PDF-1.7 no pages at all"
    address = _begin(archivist, len(content), filename="битый.pdf").headers["Location"]
    assert _send(archivist, address, 0, content).headers["Upload-State"] == "refused"
    told = archivist.get(address).get_json()
    assert (told["document_id"], bool(told["message"])) == (None, True)
    assert list(archive.uploads.parts.iterate()) == []


def test_what_lies_still_expires_and_is_swept(archivist: Program, archive: Archive) -> None:
    address = _begin(archivist, 10).headers["Location"]
    _send(archivist, address, 0, b"12345")
    with archive.sessions.begin() as session:
        session.execute(update(Upload).values(expires_at=archive.clock() - timedelta(seconds=1)))
    refused(_send(archivist, address, 5, b"67890"), 410, "upload_expired")
    assert archive.uploads.sweep() >= 1
    refused(archivist.get(address), 404, "no_such_upload")
    assert list(archive.uploads.parts.iterate()) == []


def test_one_person_has_so_many_open_and_no_more(archivist: Program, archive: Archive) -> None:
    greedy = account(archive, "жадный", "clerk")
    with archive.sessions.begin() as session:
        limit, now = archive.settings.upload_open, archive.clock()
        rows: list[dict[str, Any]] = [
            {"token": f"t{n}", "user_id": greedy.user_id, "source": "api", "name": "x", "size": 5, "received": 0}
            | {"pieces": 0, "said": {}, "state": "receiving", "created_at": now, "expires_at": now + timedelta(days=1)}
            for n in range(limit)
        ]
        session.execute(insert(Upload), rows)
    refused(_begin(program(archive, greedy), 5), 429, "too_many_uploads")


def test_the_job_takes_in_what_a_dead_request_left(
    archivist: Program, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = _text()
    address = _begin(archivist, len(content)).headers["Location"]
    with monkeypatch.context() as dying:
        dying.setattr(type(archive.finishing), "finish", _die)
        assert _send(archivist, address, 0, content).headers["Upload-State"] == "arrived"
    with archive.sessions.begin() as session:
        session.execute(update(Job).where(Job.kind == TAKE_IN).values(run_after=archive.clock()))
    work(archive)
    assert _row(archive, address).state == "taken_in"
    with reading(archive.sessions) as session:
        assert session.scalar(select(Job.id).where(Job.kind == TAKE_IN, Job.state != JobState.DONE)) is None


def _die(*_: object) -> None:
    raise MemoryError


def test_the_page_sends_large_pieces_with_its_cookie_and_its_token(archive: Archive) -> None:
    give_password(archive, actor_of(archive).login)
    browser = app_of(archive).test_client()
    sign_in = {"csrf_token": csrf_of(browser.get("/sign-in").text), "login": actor_of(archive).login}
    browser.post("/sign-in", data=sign_in | {"password": PASSWORD})
    token = {"X-CSRFToken": csrf_of(browser.get("/intake").text)}
    begin = TUS | {"Upload-Length": str(3 * 1024**2), "Upload-Metadata": _metadata(filename="снимок.bin")}
    assert browser.post(f"{PREFIX}/uploads", headers=begin).status_code == 400, "a cookie alone proves nothing"
    address = browser.post(f"{PREFIX}/uploads", headers=begin | token).headers["Location"]
    piece = TUS | token | {"Upload-Offset": "0", "Content-Type": MEDIA_TYPE}
    sent = browser.patch(address, headers=piece, data=os.urandom(3 * 1024**2))
    assert (sent.status_code, sent.headers.get("Upload-State")) == (204, "taken_in"), sent.text
    assert _row(archive, address).source == "browser"
