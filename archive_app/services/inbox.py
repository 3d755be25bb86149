"""The watched folder: what network scanners write there is taken in, then put aside with a word on what became of it.

A file is taken in and its row committed before it is moved; a file that is met again after a crash between the two
is known by its bytes, answered as the document that it became, and only moved.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.auth.actor import load_actor, require
from archive_app.auth.acts import Act
from archive_app.db.engine import reading
from archive_app.db.models import IntakeSource
from archive_app.errors import ArchiveError, describe
from archive_app.i18n import translate
from archive_app.logs import log
from archive_app.services.feeds import UNAVAILABLE, TakenIn
from archive_app.services.intake import Origin, Said
from archive_app.services.intake_batches import batch_of
from archive_app.services.rights.errors import UnknownName
from archive_app.services.rights.names import unit_named
from archive_app.services.taking_in import CannotRead

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable
    from pathlib import Path

    from archive_app.auth.actor import Actor
    from archive_app.jobs import JobContext
    from archive_app.services.feeds import Feeds
    from archive_app.services.intake import Intake
    from archive_app.services.scanner_files import ScannerFiles

DONE, REFUSED = "done", "refused"
FEED = "inbox"


@dataclass(frozen=True, slots=True)
class Inbox:
    """Takes `files` in as the user `login`; `subfolder` says what the name of a subfolder is: `unit` or `user`."""

    files: ScannerFiles
    login: str
    subfolder: str
    intake: Intake
    feeds: Feeds
    today: Callable[[], datetime.date]

    @property
    def folder(self) -> Path:
        """The watched folder."""
        return self.files.folder

    def __call__(self, job: JobContext) -> None:
        """The handler of `inbox` jobs."""
        self.run(job.check)

    def run(self, check: Callable[[], None] = lambda: None) -> TakenIn:
        """Take in whatever is whole; what fails for a while stays and is met again. One file never stops the others.

        Raises:
            InboxUnreadable; NobodyActs, SayWhoActs, NotAllowed: the settings name nobody who could take anything in.
        """
        with self.feeds.look(FEED) as taken:
            if self.subfolder == "unit":
                require(self._acting(self.login), Act.FILE)  # no fault of the files
            for path in list(self.files.whole()):
                check()
                taken.count(self._one(path, taken))
        return taken

    def _one(self, path: Path, taken: TakenIn) -> str:
        try:
            return self._take_in(path)
        except Exception as error:  # one bad file must not stop the others
            if isinstance(error, CannotRead) and error.params["reason"] == "changed":
                return "later"  # the scanner goes on writing
            if describe(error).http_status >= UNAVAILABLE:
                log.exception("a file of the watched folder is left for the next look", path=str(path))
                return taken.wait(error)
            return self._refuse(path, describe(error).message, taken)

    def _take_in(self, path: Path) -> str:
        actor, said = self._for_whom(path)
        received = self.intake.receive_unfiled(path, path.name, actor, self._origin(path, actor), said)
        note = ""
        if received.duplicate:
            note = translate("These bytes are in the archive already: document {number}.", number=received.document_id)
        self.files.put(path, DONE, self.today(), note)
        return "duplicate" if received.duplicate else "taken_in"

    def _refuse(self, path: Path, why: str, taken: TakenIn) -> str:
        try:
            self.files.put(path, REFUSED, self.today(), why)
        except ArchiveError as error:
            log.warning("a refused file stays", path=str(path), error=str(error))
            return taken.wait(error)
        return "refused"

    def _for_whom(self, path: Path) -> tuple[Actor, Said]:
        """Who takes the file in, and to which unit it goes: the first subfolder says."""
        parts = path.relative_to(self.folder).parts
        name = parts[0] if len(parts) > 1 else ""
        actor = self._acting(name if name and self.subfolder == "user" else self.login)
        if not name or self.subfolder != "unit":
            return actor, Said()
        with reading(self.intake.sessions) as session:
            try:
                return actor, Said(unit=unit_named(session, name).name)
            except UnknownName:
                return actor, Said()  # folders of scanners bear all kinds of names; who files sees it in the batch

    def _acting(self, login: str) -> Actor:
        with reading(self.intake.sessions) as session:
            return load_actor(session, login, self.today())

    def _origin(self, path: Path, actor: Actor) -> Origin:
        """The files of one subfolder and day are a batch."""
        inside = path.parent.relative_to(self.folder).as_posix().removeprefix(".")
        key = f"{FEED}:{self.today().isoformat()}:{inside}"
        with self.intake.sessions.begin() as session:
            batch = batch_of(session, IntakeSource.FOLDER, key, actor, self.intake.clock(), label=inside)
        return Origin(IntakeSource.FOLDER, batch)
