"""The only composition root: settings become a database, a store, an engine and the services around them."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Self

from archive_app.auth.actor import load_actor
from archive_app.db.engine import make_engine, make_session_factory, reading
from archive_app.db.migrate import current_revision, head_revision, upgrade
from archive_app.errors import ArchiveError
from archive_app.journal import open_journal
from archive_app.services.accounts.ground import Ground
from archive_app.services.arranging.book import Library
from archive_app.services.arranging.changes import Arranging
from archive_app.services.card_edits import CardEdits
from archive_app.services.case_file_views import CaseFiles
from archive_app.services.class_lists import ClassLists
from archive_app.services.dead_jobs import DeadJobs
from archive_app.services.disposal import Disposal
from archive_app.services.disposal.personal_data import PersonalData
from archive_app.services.doctor import Doctor
from archive_app.services.drawing_ahead import DrawingAhead
from archive_app.services.external.directories import open_directories
from archive_app.services.filing import Filing
from archive_app.services.hit_strips import HitStrips
from archive_app.services.idempotency import FirstOutcomes
from archive_app.services.indexing import Indexing
from archive_app.services.inspection import inspect
from archive_app.services.intake import Intake
from archive_app.services.kept_images import KeptImages
from archive_app.services.kept_originals import KeptOriginals
from archive_app.services.kinds import (
    COPY,
    DESTROY,
    DRAW,
    DRILL,
    EXAMINE,
    HEAL,
    INDEX,
    NAME,
    PUBLISH_HEAD,
    RECOGNISE,
    REINDEX,
    RESET_LETTER,
    RETENTION,
    SWEEP,
    TAKE_IN,
)
from archive_app.services.lending import Lending
from archive_app.services.naming import Naming
from archive_app.services.naming_before import NamingBefore
from archive_app.services.page_images import PageImages
from archive_app.services.people import People
from archive_app.services.plans import Plans
from archive_app.services.presence import PresenceChecks
from archive_app.services.progress import Progress
from archive_app.services.recognition import Recognition
from archive_app.services.review import Review
from archive_app.services.rights import Rights
from archive_app.services.saved_searches import SavedSearches
from archive_app.services.search_export import SearchExport
from archive_app.services.searching import Searching
from archive_app.services.separator_sheets import SeparatorSheets
from archive_app.services.setting_up import SetUp, set_up
from archive_app.services.suggesting.suggesting import Suggesting
from archive_app.services.taking_in import TakingIn
from archive_app.services.upkeep import Upkeep
from archive_app.services.uploads.finishing import Finishing
from archive_app.services.uploads.service import Uploads
from archive_app.services.use_copies import UseCopies
from archive_app.wiring.administering import administration_of, forgotten_passwords_of, product_version
from archive_app.wiring.archiving import Archiving, archiving_of
from archive_app.wiring.background import worker_of
from archive_app.wiring.backing_up import Backups, backups_of
from archive_app.wiring.feeding import Feeding, feeding_of
from archive_app.wiring.living import life_over
from archive_app.wiring.printing import forms_of
from archive_app.wiring.rules import pipeline_options, sign_in_rules, store_of, upload_rules
from archive_app.wiring.secret_keys import secret_key, strip_key
from indexer.analysis import Analyzer
from indexer.formats.tools import probe
from indexer.persons import PersonFinder
from indexer.search import open_engine

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from zoneinfo import ZoneInfo

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.auth.actor import Actor
    from archive_app.jobs import JobContext, Worker
    from archive_app.journal import Journal
    from archive_app.services.accounts.forgotten import ForgottenPasswords
    from archive_app.services.administration import Administration
    from archive_app.services.external.directories import Directories
    from archive_app.services.external.oidc_sign_in import OidcSignIn
    from archive_app.services.external.signing_in import PasswordSignIn
    from archive_app.services.forms.registry import Forms
    from archive_app.services.life import Life
    from archive_app.settings import Settings
    from indexer.search import SearchEngine
    from storage.protocol import BlobStore

UPLOADS_LISTED = timedelta(days=7)
"""How long a person is shown what became of an upload."""
PROGRAMS = frozenset({"tesseract", "ddjvu"})
"""Programs without which scans are not read; the others widen what is accepted."""


class NotInitialised(ArchiveError):
    """The home folder holds no archive of this version yet. Params: `home`."""

    code = "not_initialised"


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
    disposal: Disposal
    plans: Plans
    lending: Lending
    presence: PresenceChecks
    directories: Directories
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
        return Ground(self.sessions, self.clock, sign_in_rules(self.settings))

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
        return CardEdits(self.sessions, self.clock)

    @property
    def forms(self) -> Forms:
        """Writes print forms."""
        return forms_of(self.sessions, self.journal.reads, self.archiving, self.disposal, self.lending, self.presence)

    @property
    def personal_data(self) -> PersonalData:
        """Tells of destroyed personal data as order No. 179 asks."""
        return PersonalData(self.disposal.acts, self.journal.reads)

    @property
    def filing(self) -> Filing:
        """Files documents that were taken in, and moves filed ones."""
        return Filing(self.sessions, self.journal.reads, self.clock)

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
        from archive_app.restored import drill_job

        upkeep = self.upkeep
        handlers: dict[str, Callable[[JobContext], None]] = {
            RECOGNISE: self.recognition,
            INDEX: self.indexing.catch_up,
            REINDEX: self.indexing.rebuild_job,
            COPY: self.use_copies,
            DRAW: DrawingAhead(self.page_images),
            NAME: self.naming_before,
            DESTROY: self.disposal.destroying,
            HEAL: upkeep.heal,
            SWEEP: upkeep.sweep,
            TAKE_IN: self.finishing,
            PUBLISH_HEAD: self.journal.heads.publish_daily,
            RETENTION: self.life.prospects.run_daily,
            EXAMINE: self.administration.examinations,
            RESET_LETTER: self.forgotten_passwords,
            **self.feeding.handlers(),
            **self.archiving.handlers,
            **self.backups.handlers,
            DRILL: drill_job(self),
        }
        return worker_of(self.settings, self.sessions, self.clock, handlers)

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
        )

    def close(self) -> None:
        """Give everything back."""
        self._open.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_archive(settings: Settings, clock: Callable[[], datetime] | None = None) -> Archive:
    """Compose an archive that `initialise` has made; `clock` says what time it is there, in UTC (now).

    Raises:
        NotInitialised: there is none, or it is of another version. Errors of the parts' addresses.
    """
    database = make_engine(settings.database_url)
    if settings.database_url.startswith("sqlite") and not settings.home.exists():
        raise NotInitialised(str(settings.home), home=settings.home)
    if current_revision(database) != head_revision():
        raise NotInitialised(str(settings.home), home=settings.home)
    return _compose(settings, database, clock or utc_now)


def initialise(
    settings: Settings,
    *,
    admin: str | None = None,
    organisation: str | None = None,
    clock: Callable[[], datetime] | None = None,
) -> SetUp:
    """Make or update the archive at `settings.home`: folders, schema, store, first account. Safe to repeat."""
    settings.home.mkdir(parents=True, exist_ok=True)
    settings.home.chmod(0o700)  # blobs, database and keys are nobody else's
    settings.work_folder.mkdir(exist_ok=True)
    database = make_engine(settings.database_url)
    try:
        upgrade(database)
    finally:
        database.dispose()
    with open_archive(settings, clock) as archive:
        archive.store.prepare()
        archive.uploads.parts.prepare()
        archive.indexing.catch_up()
        return set_up(archive.sessions, archive.clock, admin=admin, organisation=organisation, revision=head_revision())


def _compose(settings: Settings, database: Engine, clock: Callable[[], datetime]) -> Archive:
    with ExitStack() as parts:
        parts.callback(database.dispose)
        sessions = make_session_factory(database)
        store = parts.enter_context(store_of(settings, settings.storage_url, clock))
        pieces = parts.enter_context(store_of(settings, settings.uploads_url, clock))
        analyzer = Analyzer()
        engine = open_engine(settings.search_url, analyzer=analyzer)
        parts.callback(engine.close)
        options = pipeline_options(settings)
        journal = open_journal(settings, sessions, clock)
        indexing = Indexing(sessions, engine, clock)
        originals = KeptOriginals(store, settings.work_folder / "originals")
        images = KeptImages(settings.work_folder / "images")
        naming = Naming(PersonFinder(analyzer))
        library = Library(originals, options)
        copies = UseCopies(sessions, store, library, settings.work_folder, software_stamp(), clock)
        recognition = Recognition(sessions, library, settings.work_folder, copies, naming, clock)
        page_images = PageImages(
            sessions, store, options, originals, images, settings.work_folder, clock, journal.reads
        )
        searching = Searching(sessions, engine, analyzer, settings.query_length, journal.reads)
        today = partial(today_in, settings.zone, clock)
        intake = Intake(
            sessions,
            TakingIn(store, partial(inspect, options=options, work_folder=settings.work_folder), settings.max_blob),
            clock,
        )
        feeding = feeding_of(settings, intake, today)
        backups = backups_of(settings, database, sessions, store, clock)
        checks = feeding.checks() | backups.checks()
        return Archive(
            settings=settings,
            clock=clock,
            database=database,
            sessions=sessions,
            store=store,
            engine=engine,
            intake=intake,
            uploads=Uploads(sessions, pieces, clock, upload_rules(settings)),
            feeding=feeding,
            finishing=Finishing(sessions, pieces, intake, settings.work_folder, clock, today, UPLOADS_LISTED),
            recognition=recognition,
            indexing=indexing,
            dead_jobs=DeadJobs(sessions, store, recognition.fail, clock),
            searching=searching,
            hit_strips=HitStrips(sessions, page_images, searching, journal.reads, strip_key(settings)),
            search_export=SearchExport(sessions, searching, journal.reads),
            saved_searches=SavedSearches(sessions, clock),
            review=Review(sessions, naming, clock, journal.reads, settings.review_below),
            class_lists=ClassLists(sessions, clock),
            use_copies=copies,
            arranging=Arranging(sessions, clock),
            separator_sheets=SeparatorSheets(sessions),
            naming_before=NamingBefore(sessions, engine, analyzer, naming, clock),
            page_images=page_images,
            progress=Progress(sessions),
            doctor=Doctor(database, sessions, store, engine, probe, PROGRAMS, clock, journal.heads.examine, checks),
            journal=journal,
            people=People(sessions, clock, today, analyzer, journal.reads),
            rights=Rights.over(sessions, clock, today),
            life=life_over(settings, sessions, clock, today),
            backups=backups,
            archiving=archiving_of(sessions, store, clock, today),
            disposal=Disposal.over(indexing, page_images, settings.work_folder, today),
            lending=Lending.over(sessions, clock, today),
            presence=PresenceChecks.over(sessions, clock, today),
            plans=Plans.over(sessions, clock, today),
            directories=open_directories(settings, clock),
            _open=parts.pop_all(),
        )


def software_stamp() -> str:
    """What made a rendition, as its row keeps it."""
    return f"archivarius {product_version()}"


def utc_now() -> datetime:
    """The clock of the product."""
    return datetime.now(UTC)


def today_in(zone: ZoneInfo, clock: Callable[[], datetime]) -> date:
    """The day in `zone`: rights, terms and deadlines count days where the organisation is."""
    return clock().astimezone(zone).date()
