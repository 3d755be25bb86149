"""Jobs carry the number of the request that asked for them."""

from __future__ import annotations

import structlog

from archive_app.services.kinds import index_job, recognise_job, reindex_job


def test_a_job_knows_the_request_that_asked_for_it() -> None:
    with structlog.contextvars.bound_contextvars(request_id="0123456789abcdef"):
        jobs = index_job(), recognise_job(1), reindex_job()
    assert {job.correlation_id for job in jobs} == {"0123456789abcdef"}


def test_outside_of_a_request_there_is_none() -> None:
    assert index_job().correlation_id is None
