"""Letters reach a real server, whole and in Russian; nothing secret travels in clear text."""

from __future__ import annotations

import ssl
import subprocess
from typing import TYPE_CHECKING

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword

from archive_app.mail import MailAddressInvalid, Mailer, MailNotSent, RecipientsRefused, open_mailer
from tests.fixtures.mail import Letters, mail_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from aiosmtpd.smtp import SMTP, Envelope, Session

USER, PASSWORD = "archive", "p@ss:w/rd"
QUOTED = "p%40ss%3Aw%2Frd"
SENDER = "Архив <archive@school.example>"


def _authenticate(_s: SMTP, _: Session, _e: Envelope, _m: str, data: object) -> AuthResult:
    fits = isinstance(data, LoginPassword) and data == LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=fits, handled=fits)  # a refusal is answered by the server itself, at once


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of `localhost`, with its key, in one file."""
    folder = tmp_path_factory.mktemp("certificate")
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=localhost",
            "-addext",
            "subjectAltName=DNS:localhost",
            "-keyout",
            folder / "key.pem",
            "-out",
            folder / "cert.pem",
        ],
        check=True,
        capture_output=True,
    )
    return folder


def _tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    return context


@pytest.fixture
def letters() -> Letters:
    return Letters()


@pytest.fixture
def plain_port(letters: Letters) -> Iterator[int]:
    with mail_server(letters) as port:
        yield port


@pytest.fixture
def guarded_port(letters: Letters, certificate: Path) -> Iterator[int]:
    """STARTTLS and a password are demanded."""
    with mail_server(
        letters,
        tls_context=_tls(certificate),
        require_starttls=True,
        auth_required=True,
        authenticator=_authenticate,
    ) as port:
        yield port


@pytest.fixture
def wrapped_port(letters: Letters, certificate: Path) -> Iterator[int]:
    with mail_server(letters, ssl_context=_tls(certificate)) as port:
        yield port


def test_a_letter_arrives_whole(plain_port: int, letters: Letters) -> None:
    mailer = open_mailer(f"smtp://localhost:{plain_port}", SENDER)
    mailer.send(["director@school.example", "a@b.example"], "Журнал действий", "Событие 12\n" + "ё" * 2000)
    ((to, letter),) = letters.kept
    assert to == ["director@school.example", "a@b.example"]
    assert (letter["Subject"], letter["From"]) == ("Журнал действий", SENDER)
    assert letter.get_content().strip() == "Событие 12\n" + "ё" * 2000
    assert letter["Date"]
    assert letter["Message-ID"].endswith("@school.example>")


def test_a_password_goes_only_under_tls(guarded_port: int, letters: Letters, certificate: Path) -> None:
    """On this machine TLS is not asked for, so the way of another host is taken by hand."""
    mailer = Mailer("localhost", guarded_port, USER, PASSWORD, SENDER, "start", str(certificate / "cert.pem"))
    mailer.send(["a@b.example"], "Тема", "Текст")
    assert len(letters.kept) == 1
    stranger = Mailer("localhost", guarded_port, USER, PASSWORD, SENDER, "start")
    with pytest.raises(MailNotSent, match="certificate"):
        stranger.send(["a@b.example"], "Тема", "Текст")
    wrong = Mailer("localhost", guarded_port, USER, "other", SENDER, "start", str(certificate / "cert.pem"))
    with pytest.raises(MailNotSent):
        wrong.send(["a@b.example"], "Тема", "Текст")


def test_a_server_that_takes_tls_away_gets_nothing(plain_port: int, letters: Letters) -> None:
    with pytest.raises(MailNotSent, match="STARTTLS"):
        Mailer("localhost", plain_port, USER, PASSWORD, SENDER, "start").send(["a@b.example"], "Тема", "Текст")
    assert letters.kept == []


def test_tls_from_the_first_byte(wrapped_port: int, letters: Letters, certificate: Path) -> None:
    url = f"smtps://localhost:{wrapped_port}?ca_file={certificate / 'cert.pem'}"
    open_mailer(url, SENDER).send(["a@b.example"], "Тема", "Текст")
    assert len(letters.kept) == 1


def test_whoever_was_refused_is_told(plain_port: int, letters: Letters) -> None:
    mailer = open_mailer(f"smtp://localhost:{plain_port}", SENDER)
    with pytest.raises(RecipientsRefused) as error:
        mailer.send(["a@b.example", "nobody@b.example"], "Тема", "Текст")
    assert error.value.params["reason"] == "nobody@b.example"
    assert [to for to, _ in letters.kept] == [["a@b.example"]]


def test_nobody_adds_headers(plain_port: int, letters: Letters) -> None:
    mailer = open_mailer(f"smtp://localhost:{plain_port}", SENDER)
    for to, subject in (("a@b.example\nBcc: c@d.example", "Тема"), ("a@b.example", "Тема\r\nBcc: c@d.example")):
        with pytest.raises(MailNotSent):
            mailer.send([to], subject, "Текст")
    assert letters.kept == []


def test_a_silent_server_is_an_outage() -> None:
    with pytest.raises(MailNotSent) as error:
        open_mailer("smtp://localhost:1", SENDER).send(["a@b.example"], "Тема", "Текст")
    assert error.value.retryable


def test_addresses_are_understood() -> None:
    one = open_mailer(f"smtp://{USER}:{QUOTED}@mail.example:2525", SENDER)
    assert (one.host, one.port, one.user, one.password, one.tls) == ("mail.example", 2525, USER, PASSWORD, "start")
    assert PASSWORD not in repr(one)
    assert (open_mailer("smtps://mail.example", SENDER).tls, open_mailer("smtps://mail.example", SENDER).port) == (
        "always",
        465,
    )
    assert open_mailer("smtp://mail.example?tls=none", SENDER).tls == "none"


@pytest.mark.parametrize(
    "url", ["http://mail.example", "smtp://", "smtp://h:x", "smtp://h?tls=maybe", "smtp://h?x=1", "", "smtp://h:99999"]
)
def test_other_addresses_are_refused_without_their_password(url: str) -> None:
    with pytest.raises(MailAddressInvalid) as error:
        open_mailer(url.replace("//", "//u:secret@", 1), SENDER)
    assert "secret" not in str(error.value)
