"""The only composition root: settings become a database, a store, an engine and the services around them."""

from __future__ import annotations

import hashlib
import os
import secrets
import tempfile
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Self

from archive_app.addresses import public_address, without_secrets
from archive_app.auth.actor import load_actor
from archive_app.db.engine import make_engine, make_session_factory, reading
from archive_app.db.migrate import current_revision, head_revision, upgrade
from archive_app.errors import ArchiveError
from archive_app.jobs import JobRegistry, Worker, WorkerSettings
from archive_app.jobs.queue import forget_done
from archive_app.journal import mailer_of, open_journal
from archive_app.services.accounts.attempts import forget_attempts
from archive_app.services.accounts.forgotten import ForgottenPasswords
from archive_app.services.accounts.ground import Ground, SignInRules
from archive_app.services.administration import Administration
from archive_app.services.arranging.book import Library
from archive_app.services.arranging.changes import Arranging
from archive_app.services.card_edits import CardEdits
from archive_app.services.case_file_views import CaseFiles
from archive_app.services.class_lists import ClassLists
from archive_app.services.dead_jobs import DeadJobs
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
    DRAW,
    EXAMINE,
    HEAL,
    INDEX,
    NAME,
    PUBLISH_HEAD,
    RECOGNISE,
    REINDEX,
    RESET_LETTER,
    SWEEP,
    TAKE_IN,
)
from archive_app.services.life import Life
from archive_app.services.naming import Naming
from archive_app.services.naming_before import NamingBefore
from archive_app.services.page_images import PageImages
from archive_app.services.people import People
from archive_app.services.progress import Progress
from archive_app.services.recognition import Recognition
from archive_app.services.review import Review
from archive_app.services.rights import Rights
from archive_app.services.saved_searches import UNDONE_WITHIN, SavedSearches
from archive_app.services.scratch import sweep_scratch
from archive_app.services.search_export import SearchExport
from archive_app.services.searching import Searching
from archive_app.services.separator_sheets import SeparatorSheets
from archive_app.services.setting_up import SetUp, set_up
from archive_app.services.suggesting.suggesting import Suggesting
from archive_app.services.uploads.finishing import Finishing
from archive_app.services.uploads.service import UploadRules, Uploads
from archive_app.services.use_copies import UseCopies
from archive_app.wiring.feeding import Feeding, feeding_of
from indexer.analysis import Analyzer
from indexer.formats.tools import probe
from indexer.ocr import OcrOptions
from indexer.persons import PersonFinder
from indexer.pipeline import PipelineOptions
from indexer.sandbox import Limits
from indexer.search import open_engine
from storage.factory import open_store

if TYPE_CHECKING:
    from datetime import date
    from zoneinfo import ZoneInfo

    from pydantic import SecretStr
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.auth.actor import Actor
    from archive_app.jobs import JobContext
    from archive_app.journal import Journal
    from archive_app.services.external.directories import Directories
    from archive_app.services.external.oidc_sign_in import OidcSignIn
    from archive_app.services.external.signing_in import PasswordSignIn
    from archive_app.settings import Settings
    from indexer.search import SearchEngine
    from storage.protocol import BlobStore

SECRET_BYTES = 32
STAGING_GRACE = timedelta(days=1)
"""Staged bytes older than this belong to no upload that still runs."""
DONE_JOBS_KEPT = timedelta(days=30)
TRIES_KEPT = timedelta(days=1)
"""Tries to sign in are counted within minutes; what remains of them stands in the journal."""
UPLOADS_LISTED = timedelta(days=7)
"""How long a person is shown what became of an upload."""
OUTCOMES_KEPT = timedelta(hours=48)
"""Whoever repeats a request does it within a day or two."""
PROGRAMS = frozenset({"tesseract", "ddjvu"})
"""Programs without which scans are not read; the others widen what is accepted."""


class NotInitialised(ArchiveError):
    """The home folder holds no archive of this version yet. Params: `home`."""

    code = "not_initialised"


class SecretDamaged(ArchiveError):
    """A key file of the home folder is empty or cut off. Params: `path`."""

    code = "secret_damaged"


@dataclass(frozen=True, slots=True)
class Archive:
    """A composed archive; close it, or use it as a context manager."""

    settings: Settings
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
    directories: Directories
    _open: ExitStack = field(repr=False)

    def clock(self) -> datetime:
        """Now, in UTC."""
        return utc_now()

    def actor(self, login: str | None = None) -> Actor:
        """The person who acts, with the rights of this day; by default the user whom the settings name.

        Raises NobodyActs, SayWhoActs.
        """
        with reading(self.sessions) as session:
            return load_actor(session, self.settings.user if login is None else login, self.today())

    def today(self) -> date:
        """The day where the organisation is."""
        return today_in(self.settings.zone)

    @property
    def accounts(self) -> Ground:
        """What the use cases of accounts and sign-in stand on."""
        return Ground(self.sessions, utc_now, _sign_in_rules(self.settings))

    @property
    def administration(self) -> Administration:
        """What an administrator keeps."""
        return Administration.over(
            self.accounts,
            today=self.today,
            store=self.store,
            store_at=without_secrets(self.settings.storage_url),
            engine=self.engine,
            doctor=self.doctor,
            heads=self.journal.heads,
            mailer=mailer_of(self.settings),
            home=self.settings.home,
            work=self.settings.work_folder,
            version=product_version(),
        )

    @property
    def forgotten_passwords(self) -> ForgottenPasswords:
        """Writes letters to those who cannot sign in."""
        return ForgottenPasswords(
            self.accounts,
            mailer_of(self.settings),
            public_address(self.settings),
            timedelta(seconds=self.settings.reset_lifetime),
            lambda moment: moment.astimezone(self.settings.zone).strftime("%d.%m.%Y %H:%M"),
        )

    @property
    def first_outcomes(self) -> FirstOutcomes:
        """What was answered to requests that may come again."""
        return FirstOutcomes(self.sessions, utc_now)

    @property
    def case_files(self) -> CaseFiles:
        """Shows case files and their volumes."""
        return CaseFiles(self.journal.reads, self.today())

    @property
    def card_edits(self) -> CardEdits:
        """Changes cards of documents."""
        return CardEdits(self.sessions, utc_now)

    @property
    def filing(self) -> Filing:
        """Files documents that were taken in, and moves filed ones."""
        return Filing(self.sessions, self.journal.reads, utc_now)

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
        return _secret_key(self.settings)

    def worker(self) -> Worker:
        """A worker with a handler for each kind of job."""
        sweep_scratch(self.settings.work_folder)
        registry = JobRegistry()
        registry.add(RECOGNISE, self.recognition)
        registry.add(INDEX, self.indexing.catch_up)
        registry.add(REINDEX, self.indexing.rebuild_job)
        registry.add(COPY, self.use_copies)
        registry.add(DRAW, DrawingAhead(self.page_images))
        registry.add(NAME, self.naming_before)
        registry.add(HEAL, self._heal)
        registry.add(SWEEP, self._sweep)
        registry.add(TAKE_IN, self.finishing)
        for kind, handler in self.feeding.handlers().items():
            registry.add(kind, handler)
        registry.add(PUBLISH_HEAD, self.journal.heads.publish_daily)
        registry.add(EXAMINE, self.administration.examinations)
        registry.add(RESET_LETTER, self.forgotten_passwords)
        lease = timedelta(seconds=self.settings.lease)
        settings = WorkerSettings(threads=self.settings.recognition_processes, lease=lease, heartbeat=lease / 4)
        return Worker(self.sessions, registry, settings, now=utc_now)

    def _heal(self, job: JobContext) -> None:
        self.indexing.heal(job)
        self.dead_jobs.look_after(job)

    def _sweep(self, job: JobContext) -> None:
        swept = self.store.sweep_staging(STAGING_GRACE)
        self.page_images.originals.sweep()
        self.page_images.images.sweep()
        with self.sessions.begin() as session:
            forgotten = forget_done(session, finished_before=utc_now() - DONE_JOBS_KEPT)
        tries = forget_attempts(self.accounts, utc_now() - TRIES_KEPT)
        self.saved_searches.forget(utc_now() - UNDONE_WITHIN)
        uploads = self.uploads.sweep()
        outcomes = self.first_outcomes.forget(utc_now() - OUTCOMES_KEPT)
        job.log.info("swept", blobs=swept, jobs=forgotten, tries=tries, outcomes=outcomes, uploads=uploads)

    def close(self) -> None:
        """Give everything back."""
        self._open.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_archive(settings: Settings) -> Archive:
    """Compose an archive that `initialise` has made.

    Raises:
        NotInitialised: there is none, or it is of another version. Errors of the parts' addresses.
    """
    database = make_engine(settings.database_url)
    if settings.database_url.startswith("sqlite") and not settings.home.exists():
        raise NotInitialised(str(settings.home), home=settings.home)
    if current_revision(database) != head_revision():
        raise NotInitialised(str(settings.home), home=settings.home)
    return _compose(settings, database)


def initialise(settings: Settings, *, admin: str | None = None, organisation: str | None = None) -> SetUp:
    """Make or update the archive at `settings.home`: folders, schema, store, first account. Safe to repeat."""
    settings.home.mkdir(parents=True, exist_ok=True)
    settings.home.chmod(0o700)  # blobs, database and keys are nobody else's
    settings.work_folder.mkdir(exist_ok=True)
    database = make_engine(settings.database_url)
    try:
        upgrade(database)
    finally:
        database.dispose()
    with open_archive(settings) as archive:
        archive.store.prepare()
        archive.uploads.parts.prepare()
        archive.indexing.catch_up()
        return set_up(archive.sessions, utc_now, admin=admin, organisation=organisation, revision=head_revision())


def _compose(settings: Settings, database: Engine) -> Archive:
    with ExitStack() as parts:
        parts.callback(database.dispose)
        sessions = make_session_factory(database)
        store = parts.enter_context(_store(settings, settings.storage_url))
        pieces = parts.enter_context(_store(settings, settings.uploads_url))
        analyzer = Analyzer()
        engine = open_engine(settings.search_url, analyzer=analyzer)
        parts.callback(engine.close)
        options = _pipeline_options(settings)
        journal = open_journal(settings, sessions, utc_now)
        indexing = Indexing(sessions, engine, utc_now)
        originals = KeptOriginals(store, settings.work_folder / "originals")
        images = KeptImages(settings.work_folder / "images")
        naming = Naming(PersonFinder(analyzer))
        library = Library(originals, options)
        copies = UseCopies(sessions, store, library, settings.work_folder, software_stamp(), utc_now)
        recognition = Recognition(sessions, library, settings.work_folder, copies, naming, utc_now)
        page_images = PageImages(
            sessions, store, options, originals, images, settings.work_folder, utc_now, journal.reads
        )
        searching = Searching(sessions, engine, analyzer, settings.query_length, journal.reads)
        today = partial(today_in, settings.zone)
        intake = Intake(
            sessions,
            store,
            partial(inspect, options=options, work_folder=settings.work_folder),
            utc_now,
            settings.max_blob,
        )
        feeding = feeding_of(settings, intake, today)
        return Archive(
            settings=settings,
            database=database,
            sessions=sessions,
            store=store,
            engine=engine,
            intake=intake,
            uploads=Uploads(sessions, pieces, utc_now, _upload_rules(settings)),
            feeding=feeding,
            finishing=Finishing(sessions, pieces, intake, settings.work_folder, utc_now, today, UPLOADS_LISTED),
            recognition=recognition,
            indexing=indexing,
            dead_jobs=DeadJobs(sessions, store, recognition.fail, utc_now),
            searching=searching,
            hit_strips=HitStrips(sessions, page_images, searching, journal.reads, _strip_key(settings)),
            search_export=SearchExport(sessions, searching, journal.reads),
            saved_searches=SavedSearches(sessions, utc_now),
            review=Review(sessions, naming, utc_now, journal.reads, settings.review_below),
            class_lists=ClassLists(sessions, utc_now),
            use_copies=copies,
            arranging=Arranging(sessions, utc_now),
            separator_sheets=SeparatorSheets(sessions),
            naming_before=NamingBefore(sessions, engine, analyzer, naming, utc_now),
            page_images=page_images,
            progress=Progress(sessions),
            doctor=Doctor(
                database, sessions, store, engine, probe, PROGRAMS, utc_now, journal.heads.examine, feeding.checks()
            ),
            journal=journal,
            people=People(sessions, utc_now, today, analyzer, journal.reads),
            rights=Rights.over(sessions, utc_now, today),
            life=Life.over(sessions, utc_now, today),
            directories=open_directories(settings, utc_now),
            _open=parts.pop_all(),
        )


def _store(settings: Settings, url: str) -> BlobStore:
    return open_store(
        url,
        access_key=_plain(settings.storage_access_key),
        secret_key=_plain(settings.storage_secret_key),
    )


def _secret_key(settings: Settings) -> str:
    given = settings.secret_key
    return given.get_secret_value() if given else kept_secret(settings.home / "secret-key")


def _strip_key(settings: Settings) -> bytes:
    """A key of its own, so that no signature of one kind serves as another."""
    return hashlib.sha256(f"strips of hits {_secret_key(settings)}".encode()).digest()


def _upload_rules(settings: Settings) -> UploadRules:
    return UploadRules(
        size=settings.max_upload,
        open_at_once=settings.upload_open,
        lifetime=timedelta(seconds=settings.upload_lifetime),
    )


def _sign_in_rules(settings: Settings) -> SignInRules:
    return SignInRules(
        tries=settings.sign_in_tries,
        address_tries=settings.sign_in_address_tries,
        window=timedelta(seconds=settings.sign_in_window),
        session_idle=timedelta(seconds=settings.session_idle),
        session_lifetime=timedelta(seconds=settings.session_lifetime),
        invitation_lifetime=timedelta(seconds=settings.invitation_lifetime),
    )


def _pipeline_options(settings: Settings) -> PipelineOptions:
    return PipelineOptions(
        workers=settings.recognition_processes,
        ocr=OcrOptions(languages=settings.ocr_languages, review_below=settings.review_below),
        limits=Limits(memory_bytes=settings.page_memory, cpu_s=settings.page_timeout, wall_s=settings.page_timeout),
        max_pages=settings.max_pages,
    )


def software_stamp() -> str:
    """What made a rendition, as its row keeps it."""
    return f"archivarius {product_version()}"


def product_version() -> str:
    """The version of the program, such as 0.1.0."""
    return version("archivarius")


def utc_now() -> datetime:
    """The clock of the product."""
    return datetime.now(UTC)


def today_in(zone: ZoneInfo) -> date:
    """The day in `zone`: rights, terms and deadlines count days where the organisation is."""
    return utc_now().astimezone(zone).date()


def kept_secret(path: Path) -> str:
    """The secret in `path`, made on first use and readable by its owner only; never half written.

    Raises:
        SecretDamaged: the file holds something else; an empty key would let everybody in.
    """
    if not path.exists():
        descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # 0600
        with os.fdopen(descriptor, "w", encoding="ascii") as fresh:
            fresh.write(secrets.token_urlsafe(SECRET_BYTES))
            fresh.flush()
            os.fsync(fresh.fileno())
        with suppress(FileExistsError):  # another process was first: its secret counts
            os.link(draft, path)
        Path(draft).unlink()
    secret = path.read_text(encoding="ascii").strip()
    if len(secret) < SECRET_BYTES:
        raise SecretDamaged(str(path), path=path)
    return secret


def _plain(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret else None
