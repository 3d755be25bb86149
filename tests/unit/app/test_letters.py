"""Letters: names and subjects of every encoding, letters within letters byte by byte, parts that are not files."""

from __future__ import annotations

from base64 import b64encode

import pytest

from archive_app.services.letters import LetterNotUnderstood, allowed, read_attachments, read_head

HEAD = b"From: =?utf-8?B?" + b64encode("Сканер".encode()) + b"?= <Scanner@School.test>\r\nSubject: "
MIXED = b"\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n"


def _letter(disposition: bytes, body: bytes = b"abc", kind: bytes = b"application/pdf") -> bytes:
    part = b"Content-Type: " + kind + b"\r\nContent-Disposition: " + disposition + b"\r\n\r\n" + body
    return HEAD + b"x" + MIXED + part + b"\r\n--x--\r\n"


@pytest.mark.parametrize(
    "disposition",
    [
        b'attachment; filename="' + "приказ.pdf".encode("cp1251") + b'"',
        b"attachment; filename=" + "приказ.pdf".encode(),
        b'attachment; filename="=?koi8-r?B?' + b64encode("приказ.pdf".encode("koi8-r")) + b'?="',
        b"attachment; filename*0*=utf-8''%D0%BF%D1%80%D0%B8; filename*1*=%D0%BA%D0%B0%D0%B7.pdf",
    ],
    ids=["bytes of cp1251", "bytes of UTF-8", "encoded word", "RFC 2231 in pieces"],
)
def test_names_of_every_encoding_are_read(disposition: bytes) -> None:
    (found,) = read_attachments(_letter(disposition))
    assert (found.name, found.content) == ("приказ.pdf", b"abc")


@pytest.mark.parametrize(
    "written", ["тема".encode("cp1251"), "тема".encode(), b"=?utf-8?B?" + b64encode("тема".encode()) + b"?="]
)
def test_subjects_and_senders_are_read(written: bytes) -> None:
    found = read_head(HEAD + written + b"\r\n\r\nbody")
    assert (found.sender, found.subject) == ("scanner@school.test", "тема")


def test_a_letter_within_a_letter_is_kept_byte_by_byte() -> None:
    inner = (
        b"From: x@y.z\r\nSubject: " + "Имя".encode("cp1251") + b"\r\nX-Long: " + b"a b " * 100 + b"\r\n\r\nt\xff\r\n"
    )
    (found,) = read_attachments(_letter(b"attachment", inner, b"message/rfc822"))
    assert (found.name, found.content) == ("Имя.eml", inner)


def test_the_text_of_a_letter_and_empty_parts_are_no_files() -> None:
    assert read_attachments(_letter(b"inline", b"hello", b"text/plain")) == ()
    assert read_attachments(_letter(b"attachment", b"")) == ()
    assert read_attachments(b"") == ()


def test_a_letter_of_parts_without_end_is_refused() -> None:
    with pytest.raises(LetterNotUnderstood):
        read_attachments(HEAD + MIXED + b"\r\n\r\n--x".join([b""] * 600))
    with pytest.raises(LetterNotUnderstood):
        read_attachments(HEAD + b"\r\nContent-Type: message/rfc822\r\n\r\nX: y" * 3000)


def test_senders_are_named_whole_or_by_their_host() -> None:
    senders = ("a@school.test", "@partner.test")
    assert [allowed(one, senders) for one in ("a@school.test", "b@partner.test")] == [True, True]
    assert not any(allowed(one, senders) for one in ("b@school.test", "b@xpartner.test", "b@partner.test.evil", ""))
