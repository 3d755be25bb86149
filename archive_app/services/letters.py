"""What a letter carries: its sender, its subject, its attachments under names that can be shown.

Letters come from anybody: nothing in them is believed, and nothing that is wrong with one stops the others.
"""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import parseaddr
from typing import TYPE_CHECKING, cast

from archive_app.errors import ArchiveError
from archive_app.i18n import translate
from archive_app.services.names import clean_name, clean_text, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.policy import Policy

LONGEST_SUBJECT = 200
MOST_PARTS = 500
"""A letter of more parts is made to hurt."""


class LetterNotUnderstood(ArchiveError):
    """The letter cannot be taken apart: nested without end, or broken in a way that nobody foresaw."""

    code = "letter_not_understood"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file out of a letter."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it was understood. `sender` is the bare address in small letters, "" where there is none."""

    sender: str
    subject: str
    attachments: tuple[Attachment, ...] = ()


class _AsItCame(EmailPolicy):
    """Headers are read with their raw bytes shown as letters, and written again byte by byte."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        """Bytes outside of ASCII, which no header should hold, are UTF-8 or else cp1251."""
        if not hasattr(value, "name"):
            raw = value.encode("utf-8", "surrogateescape")
            try:
                value = raw.decode("utf-8")
            except UnicodeDecodeError:
                value = raw.decode("cp1251", "replace")
        return cast("str", super().header_fetch_parse(name, value))


_POLICY: Policy[EmailMessage] = cast(
    "Policy[EmailMessage]", _AsItCame(refold_source="none", cte_type="8bit", linesep="\r\n")
)


def read_head(content: bytes) -> Letter:
    """Who writes of what; nothing else of the letter is looked at."""
    message = message_from_bytes(content.partition(b"\r\n\r\n")[0] + b"\r\n\r\n", policy=_POLICY)
    sender = parseaddr(_header(message, "From"))[1].strip().lower()
    return Letter(sender, shortened(clean_text(_header(message, "Subject")), LONGEST_SUBJECT))


def read_attachments(content: bytes) -> tuple[Attachment, ...]:
    """The files that the letter carries; a letter within it is one of them.

    Raises:
        LetterNotUnderstood.
    """
    try:
        return tuple(_attachments(message_from_bytes(content, policy=_POLICY)))
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError) as error:  # the library's own faults
        raise LetterNotUnderstood(str(error)) from error


def allowed(sender: str, senders: tuple[str, ...]) -> bool:
    """Whether `sender` is one of `senders`: whole addresses, or `@school.ru` for everybody there."""
    return bool(sender) and any(sender == one or (one.startswith("@") and sender.endswith(one)) for one in senders)


def _attachments(message: EmailMessage) -> Iterator[Attachment]:
    for number, part in enumerate(_leaves(message), start=1):
        if number > MOST_PARTS:
            raise LetterNotUnderstood
        found = _nested(part, number) if part.get_content_type() == "message/rfc822" else _file(part, number)
        if found is not None:
            yield found


def _nested(part: EmailMessage, number: int) -> Attachment | None:
    inside = part.get_payload()
    letter = inside[0] if isinstance(inside, list) and inside else None
    if not isinstance(letter, EmailMessage):
        return None
    title = _filename(part) or shortened(clean_text(_header(letter, "Subject")), LONGEST_SUBJECT) or _unnamed(number)
    return Attachment(clean_name(title if title.lower().endswith(".eml") else f"{title}.eml"), bytes(letter))


def _file(part: EmailMessage, number: int) -> Attachment | None:
    """What is a file of its own; the text of the letter is not."""
    name = _filename(part)
    if not name and part.get_content_disposition() != "attachment" and part.get_content_maintype() == "text":
        return None
    body = part.get_payload(decode=True)
    if not isinstance(body, bytes) or not body:
        return None
    ending = mimetypes.guess_extension(part.get_content_type()) or ""
    return Attachment(clean_name(name or _unnamed(number) + ending), body)


def _leaves(message: EmailMessage) -> Iterator[EmailMessage]:
    """The parts that hold something; a letter within the letter is one of them, not walked into."""
    waiting = [message]
    while waiting:
        part = waiting.pop(0)
        if part.get_content_maintype() == "multipart":
            inside = part.get_payload()
            parts = inside if isinstance(inside, list) else []
            waiting[:0] = [one for one in parts if isinstance(one, EmailMessage)]
        else:
            yield part


def _filename(part: EmailMessage) -> str:
    """The name that the sender gave; of one that cannot be read, nothing is left but the file."""
    try:
        return clean_text(part.get_filename() or "")
    except (ValueError, LookupError, AttributeError, TypeError):
        return ""


def _header(message: EmailMessage, name: str) -> str:
    try:
        return str(message.get(name, ""))
    except (ValueError, LookupError, AttributeError, TypeError):
        return ""


def _unnamed(number: int) -> str:
    return translate("attachment {number}", number=number)
