"""The head is published daily: scheduled, to the file and by a real letter; the doctor notices when it is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from archive_app.audit import AuditChainBrokenError, ChainHead
from archive_app.audit.heads import PublishedHeads
from archive_app.auth.errors import NotAllowed
from archive_app.db.engine import reading
from archive_app.db.models import Job
from archive_app.entrypoints.scheduler import SCHEDULES, enqueue_due
from archive_app.mail import MailNotSent
from archive_app.services.kinds import PUBLISH_HEAD
from archive_app.settings import SettingsError
from tests.fixtures.archives import account, work
from tests.fixtures.mail import Letters, mail_server

if TYPE_CHECKING:
    from archive_app.bootstrap import Archive
    from tests.fixtures.archives import Home


def test_the_scheduler_asks_and_a_letter_comes(home: Home) -> None:
    letters = Letters()
    with (
        mail_server(letters) as port,
        home.opened(
            mail_url=f"smtp://localhost:{port}",
            mail_from="archive@school.example",
            audit_mail_to="director@school.example, officer@school.example",
        ) as archive,
    ):
        (schedule,) = [each for each in SCHEDULES if each.kind == PUBLISH_HEAD]
        enqueue_due(archive, schedule)
        enqueue_due(archive, schedule)
        work(archive)
        last = archive.journal.heads.heads.last()
    assert last is not None
    ((to, letter),) = letters.kept
    assert to == ["director@school.example", "officer@school.example"]
    assert last.head.hash in letter.get_content()
    assert f"№ {last.head.seq}" in letter["Subject"]


def test_a_chain_that_was_cut_is_told_by_mail_and_nothing_is_published(home: Home) -> None:
    letters = Letters()
    with (
        mail_server(letters) as port,
        home.opened(
            mail_url=f"smtp://localhost:{port}", mail_from="a@b.example", audit_mail_to="c@d.example"
        ) as archive,
    ):
        heads = archive.journal.heads
        heads.heads.append(ChainHead(99, "a" * 64), at=archive.clock())
        with pytest.raises(AuditChainBrokenError):
            heads.publish()
        assert len(list(heads.heads.read())) == 1
    ((_, letter),) = letters.kept
    assert "99" in letter.get_content()


def test_a_letter_that_cannot_be_sent_is_tried_again_by_the_queue(home: Home) -> None:
    with home.opened(mail_url="smtp://localhost:1", mail_from="a@b.example", audit_mail_to="c@d.example") as archive:
        with pytest.raises(MailNotSent):
            archive.journal.heads.publish()
        assert archive.journal.heads.heads.last() is not None  # the file has it all the same
        (schedule,) = [each for each in SCHEDULES if each.kind == PUBLISH_HEAD]
        enqueue_due(archive, schedule)
        work(archive)
        with reading(archive.sessions) as session:
            job = session.scalars(select(Job).where(Job.kind == PUBLISH_HEAD)).one()
        assert (job.state.value, job.last_error_code) == ("waiting", "mail_not_sent")


def test_the_doctor_notices_that_nothing_was_published(fresh_archive: Archive) -> None:
    heads = fresh_archive.journal.heads
    assert heads.examine()  # a new archive has two days
    later = replace(heads, clock=lambda: fresh_archive.clock() + timedelta(days=3))
    with pytest.raises(RuntimeError, match="не публиковалась"):
        later.examine()
    heads.heads.append(heads.publish().head, at=later.clock())
    assert later.examine()


def test_who_may_publish(fresh_archive: Archive) -> None:
    heads = fresh_archive.journal.heads
    with pytest.raises(NotAllowed):
        heads.publish_as(account(fresh_archive, "без-журнала", "archivist"))
    assert heads.publish_as(account(fresh_archive, "auditor", "auditor")).head.seq > 0


def test_the_folder_is_a_setting(home: Home) -> None:
    elsewhere = home.folder.parent / "elsewhere"
    with home.opened(audit_heads=str(elsewhere)) as archive:
        published = archive.journal.heads.publish()
    assert list(PublishedHeads(elsewhere).read()) == [published]


@pytest.mark.parametrize(
    "half",
    [{"mail_url": "smtp://mail.example"}, {"mail_from": "a@b.example"}, {"audit_mail_to": "a@b.example"}],
)
def test_mail_is_set_up_whole_or_not_at_all(embedded_home: Home, half: dict[str, str]) -> None:
    with pytest.raises(SettingsError) as error:
        embedded_home.settings(**half)
    assert str(error.value.params["setting"]).removeprefix("ARCHIVE_").lower() == "mail_url"
