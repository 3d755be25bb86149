"""The roads that bring documents by themselves, made of the settings: the watched folder, the mailbox."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from archive_app.i18n import translate
from archive_app.mailing import mailer_of
from archive_app.services.feeds import Feeds
from archive_app.services.inbox import DONE, REFUSED, Inbox
from archive_app.services.kinds import INBOX, MAIL
from archive_app.services.mail_intake import MailIntake, MailRules
from archive_app.services.mailbox import MailboxAddress
from archive_app.services.scanner_files import ScannerFiles

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from archive_app.jobs import JobContext
    from archive_app.services.feeds import FeedState
    from archive_app.services.intake import Intake
    from archive_app.settings import Settings

SILENT = datetime.timedelta(hours=1)
"""A road that nobody has looked into for so long is out of order: looks come every few minutes."""


@dataclass(frozen=True, slots=True)
class Feeding:
    """The roads of this installation; None where one is not set up."""

    feeds: Feeds
    inbox: Inbox | None
    mail: MailIntake | None
    nodes: int

    def handlers(self) -> Mapping[str, Callable[[JobContext], None]]:
        """By the kind of job. Only a node that has the watched folder can look into it."""
        found: dict[str, Callable[[JobContext], None]] = {}
        if self.inbox is not None and self.inbox.folder.is_dir():
            found[INBOX] = self.inbox
        if self.mail is not None:
            found[MAIL] = self.mail
        return found

    def states(self) -> dict[str, FeedState]:
        """The last look into each road that was looked into."""
        found = ((name, self.feeds.state(name)) for name in self._names())
        return {name: state for name, state in found if state is not None}

    def checks(self) -> dict[str, Callable[[], str]]:
        """For the doctor: each road gives a sentence, or raises RuntimeError with one."""
        return {name: partial(self._check, name) for name in self._names()}

    def _names(self) -> tuple[str, ...]:
        roads = ((INBOX, self.inbox), (MAIL, self.mail))
        return tuple(name for name, road in roads if road is not None)

    def _check(self, name: str) -> str:
        if name == INBOX and self.inbox is not None and self.nodes == 1 and not self.inbox.folder.is_dir():
            folder = self.inbox.folder
            raise RuntimeError(translate("The folder {folder} is not there: check ARCHIVE_INBOX.", folder=folder))
        state = self.feeds.state(name)
        if state is None:
            return translate("Not looked into yet; archive worker and archive scheduler do it.")
        moment = f"{state.at:%d.%m.%Y %H:%M} UTC"
        if state.error is not None:
            raise RuntimeError(f"{moment}: {state.error}")
        if self.feeds.clock() - state.at > SILENT:
            raise RuntimeError(
                translate("Last look: {moment}. Do archive worker and archive scheduler run?", moment=moment)
            )
        return translate("Last look: {moment}", moment=moment)


def feeding_of(settings: Settings, intake: Intake, today: Callable[[], datetime.date]) -> Feeding:
    """The roads that the settings name."""
    feeds = Feeds(intake.sessions, intake.clock)
    return Feeding(feeds, _inbox(settings, intake, feeds, today), _mail(settings, intake, feeds, today), settings.nodes)


def _inbox(settings: Settings, intake: Intake, feeds: Feeds, today: Callable[[], datetime.date]) -> Inbox | None:
    if settings.inbox is None:
        return None
    settle = datetime.timedelta(seconds=settings.inbox_settle)
    files = ScannerFiles(settings.inbox, frozenset({DONE, REFUSED}), settle, intake.clock)
    return Inbox(files, settings.inbox_user or settings.user, settings.inbox_subfolder, intake, feeds, today)


def _mail(settings: Settings, intake: Intake, feeds: Feeds, today: Callable[[], datetime.date]) -> MailIntake | None:
    if not settings.mailbox_url or settings.mailbox_password is None:
        return None
    password = settings.mailbox_password.plain
    address = MailboxAddress(settings.mailbox_url, password, settings.mailbox_folder, settings.mailbox_ca_file)
    rules = MailRules(
        senders=tuple(one.strip().lower() for one in settings.mailbox_senders.split(",") if one.strip()),
        login=settings.mailbox_user or settings.user,
        largest=settings.mailbox_largest,
        done=settings.mailbox_done,
        refused=settings.mailbox_refused,
    )
    return MailIntake(address, rules, intake, feeds, mailer_of(settings), settings.work_folder, today)
