"""What a file is, told from its content. Its name is never believed: it only helps to say that a file is damaged."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING

import magic

from indexer.errors import Damaged, EmptyFile, PasswordProtected
from indexer.formats.containers import OPEN_DOCUMENT, OPEN_XML, zip_media_type
from indexer.formats.encoding import detect_encoding
from indexer.formats.kinds import Family, Identified

if TYPE_CHECKING:
    from pathlib import Path

HEAD = 64 * 1024
IMAGES = frozenset(
    f"image/{kind}" for kind in ("jpeg", "png", "tiff", "gif", "bmp", "x-ms-bmp", "webp", "jp2", "x-portable-pixmap")
)
SCANS = (
    ("image/jpeg", "JPEG image", re.compile(rb"\xff\xd8\xff[\xc0\xc4\xdb\xe0-\xef\xfe]")),
    ("image/png", "PNG image", re.compile(rb"\x89PNG\r\n\x1a\n")),
)
"""The usual scans by their first bytes: those of a JPEG are its start and the marker of its first segment."""
OFFICE = frozenset({"application/rtf", "text/rtf", "application/msword", "application/vnd.ms-excel"})
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
MAIL_HEADERS = re.compile(
    rb"(?:return-path|received|from|to|subject|date|message-id|mime-version|content-type|delivered-to|x-[\w-]+):",
    re.IGNORECASE,
)
HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
BINARY_BY_NAME = {".pdf", ".djvu", ".djv", ".docx", ".xlsx", ".odt", ".ods", ".jpg", ".jpeg", ".png", ".tif", ".tiff"}


def identify(path: Path, name: str = "") -> Identified:
    """Identify the file at `path`; `name` is what its sender called it.

    Raises:
        EmptyFile: 0 bytes.
        Damaged: its beginning or its name promises a format that the content does not keep.
        PasswordProtected: an office document inside an encrypted envelope.
    """
    with path.open("rb") as stream:
        head = stream.read(HEAD)
        whole = not stream.read(1)
    if not head:
        raise EmptyFile
    found = _binary(path, head) or _textual(head, whole=whole)
    if found is None:
        media_type, description = _libmagic(head)
        if media_type == "text/plain":  # libmagic looks at less than we did: no text after all
            media_type = "application/octet-stream"
        found = Identified(media_type, _family(media_type), description)
    if found.family in {Family.TEXT, Family.UNKNOWN} and PurePath(name).suffix.lower() in BINARY_BY_NAME:
        raise Damaged(f"{name!r} holds {found.description}", promised=PurePath(name).suffix.lower()[1:])
    return found


def _binary(path: Path, head: bytes) -> Identified | None:
    """The formats that libmagic takes for something else, or whose frame alone it sees, and the usual scans.

    A scan is told by its first bytes, and asking libmagic would be the dearest step of filing it.
    """
    if b"%PDF-" in head[:1024]:  # readers allow for junk in front of it
        return Identified("application/pdf", Family.PDF, "PDF document")
    for media_type, description, signature in SCANS:
        if signature.match(head):
            return Identified(media_type, Family.IMAGE, description)
    if head.startswith(b"AT&TFORM"):
        return Identified("image/vnd.djvu", Family.DJVU, "DjVu document")
    if head.startswith(b"PK\x03\x04"):
        media_type = zip_media_type(path)
        return Identified(media_type, _family(media_type), _libmagic(head)[1])
    if head.startswith(OLE2) and ENCRYPTED_OFFICE in head + _tail(path):
        raise PasswordProtected
    if head.startswith(b"{\\rtf"):
        return Identified("application/rtf", Family.OFFICE, "Rich Text Format")
    return None


def _tail(path: Path) -> bytes:
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - HEAD))
        return stream.read(HEAD)


def _textual(head: bytes, *, whole: bool) -> Identified | None:
    encoding = detect_encoding(head, whole=whole)
    if encoding is None:
        return None
    media_type, description = _libmagic(head)
    if _family(media_type) not in {Family.TEXT, Family.UNKNOWN, Family.EMAIL, Family.HTML}:
        return None
    text = head.decode(encoding, "replace")
    if _is_mail(head):
        return Identified("message/rfc822", Family.EMAIL, "electronic mail", encoding)
    if HTML_START.match(text.lstrip("\ufeff")):
        return Identified("text/html", Family.HTML, description, encoding)
    kind = "text/csv" if _is_table(text, whole=whole) else "text/plain"
    return Identified(kind, Family.TEXT, description, encoding)


def _is_mail(head: bytes) -> bool:
    """Three or more known header lines in the block at the start, and none that is no header (RFC 5322, 2.2)."""
    block = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
    lines = [line for line in re.split(rb"\r?\n(?![ \t])", block) if not line.startswith(b"From ")]
    known = sum(MAIL_HEADERS.match(line) is not None for line in lines)
    return known >= 3 and all(re.match(rb"[!-9;-~]+:", line) for line in lines)  # noqa: PLR2004 - see above


def _is_table(text: str, *, whole: bool) -> bool:
    """Two or more lines with the same number of the same delimiter."""
    lines = [line for line in text.splitlines() if line.strip()][: None if whole else -1]
    for delimiter in ";\t,":
        counts = {line.count(delimiter) for line in lines[:20]}
        if len(lines) > 1 and len(counts) == 1 and counts != {0}:
            return True
    return False


def _libmagic(head: bytes) -> tuple[str, str]:
    return magic.from_buffer(head, mime=True), magic.from_buffer(head)


def _family(media_type: str) -> Family:
    if media_type in IMAGES:
        return Family.IMAGE
    if media_type in OFFICE or media_type.startswith((OPEN_XML, OPEN_DOCUMENT)):
        return Family.OFFICE
    if media_type.startswith(("video/", "audio/")):
        return Family.MEDIA
    by_type = {"text/html": Family.HTML, "message/rfc822": Family.EMAIL, "text/csv": Family.TEXT}
    return by_type.get(media_type, Family.TEXT if media_type.startswith("text/") else Family.UNKNOWN)
