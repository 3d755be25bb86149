"""Texts, web pages and letters as pages of plain text. Nothing is drawn and nothing recognised."""

from __future__ import annotations

import email
import email.policy
import re
import textwrap
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from indexer.errors import TooLarge

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage
    from pathlib import Path

LINES_A_PAGE = 60
COLUMNS = 100
MOST_BYTES = 64 * 1024**2
SHOWN_HEADERS = ("From", "To", "Cc", "Date", "Subject")
SILENT_TAGS = frozenset({"script", "style", "head", "template", "noscript"})
BREAKING_TAGS = frozenset(
    {"address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li"}
    | {"ol", "p", "pre", "section", "table", "tr", "ul"}
)
CELL_TAGS = frozenset({"td", "th"})


def read_text(path: Path, encoding: str) -> str:
    """The file's text; bytes that its character set does not know become U+FFFD.

    Raises:
        TooLarge: over 64 MiB, which no person wrote.
    """
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise TooLarge(what="bytes", size=size, limit=MOST_BYTES)
    return path.read_bytes().decode(encoding, "replace").rstrip("\x1a")


def paginate(text: str) -> Iterator[str]:
    """Pages of 60 lines of at most 100 columns; a form feed begins a page. At least one page."""
    page: list[str] = []
    pages = 0
    for part in re.split(r"\f", text):
        for line in part.splitlines():
            for row in [line] if len(line) <= COLUMNS else textwrap.wrap(line, COLUMNS) or [""]:
                if len(page) == LINES_A_PAGE:
                    yield "\n".join(page)
                    page, pages = [], pages + 1
                page.append(row)
        if page:
            yield "\n".join(page)
            page, pages = [], pages + 1
    if not pages:
        yield ""


def html_to_text(html: str) -> str:
    """What a reader of the web page sees, line by line; cells of a row are parted by tabs."""
    reader = _HtmlReader()
    reader.feed(html)
    reader.close()
    lines = ("".join(reader.parts)).splitlines()
    return "\n".join(tidy for line in lines if (tidy := re.sub(r"[ \xa0]+", " ", line).strip()))


def email_to_text(content: bytes) -> tuple[str, dict[str, str]]:
    """A letter's headers, body and the names of its attachments; and the headers as metadata, lower-case keys."""
    message: EmailMessage = email.message_from_bytes(content, policy=email.policy.default)
    headers = {name: _one_line(message.get(name, "")) for name in SHOWN_HEADERS}
    lines = [f"{name}: {value}" for name, value in headers.items() if value]
    lines += [f"Attachment: {_one_line(part.get_filename() or part.get_content_type())}" for part in _attached(message)]
    metadata = {name.lower(): value for name, value in headers.items() if value}
    return "\n".join([*lines, "", _body(message)]), metadata


class _HtmlReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the base's name
        self._silent += tag in SILENT_TAGS
        self._silent -= tag == "body" and self._silent > 0  # a head that was never closed
        self._space(tag)

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in SILENT_TAGS and self._silent > 0
        self._space(tag)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(re.sub(r"\s+", " ", data))

    def _space(self, tag: str) -> None:
        if tag in BREAKING_TAGS:
            self.parts.append("\n")
        elif tag in CELL_TAGS:
            self.parts.append("\t")


def _attached(message: EmailMessage) -> list[EmailMessage]:
    try:
        return list(message.iter_attachments())
    except (AttributeError, TypeError):  # a multipart letter without parts
        return []


def _body(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    try:
        text = str(part.get_content())
    except (LookupError, ValueError):  # a character set that nobody knows
        text = bytes(part.get_payload(decode=True) or b"").decode("cp1251", "replace")
    return html_to_text(text) if part.get_content_subtype() == "html" else text


def _one_line(value: object) -> str:
    return " ".join(str(value).split())
