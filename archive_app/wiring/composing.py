"""Settings composed into an archive, in three steps: what it stands on, what reads pages, the services around both."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from archive_app.db.engine import make_session_factory
from archive_app.db.models import map_all
from archive_app.journal import open_journal
from archive_app.services.arranging.book import Library
from archive_app.services.arranging.changes import Arranging
from archive_app.services.class_lists import ClassLists
from archive_app.services.dead_jobs import DeadJobs
from archive_app.services.disposal import Disposal
from archive_app.services.external.directories import open_directories
from archive_app.services.hit_strips import HitStrips
from archive_app.services.indexing import Indexing
from archive_app.services.inspection import inspect
from archive_app.services.intake import Intake
from archive_app.services.kept_images import KeptImages
from archive_app.services.kept_originals import KeptOriginals
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
from archive_app.services.taking_in import TakingIn
from archive_app.services.uploads.finishing import Finishing
from archive_app.services.uploads.service import Uploads
from archive_app.services.use_copies import UseCopies
from archive_app.wiring.answering import requests_over
from archive_app.wiring.archive import Archive
from archive_app.wiring.archiving import archiving_of
from archive_app.wiring.backing_up import backups_of
from archive_app.wiring.clocks import today_in
from archive_app.wiring.examining import doctor_of
from archive_app.wiring.feeding import feeding_of
from archive_app.wiring.fixity import fixity_over
from archive_app.wiring.living import life_over
from archive_app.wiring.product import product_version
from archive_app.wiring.rules import pipeline_options, upload_rules
from archive_app.wiring.secret_keys import strip_key
from archive_app.wiring.stores import store_of
from indexer.analysis import Analyzer
from indexer.persons import PersonFinder
from indexer.search import open_engine

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.journal import Journal
    from archive_app.settings import Settings
    from indexer.pipeline import PipelineOptions
    from indexer.search import SearchEngine
    from storage.protocol import BlobStore

UPLOADS_LISTED = timedelta(days=7)
"""How long a person is shown what became of an upload."""


@dataclass(frozen=True, slots=True)
class _Base:
    """What everything stands on."""

    settings: Settings
    clock: Callable[[], datetime]
    today: Callable[[], date]
    database: Engine
    sessions: sessionmaker[Session]
    store: BlobStore
    pieces: BlobStore
    """Where uploads gather."""
    analyzer: Analyzer
    engine: SearchEngine
    options: PipelineOptions
    journal: Journal


@dataclass(frozen=True, slots=True)
class _Pages:
    """What reads and draws pages."""

    naming: Naming
    copies: UseCopies
    recognition: Recognition
    images: PageImages


def compose(
    settings: Settings, database: Engine, clock: Callable[[], datetime], reopened: Callable[[Settings], Archive]
) -> Archive:
    """The archive over `database`, which it closes with the rest. Errors of the parts' addresses."""
    map_all()
    with ExitStack() as parts:
        parts.callback(database.dispose)
        base = _base(settings, database, clock, parts)
        return _archive(base, _pages(base), parts, reopened)


def _base(settings: Settings, database: Engine, clock: Callable[[], datetime], parts: ExitStack) -> _Base:
    sessions, analyzer = make_session_factory(database), Analyzer()
    store = parts.enter_context(store_of(settings, settings.storage_url, clock))
    pieces = parts.enter_context(store_of(settings, settings.uploads_url, clock))
    engine = open_engine(settings.search_url, analyzer=analyzer)
    parts.callback(engine.close)
    return _Base(
        settings=settings,
        clock=clock,
        today=partial(today_in, settings.zone, clock),
        database=database,
        sessions=sessions,
        store=store,
        pieces=pieces,
        analyzer=analyzer,
        engine=engine,
        options=pipeline_options(settings),
        journal=open_journal(settings, sessions, clock),
    )


def _pages(base: _Base) -> _Pages:
    work = base.settings.work_folder
    originals, images = KeptOriginals(base.store, work / "originals"), KeptImages(work / "images")
    naming, library = Naming(PersonFinder(base.analyzer)), Library(originals, base.options)
    made_by = f"archivarius {product_version()}"
    copies = UseCopies(base.sessions, base.store, library, work, made_by, base.clock)
    return _Pages(
        naming=naming,
        copies=copies,
        recognition=Recognition(base.sessions, library, work, copies, naming, base.clock),
        images=PageImages(
            base.sessions, base.store, base.options, originals, images, work, base.clock, base.journal.reads
        ),
    )


def _intake(base: _Base) -> Intake:
    look = partial(inspect, options=base.options, work_folder=base.settings.work_folder)
    return Intake(base.sessions, TakingIn(base.store, look, base.settings.max_blob), base.clock, base.today)


def _archive(base: _Base, pages: _Pages, parts: ExitStack, reopened: Callable[[Settings], Archive]) -> Archive:
    settings, sessions, clock, today = base.settings, base.sessions, base.clock, base.today
    store, engine, analyzer, reads = base.store, base.engine, base.analyzer, base.journal.reads
    indexing, intake = Indexing(sessions, engine, clock), _intake(base)
    searching = Searching(sessions, engine, analyzer, settings.query_length, reads)
    feeding = feeding_of(settings, intake, today)
    backups = backups_of(settings, base.database, sessions, store, clock)
    fixity = fixity_over(settings, backups)
    checks = feeding.checks() | backups.checks() | fixity.checks()
    return Archive(
        settings=settings,
        clock=clock,
        database=base.database,
        sessions=sessions,
        store=store,
        engine=engine,
        intake=intake,
        uploads=Uploads(sessions, base.pieces, clock, upload_rules(settings)),
        feeding=feeding,
        finishing=Finishing(sessions, base.pieces, intake, settings.work_folder, clock, today, UPLOADS_LISTED),
        recognition=pages.recognition,
        indexing=indexing,
        dead_jobs=DeadJobs(sessions, store, pages.recognition.fail, clock),
        searching=searching,
        hit_strips=HitStrips(sessions, pages.images, searching, reads, strip_key(settings)),
        search_export=SearchExport(sessions, searching, reads),
        saved_searches=SavedSearches(sessions, clock),
        review=Review(sessions, pages.naming, clock, reads, settings.review_below),
        class_lists=ClassLists(sessions, clock),
        use_copies=pages.copies,
        arranging=Arranging(sessions, clock),
        separator_sheets=SeparatorSheets(sessions),
        naming_before=NamingBefore(sessions, engine, analyzer, pages.naming, clock),
        page_images=pages.images,
        progress=Progress(sessions),
        doctor=doctor_of(base.database, sessions, store, engine, base.journal.heads, clock, checks),
        journal=base.journal,
        people=People(sessions, clock, today, analyzer, reads),
        rights=Rights.over(sessions, clock, today),
        life=life_over(settings, sessions, clock, today),
        backups=backups,
        fixity=fixity,
        archiving=archiving_of(sessions, store, clock, today, settings.zone),
        disposal=Disposal.over(
            indexing,
            pages.images,
            settings.work_folder,
            today,
            fixity.quarantine,
            zone=settings.zone,
            copies=backups.leaving.of,
        ),
        lending=Lending.over(sessions, clock, today),
        presence=PresenceChecks.over(sessions, clock, today, settings.zone),
        requests=requests_over(settings, today, reads, intake, pages.images, pages.naming),
        plans=Plans.over(sessions, clock, today),
        directories=open_directories(settings, clock),
        reopened=reopened,
        _open=parts.pop_all(),
    )
