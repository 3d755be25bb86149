"""Sending mail: one letter at a time through the organisation's server, never in clear text unless that is asked for.

Address: `smtps://USER:PASSWORD@host[:465]` or `smtp://[USER:PASSWORD@]host[:port]`. The second turns to TLS by STARTTLS
before anything is said; not on this machine itself, nor with `?tls=none`. `?ca_file=PATH` names one's own authorities.
"""

from __future__ import annotations

import smtplib
import ssl
from contextlib import contextmanager
from dataclasses import dataclass
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import formatdate, make_msgid, parseaddr
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

from archive_app.errors import EXIT_SETTINGS, EXIT_UNAVAILABLE, ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TIMEOUT = 30
"""Seconds that the server may stay silent."""
PORTS = {"smtp": 25, "smtps": 465}
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_PARAMETERS = frozenset({"tls", "ca_file"})


class MailAddressInvalid(ArchiveError):
    """The address of the mail server cannot be used. Params: `reason` (a word of `archive_app.details`)."""

    code = "mail_address_invalid"
    exit_code = EXIT_SETTINGS


class MailNotSent(ArchiveError):
    """The server was not reached, or refused the letter. Params: `reason`."""

    code = "mail_not_sent"
    http_status = 503
    exit_code = EXIT_UNAVAILABLE
    retryable = True


class RecipientsRefused(MailNotSent):
    """The others of the letter got it. Params: `reason` (the addresses refused)."""

    code = "mail_recipients_refused"

    def __init__(self, refused: Sequence[str]) -> None:
        """`refused` are the addresses."""
        super().__init__(", ".join(refused), reason=", ".join(refused))
        self.refused = tuple(refused)


@dataclass(frozen=True, slots=True, repr=False)
class Mailer:
    """Sends letters from `sender` through one server. Made by `open_mailer`."""

    host: str
    port: int
    user: str
    password: str
    sender: str
    tls: str
    """`always`: from the first byte; `start`: by STARTTLS; `none`."""
    ca_file: str | None = None

    def send(self, to: Sequence[str], subject: str, text: str) -> None:
        """Send a plain letter to all of `to`.

        Raises:
            MailNotSent: nobody got it. RecipientsRefused: not everybody.
        """
        try:
            letter = _letter(self.sender, to, subject, text)
            with self._connected() as server:
                refused = server.send_message(letter)
        except (OSError, smtplib.SMTPException, MessageError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise MailNotSent(str(error), reason=reason) from error
        if refused:
            raise RecipientsRefused(sorted(refused))

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        context = None if self.tls == "none" else ssl.create_default_context(cafile=self.ca_file)
        with (
            smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT, context=context)
            if self.tls == "always"
            else smtplib.SMTP(self.host, self.port, timeout=TIMEOUT)
        ) as server:
            if self.tls == "start":
                _start_tls(server, context)
            if self.user:
                server.login(self.user, self.password)
            yield server


def open_mailer(url: str, sender: str) -> Mailer:
    """Understand the address `url`; the server is not asked yet.

    Raises:
        MailAddressInvalid: another scheme, no host, an unknown parameter.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise MailAddressInvalid("the port is no number", reason="no_number") from error
    given = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    for wrong, reason in (
        (parts.scheme not in PORTS, "not_mail"),
        (not parts.hostname, "no_host"),
        (not given.keys() <= _PARAMETERS or given.get("tls", "none") != "none", "unknown_parameter"),
    ):
        if wrong:
            raise MailAddressInvalid(reason, reason=reason)
    host = str(parts.hostname)
    plain = given.get("tls") == "none" or host in LOOPBACK
    return Mailer(
        host=host,
        port=port or PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        sender=sender,
        tls="always" if parts.scheme == "smtps" else "none" if plain else "start",
        ca_file=given.get("ca_file"),
    )


def _start_tls(server: smtplib.SMTP, context: ssl.SSLContext | None) -> None:
    """A server without TLS ends it here: nothing is sent in clear text."""
    try:
        server.starttls(context=context)
    except ssl.SSLError:
        server.close()  # a polite farewell would wait for an answer that cannot come any more
        raise


def _letter(sender: str, to: Sequence[str], subject: str, text: str) -> EmailMessage:
    """A line break in an address or a subject is refused (ValueError), so that nobody adds headers."""
    letter = EmailMessage()
    letter["From"] = sender
    letter["To"] = ", ".join(to)
    letter["Subject"] = subject
    letter["Date"] = formatdate(localtime=False)
    letter["Message-ID"] = make_msgid(domain=parseaddr(sender)[1].rpartition("@")[2] or None)
    letter.set_content(text)
    return letter
