"""Kinds are told from content; names only help to say that something is damaged."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from indexer.errors import Damaged, EmptyFile, PasswordProtected
from indexer.formats import Family, identify
from indexer.formats.encoding import detect_encoding

RUSSIAN = "Приказ № 12 о зачислении в кадетский класс.\nИванова Мария Петровна, 2009 г.р.\n"


def _image(kind: str) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (20, 20), "white").save(stream, kind)
    return stream.getvalue()


def _zip(**members: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/"), text)
    return stream.getvalue()


CONTENT = {
    "pdf": (b"%PDF-1.4\n%\xe2\xe3", "application/pdf", Family.PDF),
    "pdf after junk": (b"\r\n\0junk%PDF-1.4\n", "application/pdf", Family.PDF),
    "jpeg": (_image("JPEG"), "image/jpeg", Family.IMAGE),
    "png": (_image("PNG"), "image/png", Family.IMAGE),
    "tiff": (_image("TIFF"), "image/tiff", Family.IMAGE),
    "djvu": (b"AT&TFORM\0\0\0\x20DJVUINFO", "image/vnd.djvu", Family.DJVU),
    "odt": (
        _zip(mimetype="application/vnd.oasis.opendocument.text", content="x"),
        "application/vnd.oasis.opendocument.text",
        Family.OFFICE,
    ),
    "docx": (
        _zip(**{"[Content_Types].xml": "", "word__document.xml": ""}),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Family.OFFICE,
    ),
    "xlsx": (
        _zip(**{"[Content_Types].xml": "", "xl__workbook.xml": ""}),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Family.OFFICE,
    ),
    "zip": (_zip(anything="x"), "application/zip", Family.UNKNOWN),
    "rtf": (rb"{\rtf1\ansi text}", "application/rtf", Family.OFFICE),
    "html": (b"<!-- a --><!DOCTYPE html><html><body>x", "text/html", Family.HTML),
    "html in cp1251": ("<html><body>Приказ</body>".encode("cp1251"), "text/html", Family.HTML),
    "mail": (b"From: a@b\nTo: c@d\nSubject: x\n\nbody", "message/rfc822", Family.EMAIL),
    "csv": ("имя;год\nИванова;2009\nПетров;2010\n".encode("cp1251"), "text/csv", Family.TEXT),
    "text": (RUSSIAN.encode(), "text/plain", Family.TEXT),
    "a letter that only talks of mail": (b"From: the desk of\nthe director, greetings\n", "text/plain", Family.TEXT),
    "wav": (b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0", "audio/x-wav", Family.MEDIA),
    "mp4": (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", "video/mp4", Family.MEDIA),
    "noise": (bytes(range(1, 32)) * 9, "application/octet-stream", Family.UNKNOWN),
}


@pytest.mark.parametrize(("content", "media_type", "family"), CONTENT.values(), ids=CONTENT.keys())
def test_content_decides_whatever_the_name(tmp_path: Path, content: bytes, media_type: str, family: Family) -> None:
    path = tmp_path / "blob"
    path.write_bytes(content)
    found = identify(path, "wrong.exe")
    assert (found.media_type, found.family) == (media_type, family)
    assert found.description


def test_nothing_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "blob"
    path.touch()
    with pytest.raises(EmptyFile):
        identify(path, "a.pdf")


@pytest.mark.parametrize("name", ["a.docx", "b.PDF", "c.djvu", "d.jpg"])
def test_text_or_noise_under_the_name_of_a_binary_format_is_damaged(tmp_path: Path, name: str) -> None:
    path = tmp_path / "blob"
    path.write_bytes(b"this is no document")
    with pytest.raises(Damaged) as caught:
        identify(path, name)
    assert caught.value.params == {"promised": name.rpartition(".")[2].lower()}


def test_a_torn_zip_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "blob"
    path.write_bytes(_zip(**{"[Content_Types].xml": "x" * 99, "word__document.xml": "y"})[:80])
    with pytest.raises(Damaged):
        identify(path)


def test_an_encrypted_office_document_is_told(tmp_path: Path) -> None:
    path = tmp_path / "blob"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(PasswordProtected):
        identify(path, "a.docx")


def test_the_projects_own_samples(shared_samples: Path) -> None:
    for name in ("broken.djvu", "broken.docx"):
        with pytest.raises(Damaged):
            identify(shared_samples / "broken" / name, name)
    families = {path.suffix: identify(path).family for path in (shared_samples / "scans").iterdir()}
    assert families == {".jpg": Family.IMAGE, ".png": Family.IMAGE, ".djvu": Family.DJVU, ".pdf": Family.PDF}


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "koi8-r", "cp866"]
)
def test_russian_is_read_in_every_usual_encoding(encoding: str) -> None:
    text = RUSSIAN.replace("№", "N")
    found = detect_encoding(text.encode(encoding), whole=True)
    assert found is not None
    assert text.encode(encoding).decode(found) == text


@pytest.mark.parametrize("word", ["Приказ", "ВЕДОМОСТЬ", "да"])
def test_one_word_of_cp1251_is_enough(word: str) -> None:
    assert detect_encoding(word.encode("cp1251"), whole=True) == "cp1251"


def test_a_head_that_cuts_a_character_is_still_utf8() -> None:
    assert detect_encoding("ёлка".encode()[:-1]) == "utf-8"


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1))
def test_utf8_without_controls_is_always_text(text: str) -> None:
    assert detect_encoding(text.encode(), whole=True) in {"utf-8", "utf-8-sig"}


@given(st.binary())
def test_no_bytes_make_it_fail(content: bytes) -> None:
    encoding = detect_encoding(content)
    assert encoding is None or isinstance(content.decode(encoding, "replace"), str)
