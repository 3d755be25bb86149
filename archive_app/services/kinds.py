"""The jobs that services promise; `archive_app.bootstrap` binds each kind to its handler."""

from archive_app.jobs import NewJob

RECOGNISE = "recognise"
INDEX = "index"
REINDEX = "reindex"
HEAL = "heal"
SWEEP = "sweep"

RECOGNISE_PRIORITY = 100
INDEX_PRIORITY = 10
"""Before recognition: what is known already should be found while hundreds of scans still wait."""


def recognise_job(document_id: int) -> NewJob:
    """Recognise one document."""
    return NewJob(
        kind=RECOGNISE,
        payload={"document_id": document_id},
        priority=RECOGNISE_PRIORITY,
        unique_key=f"{RECOGNISE}:{document_id}",
    )


def index_job() -> NewJob:
    """Bring the search index up to whatever has changed; one job serves all changes that wait."""
    return NewJob(kind=INDEX, priority=INDEX_PRIORITY, unique_key=INDEX)


def reindex_job() -> NewJob:
    """Build the search index anew."""
    return NewJob(kind=REINDEX, priority=INDEX_PRIORITY, unique_key=REINDEX)
