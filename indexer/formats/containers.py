"""Office documents are zip archives: which one, and is it safe to unpack."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from indexer.errors import Damaged, PasswordProtected, TooLarge

if TYPE_CHECKING:
    from pathlib import Path

OPEN_XML = "application/vnd.openxmlformats-officedocument."
OPEN_XML_FOLDERS = {
    "word/": OPEN_XML + "wordprocessingml.document",
    "xl/": OPEN_XML + "spreadsheetml.sheet",
    "ppt/": OPEN_XML + "presentationml.presentation",
}
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
MOST_MEMBERS = 20_000
MOST_UNPACKED = 1024**3
LONGEST_MEDIA_TYPE = 200


def zip_media_type(path: Path) -> str:
    """Media type of a zip archive: an office document's, or plain `application/zip`.

    Raises:
        Damaged: its directory cannot be read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if "mimetype" in names:
                with archive.open("mimetype") as member:
                    return member.read(LONGEST_MEDIA_TYPE).decode("ascii", "replace").strip()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise Damaged(f"zip: {error}") from error
    if "[Content_Types].xml" in names:
        for folder, media_type in OPEN_XML_FOLDERS.items():
            if any(name.startswith(folder) for name in names):
                return media_type
    return "application/zip"


def check_container(path: Path) -> None:
    """Refuse an office archive that would unpack to gigabytes, is encrypted or torn. Judged by its directory.

    The sizes there may lie: unpacking is bounded again where it happens.

    Raises:
        TooLarge: more than 20,000 members or 1 GiB unpacked.
        PasswordProtected, Damaged: as they say.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            encrypted = any(member.flag_bits & 1 for member in members) or _encrypted_odf(archive)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise Damaged(f"zip: {error}") from error
    if len(members) > MOST_MEMBERS:
        raise TooLarge(what="files", size=len(members), limit=MOST_MEMBERS)
    unpacked = sum(member.file_size for member in members)
    if unpacked > MOST_UNPACKED:
        raise TooLarge(what="bytes", size=unpacked, limit=MOST_UNPACKED)
    if encrypted:
        raise PasswordProtected


def _encrypted_odf(archive: zipfile.ZipFile) -> bool:
    """OpenDocument encrypts member by member and says so in its manifest (ODF 1.2 part 3, 3.4)."""
    if "META-INF/manifest.xml" not in archive.namelist():
        return False
    with archive.open("META-INF/manifest.xml") as manifest:
        return b"encryption-data" in manifest.read(1024**2)
