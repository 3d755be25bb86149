"""A composed archive: its parts as fields, and what is made of them when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from archive_app.auth.actor import load_actor
from archive_app.db.engine import reading
from archive_app.mailing import mailer_of
from archive_app.services.accounts.ground import Ground
from archive_app.services.card_edits import CardEdits
from archive_app.services.case_file_views import CaseFiles
from archive_app.services.consent_clock import ConsentClock
from archive_app.services.disposal.personal_data import PersonalData
from archive_app.services.drawing_ahead import DrawingAhead
from archive_app.services.filing import Filing
from archive_app.services.forms.drawings import Drawings
from archive_app.services.idempotency import FirstOutcomes
from archive_app.services.kinds import (
    COPY,
    DESTROY,
    DRAW,
    DRAW_FORM,
    DRILL,
    EXAMINE,
    HEAL,
    INDEX,
    LETTER,
    NAME,
    PUBLISH_HEAD,
    RECOGNISE,
    REINDEX,
    REQUESTS,
    RESET_LETTER,
    RETENTION,
    SWEEP,
    TAKE_IN,
)
from archive_app.services.marks.reading import Marks
from archive_app.services.posting import LetterAgain
from archive_app.services.signatures.keeping import Signatures
from archive_app.services.suggesting.suggesting import Suggesting
from archive_app.services.upkeep import Upkeep
from archive_app.wiring.administering import administration_of, forgotten_passwords_of
from archive_app.wiring.answering import local_acts_over, registers_over
from archive_app.wiring.background import worker_of
from archive_app.wiring.clocks import today_in
from archive_app.wiring.controlling import control_over
from archive_app.wiring.drilling import drill_job
from archive_app.wiring.outside import outside_over
from archive_app.wiring.portal import portfolios_over
from archive_app.wiring.printing import forms_of
from archive_app.wiring.rules import sign_in_rules
from archive_app.wiring.secret_keys import secret_key

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import ExitStack
    from datetime import date, datetime

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.auth.actor import Actor
    from archive_app.jobs import JobContext, Worker
    from archive_app.journal import Journal
    from archive_app.services.accounts.forgotten import ForgottenPasswords
    from archive_app.services.administration import Administration
    from archive_app.services.arranging.changes import Arranging
    from archive_app.services.class_lists import ClassLists
    from archive_app.services.control import Control
    from archive_app.services.dead_jobs import DeadJobs
    from archive_app.services.disposal import Disposal
    from archive_app.services.doctor import Doctor
    from archive_app.services.external.directories import Directories
    from archive_app.services.external.oidc_sign_in import OidcSignIn
    from archive_app.services.external.signing_in import PasswordSignIn
    from archive_app.services.forms.registry import Forms
    from archive_app.services.hit_strips import HitStrips
    from archive_app.services.indexing import Indexing
    from archive_app.services.intake import Intake
    from archive_app.services.lending import Lending
    from archive_app.services.life import Life
    from archive_app.services.local_acts import LocalActs
    from archive_app.services.naming_before import NamingBefore
    from archive_app.services.outside import OutsideResults
    from archive_app.services.page_images import PageImages
    from archive_app.services.people import People
    from archive_app.services.plans import Plans
    from archive_app.services.portfolio import Portfolios
    from archive_app.services.presence import PresenceChecks
    from archive_app.services.progress import Progress
    from archive_app.services.recognition import Recognition
    from archive_app.services.registers import Registers
    from archive_app.services.requests import Requests
    from archive_app.services.review import Review
    from archive_app.services.rights import Rights
    from archive_app.services.saved_searches import SavedSearches
    from archive_app.services.search_export import SearchExport
    from archive_app.services.searching import Searching
    from archive_app.services.separator_sheets import SeparatorSheets
    from archive_app.services.uploads.finishing import Finishing
    from archive_app.services.uploads.service import Uploads
    from archive_app.services.use_copies import UseCopies
    from archive_app.settings import Settings
    from archive_app.wiring.archiving import Archiving
    from archive_app.wiring.backing_up import Backups
    from archive_app.wiring.feeding import Feeding
    from archive_app.wiring.fixity import Fixity
    from indexer.search import SearchEngine
    from storage.protocol import BlobStore


@dataclass(frozen=True, slots=True)
class Archive:
    """A composed archive; close it, or use it as a context manager."""

    settings: Settings
    clock: Callable[[], datetime]
    """Now, in UTC."""
    database: Engine
    sessions: sessionmaker[Session]
    store: BlobStore
    engine: SearchEngine
    intake: Intake
    uploads: Uploads
    finishing: Finishing
    feeding: Feeding
    recognition: Recognition
    indexing: Indexing
    dead_jobs: DeadJobs
    searching: Searching
    hit_strips: HitStrips
    search_export: SearchExport
    saved_searches: SavedSearches
    review: Review
    class_lists: ClassLists
    naming_before: NamingBefore
    use_copies: UseCopies
    arranging: Arranging
    separator_sheets: SeparatorSheets
    page_images: PageImages
    progress: Progress
    doctor: Doctor
    journal: Journal
    people: People
    rights: Rights
    life: Life
    archiving: Archiving
    backups: Backups
    fixity: Fixity
    disposal: Disposal
    plans: Plans
    lending: Lending
    presence: PresenceChecks
    requests: Requests
    directories: Directories
    reopened: Callable[[Settings], Archive]
    """Composes another archive, of other settings, by the same clock. Raises as `open_archive`."""
    _open: ExitStack = field(repr=False)

    def actor(self, login: str | None = None) -> Actor:
        """The person who acts, with the rights of this day; by default the user whom the settings name.

        Raises NobodyActs, SayWhoActs.
        """
        with reading(self.sessions) as session:
            return load_actor(session, self.settings.user if login is None else login, self.today())

    def today(self) -> date:
        """The day where the organisation is."""
        return today_in(self.settings.zone, self.clock)

    @property
    def accounts(self) -> Ground:
        """What the use cases of accounts and sign-in stand on."""
        return Ground(self.sessions, self.clock, sign_in_rules(self.settings), self.today)

    @property
    def administration(self) -> Administration:
        """What an administrator keeps."""
        heads = self.journal.heads
        return administration_of(self.settings, self.accounts, self.today, self.store, self.engine, self.doctor, heads)

    @property
    def forgotten_passwords(self) -> ForgottenPasswords:
        """Writes letters to those who cannot sign in."""
        return forgotten_passwords_of(self.settings, self.accounts)

    @property
    def first_outcomes(self) -> FirstOutcomes:
        """What was answered to requests that may come again."""
        return FirstOutcomes(self.sessions, self.clock)

    @property
    def case_files(self) -> CaseFiles:
        """Shows case files and their volumes."""
        return CaseFiles(self.journal.reads, self.today())

    @property
    def card_edits(self) -> CardEdits:
        """Changes cards of documents."""
        return CardEdits(self.sessions, self.clock, self.today)

    @property
    def registers(self) -> Registers:
        """Keeps the books of issue and the blanks."""
        return registers_over(self.requests)

    @property
    def local_acts(self) -> LocalActs:
        """Keeps the book of local acts."""
        return local_acts_over(self.requests.journal.desk)

    @property
    def portfolios(self) -> Portfolios:
        """Keeps the portfolios of students."""
        return portfolios_over(self.people, self.intake, self.page_images)

    @property
    def outside(self) -> OutsideResults:
        """Counts results from other organisations."""
        return outside_over(self.portfolios.showing.shelf)

    @property
    def control(self) -> Control:
        """Watches over completeness and terms."""
        return control_over(self.sessions, self.clock, self.today, self.journal.reads, self.settings.zone)

    @property
    def forms(self) -> Forms:
        """Writes print forms."""
        return forms_of(
            self.sessions,
            self.journal.reads,
            self.archiving,
            self.disposal,
            self.lending,
            self.presence,
            self.backups,
            self.requests,
            self.control,
            self.people,
            self.portfolios.listing,
            self.settings.zone,
            self.settings.organisation_kind,
        )

    @property
    def drawings(self) -> Drawings:
        """Long print forms, drawn by jobs."""
        return Drawings(self.sessions, self.forms, self.clock, self.today)

    @property
    def personal_data(self) -> PersonalData:
        """Tells of destroyed personal data as order No. 179 asks."""
        return PersonalData(self.disposal.acts, self.journal.reads, self.settings.zone)

    @property
    def filing(self) -> Filing:
        """Files documents that were taken in, and moves filed ones."""
        return Filing(self.sessions, self.journal.reads, self.clock, self.today)

    @property
    def marks(self) -> Marks:
        """Reads summary marks out of filed tables."""
        return Marks(self.people, self.store, self.settings.work_folder)

    @property
    def signatures(self) -> Signatures:
        """Keeps detached signatures beside their documents."""
        return Signatures(self.intake, self.journal.reads)

    @property
    def suggesting(self) -> Suggesting:
        """Offers what the filing form may be filled with."""
        return Suggesting(self.journal.reads, self.engine, self.searching.analyzer, self.today)

    @property
    def password_sign_in(self) -> PasswordSignIn:
        """Judges passwords, here or in the directory."""
        return self.directories.password_sign_in(self.accounts, self.today())

    @property
    def oidc_sign_in(self) -> OidcSignIn:
        """Asks the OpenID provider who a browser is. Raises NoDirectory."""
        return self.directories.oidc_sign_in(self.accounts, self.today())

    @property
    def secret_key(self) -> str:
        """Signs browser sessions: the setting, or a key of this home's own."""
        return secret_key(self.settings)

    def worker(self) -> Worker:
        """A worker with a handler for each kind of job."""
        upkeep = self.upkeep
        handlers: dict[str, Callable[[JobContext], None]] = {
            RECOGNISE: self.recognition,
            INDEX: self.indexing.catch_up,
            REINDEX: self.indexing.rebuild_job,
            COPY: self.use_copies,
            DRAW: DrawingAhead(self.page_images),
            DRAW_FORM: self.drawings,
            NAME: self.naming_before,
            DESTROY: self.disposal.destroying,
            HEAL: upkeep.heal,
            SWEEP: upkeep.sweep,
            TAKE_IN: self.finishing,
            PUBLISH_HEAD: self.journal.heads.publish_daily,
            REQUESTS: self.requests.reminding,
            RETENTION: self._look_daily,
            EXAMINE: self.administration.examinations,
            RESET_LETTER: self.forgotten_passwords,
            LETTER: LetterAgain(mailer_of(self.settings)),
            **self.feeding.handlers(),
            **self.archiving.handlers,
            **self.backups.handlers,
            **self.fixity.handlers,
            DRILL: drill_job(self),
        }
        return worker_of(self.settings, self.sessions, self.clock, handlers)

    def _look_daily(self, job: JobContext) -> None:
        self.control.matching.run_daily(job)
        self.life.prospects.run_daily(job)

    @property
    def upkeep(self) -> Upkeep:
        """What the clock has done."""
        return Upkeep(
            sessions=self.sessions,
            clock=self.clock,
            indexing=self.indexing,
            dead_jobs=self.dead_jobs,
            store=self.store,
            page_images=self.page_images,
            accounts=self.accounts,
            saved_searches=self.saved_searches,
            uploads=self.uploads,
            first_outcomes=self.first_outcomes,
            drawings=self.drawings,
            portfolios=self.portfolios.clearing,
            consents=ConsentClock(self.people),
        )

    def close(self) -> None:
        """Give everything back."""
        self._open.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
