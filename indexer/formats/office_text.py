"""Text of DOCX, XLSX, ODT and ODS without LibreOffice: their XML, read in pure Python. Call inside the sandbox."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from indexer.errors import Damaged, TooLarge

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_XML = 256 * 1024**2
READABLE = ("wordprocessingml", "spreadsheetml", "opendocument.text", "opendocument.spreadsheet")


def readable(media_type: str) -> bool:
    """Whether `office_to_text` knows this kind."""
    return any(kind in media_type for kind in READABLE)


def office_to_text(path: Path, media_type: str) -> str:
    """The document's text: a paragraph or a table row a line, cells parted by tabs.

    Raises:
        Damaged: no such archive, or its XML is broken.
        TooLarge: a member unpacks to over 256 MiB.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            if "wordprocessingml" in media_type:
                lines = _paragraphs(_parse(archive, "word/document.xml"), paragraph="p", text="t")
            elif "spreadsheetml" in media_type:
                lines = _sheets(archive)
            else:
                lines = _open_document(_parse(archive, "content.xml"))
            return "\n".join(lines)
    except (zipfile.BadZipFile, ET.ParseError, KeyError, ValueError, EOFError, NotImplementedError) as error:
        raise Damaged(f"office document: {error}") from error


def _parse(archive: zipfile.ZipFile, name: str) -> ET.Element:
    with archive.open(name) as member:
        content = member.read(MOST_XML + 1)
    if len(content) > MOST_XML:
        raise TooLarge(what="bytes", size=len(content), limit=MOST_XML)
    if b"<!DOCTYPE" in content[:4096]:  # no office program writes one: only entity bombs need it
        raise Damaged("office document: a DOCTYPE where there should be none")
    return ET.fromstring(content)  # noqa: S314 - bounded, without a DOCTYPE, inside the sandbox


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _paragraphs(root: ET.Element, *, paragraph: str, text: str) -> Iterator[str]:
    for element in root.iter():
        if _local(element) == paragraph:
            yield "".join(_run(part, text) for part in element.iter())


def _run(part: ET.Element, text: str) -> str:
    name = _local(part)
    if name == text:
        return part.text or ""
    return {"tab": "\t", "br": "\n"}.get(name, "")


def _open_document(root: ET.Element) -> Iterator[str]:
    inside_rows: set[ET.Element] = set()
    for element in root.iter():
        name = _local(element)
        if name == "table-row":
            inside_rows.update(element.iter())
            cells = [" ".join("".join(cell.itertext()).split()) for cell in element if _local(cell) == "table-cell"]
            yield "\t".join(cells).rstrip()
        elif name in {"p", "h"} and element not in inside_rows:
            yield "".join(element.itertext())


def _sheets(archive: zipfile.ZipFile) -> Iterator[str]:
    shared: list[str] = []
    if "xl/sharedStrings.xml" in archive.namelist():
        strings = _parse(archive, "xl/sharedStrings.xml")
        shared = ["".join(part.text or "" for part in item.iter() if _local(part) == "t") for item in strings]
    names = [name for name in archive.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)]
    for name in sorted(names, key=lambda name: int(re.findall(r"\d+", name)[-1])):
        for row in _parse(archive, name).iter():
            if _local(row) == "row":
                yield "\t".join(_cell(cell, shared) for cell in row)


def _cell(cell: ET.Element, shared: list[str]) -> str:
    value = next((part.text or "" for part in cell.iter() if _local(part) in {"v", "t"}), "")
    if cell.get("t") == "s":
        return shared[int(value)] if int(value) < len(shared) else ""
    return value
