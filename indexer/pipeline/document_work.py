"""What a child does with a document before its pages are read. Every function here returns JSON and may be killed."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING, Any

from indexer import images
from indexer.errors import TooManyPages
from indexer.formats import identify
from indexer.formats.containers import check_container
from indexer.formats.kinds import Family, Identified
from indexer.formats.office_text import office_to_text
from indexer.formats.plain_text import email_to_text, html_to_text, paginate, read_text

if TYPE_CHECKING:
    from pathlib import Path


def identify_as_json(path: Path, name: str) -> list[str]:
    """Fields of `Identified`; office archives are checked for bombs and passwords on the way."""
    found = identify(path, name)
    if found.family is Family.OFFICE and zipfile.is_zipfile(path):
        check_container(path)
    return [found.media_type, found.family.value, found.description, found.encoding]


def count_images(path: Path, most_pages: int) -> int:
    """Pages of an image file.

    Raises:
        Damaged, TooLarge, TooManyPages: as they say.
    """
    pages = images.count_pages(path)
    if pages > most_pages:
        raise TooManyPages(pages=pages, limit=most_pages)
    return pages


def cut_text(path: Path, identified: Identified, out: Path, most_pages: int) -> dict[str, Any]:
    """Write the document's text to `out`, one page a line, each a JSON string.

    Returns `{"pages": int, "metadata": {str: str}}`.

    Raises:
        Damaged, TooLarge, TooManyPages: as they say.
    """
    metadata: dict[str, str] = {}
    match identified.family:
        case Family.OFFICE:
            text = office_to_text(path, identified.media_type)
        case Family.EMAIL:
            text, metadata = email_to_text(path.read_bytes())
        case Family.HTML:
            text = html_to_text(read_text(path, identified.encoding))
        case _:
            text = read_text(path, identified.encoding)
    pages = 0
    with out.open("w", encoding="utf-8") as stream:
        for pages, page in enumerate(paginate(text), start=1):
            if pages > most_pages:
                raise TooManyPages(pages=pages, limit=most_pages)
            stream.write(json.dumps(page, ensure_ascii=False) + "\n")
    return {"pages": pages, "metadata": metadata}
