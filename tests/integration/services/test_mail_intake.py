"""The mailbox: attachments and letters are taken in from a real IMAP server; hostile letters stop nothing."""

from __future__ import annotations

import io
import os
import zipfile
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from archive_app.auth.errors import NotAllowed
from archive_app.db.engine import reading
from archive_app.db.models import Document, IntakeBatch, IntakeSource
from archive_app.services.mailbox import MailboxUnreachable
from tests.fixtures.archives import account
from tests.fixtures.imap import *  # noqa: F403 - fixtures are found by name
from tests.fixtures.imap import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive_app.bootstrap import Archive
    from tests.fixtures.archives import Home
    from tests.fixtures.imap import ImapServer

SENDER = "scanner@school.test"


def _letter(subject: str = "Приказы", sender: str = SENDER, *files: tuple[str, bytes]) -> bytes:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = sender, "archive@school.test", subject
    letter.set_content("Посылаю сканы.")
    for name, body in files:
        letter.add_attachment(body, maintype="application", subtype="octet-stream", filename=name)
    return letter.as_bytes()


def _text() -> bytes:
    return f"Приказ об отпуске {os.urandom(8).hex()}".encode()


@pytest.fixture
def login() -> str:
    return f"box-{os.urandom(4).hex()}"


@pytest.fixture
def mailed(embedded_home: Home, imap_server: ImapServer, login: str) -> Iterator[Archive]:
    with embedded_home.opened(
        mailbox_url=imap_server.url(login),
        mailbox_password=PASSWORD,
        mailbox_ca_file=str(imap_server.ca_file),
        mailbox_senders=f"{SENDER},@partner.test",
        mailbox_largest=str(1024 * 1024),
    ) as archive:
        yield archive


def _names(archive: Archive) -> list[str]:
    with reading(archive.sessions) as session:
        return list(session.scalars(select(Document.original_name).order_by(Document.id)))


def test_a_letter_and_what_it_carries_wait_to_be_filed(mailed: Archive, imap_server: ImapServer, login: str) -> None:
    imap_server.deliver(login, _letter("Приказы № 5", SENDER, ("приказ.txt", _text())))
    assert mailed.feeding.mail is not None
    assert dict(mailed.feeding.mail.run().outcomes) == {"taken_in": 1}
    assert _names(mailed) == ["Приказы № 5.eml", "приказ.txt"]
    with reading(mailed.sessions) as session:
        rows = session.scalars(select(Document)).all()
        batch = session.scalars(select(IntakeBatch)).one()
    assert {(row.volume_id, row.source, row.intake_batch_id) for row in rows} == {(None, IntakeSource.MAIL, batch.id)}
    assert batch.label == f"{SENDER} — Приказы № 5"
    assert rows[0].media_type == "message/rfc822"
    assert (imap_server.held(login, "INBOX"), len(imap_server.held(login, "Archive-done"))) == ([], 1)
    assert dict(mailed.feeding.mail.run().outcomes) == {}
    state = mailed.feeding.feeds.state("mail")
    assert state is not None
    assert state.error is None


def test_a_letter_met_again_after_a_crash_is_only_moved(
    mailed: Archive, imap_server: ImapServer, login: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    imap_server.deliver(login, _letter("Раз", SENDER, ("раз.txt", _text())))
    assert mailed.feeding.mail is not None
    with monkeypatch.context() as dying:
        dying.setattr("archive_app.services.mailbox.Mailbox.move", _die)
        with pytest.raises(MemoryError):
            mailed.feeding.mail.run()
    taken = _names(mailed)
    assert len(taken) == 2
    mailed.feeding.mail.run()
    assert (_names(mailed), len(imap_server.held(login, "Archive-done"))) == (taken, 1)


def _die(*_: object, **__: object) -> None:
    raise MemoryError


def test_strangers_and_huge_letters_are_put_aside_with_a_flag(
    mailed: Archive, imap_server: ImapServer, login: str
) -> None:
    stranger = _letter("Чужое", "stranger@elsewhere.test", ("чужое.txt", _text()))
    partner = _letter("Своё", "anyone@partner.test", ("своё.txt", _text()))
    huge = _letter("Огромное", SENDER, ("film.bin", os.urandom(1024 * 1024)))
    imap_server.deliver(login, stranger, partner, huge)
    assert mailed.feeding.mail is not None
    assert dict(mailed.feeding.mail.run().outcomes) == {"refused": 2, "taken_in": 1}
    assert _names(mailed) == ["Своё.eml", "своё.txt"]
    assert imap_server.flagged(login, "Archive-refused") == 2


def test_hostile_letters_stop_nothing(mailed: Archive, imap_server: ImapServer, login: str) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("нули", bytes(64 * 1024 * 1024))
    nested = EmailMessage()
    nested["From"], nested["Subject"] = "inner@school.test", "Вложенное письмо"
    nested.set_content("внутри")
    with_nested = EmailMessage()
    with_nested["From"], with_nested["Subject"] = SENDER, "Пересылаю"
    with_nested.set_content("см. вложение")
    with_nested.add_attachment(nested)
    head = f"From: {SENDER}\r\nSubject: ".encode()
    part = b"--x\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment"
    mixed = b"\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
    letters = [
        _letter("Бомба", SENDER, ("bomb.zip", bomb.getvalue())),
        with_nested.as_bytes(),
        head
        + "восемь бит".encode("cp1251")
        + mixed
        + part
        + b'; filename="'
        + "имя.txt".encode("cp1251")
        + b'"\r\n\r\nabc 1\r\n--x--\r\n',
        head + b"no name" + mixed + part + b"\r\n\r\nabc 2\r\n--x--\r\n",
        head + b"climbs" + mixed + part + b'; filename="../../etc/passwd"\r\n\r\nabc 3\r\n--x--\r\n',
        head + b"cut" + mixed + part + b"; filename*=utf-8''%ff%\r\n\r\nabc 4",
        b"From: " + SENDER.encode() + b"\r\n\r\n",
        b"\r\n\r\nnobody wrote this",
    ]
    imap_server.deliver(login, *letters)
    assert mailed.feeding.mail is not None
    outcomes = mailed.feeding.mail.run().outcomes
    assert sum(outcomes.values()) == len(letters)
    assert outcomes["later"] == 0
    assert imap_server.held(login, "INBOX") == []
    names = _names(mailed)
    assert {"Вложенное письмо.eml", "восемь бит.eml", "имя.txt", "passwd", "bomb.zip"} <= set(names)
    assert not any("/" in name for name in names)


def test_a_letter_that_cannot_be_taken_apart_is_kept_and_put_aside(
    mailed: Archive, imap_server: ImapServer, login: str
) -> None:
    deep = f"From: {SENDER}\r\nSubject: deep\r\n".encode() + b"Content-Type: message/rfc822\r\n\r\nX: y\r\n" * 3000
    imap_server.deliver(login, deep, _letter("После", SENDER, ("после.txt", _text())))
    assert mailed.feeding.mail is not None
    assert dict(mailed.feeding.mail.run().outcomes) == {"refused": 1, "taken_in": 1}
    assert _names(mailed) == ["deep.eml", "После.eml", "после.txt"]
    assert imap_server.flagged(login, "Archive-refused") == 1


def test_who_may_not_file_takes_nothing_in_and_no_letter_is_blamed(
    mailed: Archive, embedded_home: Home, imap_server: ImapServer, login: str
) -> None:
    account(mailed, "keeper", "auditor")
    imap_server.deliver(login, _letter("Ждёт", SENDER))
    with embedded_home.opened(
        mailbox_url=imap_server.url(login),
        mailbox_password=PASSWORD,
        mailbox_ca_file=str(imap_server.ca_file),
        mailbox_senders=SENDER,
        mailbox_user="keeper",
    ) as archive:
        assert archive.feeding.mail is not None
        with pytest.raises(NotAllowed):
            archive.feeding.mail.run()
    assert len(imap_server.held(login, "INBOX")) == 1


def test_a_server_that_is_away_is_told_by_the_doctor(mailed: Archive, embedded_home: Home) -> None:
    with embedded_home.opened(
        mailbox_url="imaps://nobody@localhost:1", mailbox_password="x", mailbox_senders=SENDER
    ) as archive:
        assert archive.feeding.mail is not None
        with pytest.raises(MailboxUnreachable):
            archive.feeding.mail.run()
        check = next(check for check in archive.doctor.diagnose().checks if check.name == "mail")
        assert not check.ok
        assert "нет связи" in check.message
