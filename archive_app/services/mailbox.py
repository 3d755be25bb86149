"""A mailbox read by IMAP: letters out of it one by one, and put into other folders when they are done with."""

from __future__ import annotations

import imaplib
import re
import ssl
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from archive_app.errors import EXIT_UNAVAILABLE, ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

TIMEOUT = 60
"""Seconds that the server may stay silent."""
PORT, TLS_PORT = 143, 993
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class MailboxUnreachable(ArchiveError):
    """The server does not answer, or lets nobody in. Params: `reason`."""

    code = "mailbox_unreachable"
    http_status = 503
    exit_code = EXIT_UNAVAILABLE
    retryable = True


@dataclass(frozen=True, slots=True)
class MailboxAddress:
    """Where the mailbox is and who reads it.

    `url`: `imaps://user@host[:993]`, or `imap://user@host[:143]`, which turns to TLS by STARTTLS first.
    """

    url: str
    password: str = field(repr=False)
    folder: str
    ca_file: Path | None = None


class Mailbox:
    """An open mailbox. Made by `open_mailbox`."""

    def __init__(self, server: imaplib.IMAP4) -> None:
        self._server = server
        told = server.capability()[1]  # asked again: a server says more to those who have signed in
        self._able = frozenset(_line(told).decode("ascii", "replace").upper().split())

    def letters(self) -> list[str]:
        """The numbers of the letters that are there, the oldest first."""
        found = self._asked("SEARCH", "UNDELETED")
        return [number.decode() for number in _line(found).split()]

    def size(self, letter: str) -> int:
        """In bytes; 0 where the letter is gone."""
        told = self._asked("FETCH", letter, "(RFC822.SIZE)")
        found = _SIZE.search(_line(told))
        return int(found[1]) if found else 0

    def content(self, letter: str) -> bytes:
        """The letter as it came, not marked as read; empty where it is gone."""
        told = self._asked("FETCH", letter, "(BODY.PEEK[])")
        return next((part[1] for part in told if isinstance(part, tuple)), b"")

    def move(self, letter: str, folder: str, *, flagged: bool = False) -> None:
        """Put the letter into `folder`, which is made when it is first needed."""
        self._server.create(_quoted(folder))  # answered with NO where it is there
        if flagged:
            self._asked("STORE", letter, "+FLAGS", r"(\Flagged)")
        if "MOVE" in self._able:
            self._asked("MOVE", letter, _quoted(folder))
            return
        self._asked("COPY", letter, _quoted(folder))
        self._asked("STORE", letter, "+FLAGS", r"(\Deleted)")
        if "UIDPLUS" in self._able:
            self._asked("EXPUNGE", letter)

    def _asked(self, command: str, *arguments: str) -> list[bytes | tuple[bytes, bytes] | None]:
        status, told = self._server.uid(command, *arguments)
        if status != "OK":
            raise MailboxUnreachable(reason=_line(told).decode("utf-8", "replace"))
        return told


@contextmanager
def open_mailbox(address: MailboxAddress) -> Iterator[Mailbox]:
    """Sign in and open the folder; what goes wrong with the server meanwhile is told as one error.

    Raises:
        MailboxUnreachable: at any moment.
    """
    try:
        with _connected(address) as server:
            yield Mailbox(server)
    except (OSError, imaplib.IMAP4.error, UnicodeError) as error:  # names and passwords are ASCII in IMAP
        of_system = error.strerror if isinstance(error, OSError) else None  # known in words, without its number
        raise MailboxUnreachable(str(error), reason=of_system or str(error)) from error


@contextmanager
def _connected(address: MailboxAddress) -> Iterator[imaplib.IMAP4]:
    parts = urlsplit(address.url)
    trusted = ssl.create_default_context(cafile=None if address.ca_file is None else str(address.ca_file))
    host = parts.hostname or ""
    if parts.scheme == "imaps":
        server: imaplib.IMAP4 = imaplib.IMAP4_SSL(host, parts.port or TLS_PORT, ssl_context=trusted, timeout=TIMEOUT)
    else:
        server = imaplib.IMAP4(host, parts.port or PORT, timeout=TIMEOUT)
        server.starttls(trusted)
    with server:
        server.login(unquote(parts.username or ""), address.password)
        status, told = server.select(_quoted(address.folder))
        if status != "OK":
            raise MailboxUnreachable(reason=_line(told).decode("utf-8", "replace"))
        yield server


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _line(told: Sequence[bytes | tuple[bytes, ...] | None]) -> bytes:
    first = told[0] if told else b""
    return (first[0] if isinstance(first, tuple) else first) or b""
