"""For machines that watch: `/healthz` (the process lives), `/readyz` (its parts answer), `/metrics` (Prometheus)."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from archive_app.auth.gate import open_to_all
from archive_app.entrypoints.web.current import archive
from archive_app.services.backup.state import OF_A_COPY

blueprint = Blueprint("health", __name__)
registry = CollectorRegistry()
requests = Counter("archive_requests", "Requests answered", ["endpoint", "status"], registry=registry)
duration = Histogram("archive_request_seconds", "Time to answer, seconds", ["endpoint"], registry=registry)
documents = Gauge("archive_documents", "Documents by recognition state", ["state"], registry=registry)
jobs = Gauge("archive_jobs", "Jobs by state", ["state"], registry=registry)
looked = Gauge(
    "archive_feed_last_look_seconds", "When a road of intake was looked at, epoch", ["feed"], registry=registry
)
well = Gauge("archive_feed_ok", "Whether the last look went well", ["feed"], registry=registry)
backed_up = Gauge("archive_backup_ok_seconds", "Last whole backup of a place, epoch", ["place"], registry=registry)
proven = Gauge("archive_drill_ok_seconds", "Last drill that proved one, epoch", ["place"], registry=registry)
overdue = Gauge("archive_backups_overdue", "Places whose backup or drill is overdue", registry=registry)
failed = Gauge("archive_backups_failed", "Places where the last run of a kind failed", ["kind"], registry=registry)
fixity_ok = Gauge("archive_fixity_seconds", "Last finished check of the stored bytes, epoch", registry=registry)
fixity_found = Gauge("archive_fixity_findings", "Stored bytes that are not as filed", ["finding"], registry=registry)
fixity_overdue = Gauge("archive_fixity_overdue", "Checks of the stored bytes that were missed", registry=registry)
behind = Gauge("archive_index_behind", "Documents whose change search does not know yet", registry=registry)


def observe(endpoint: str, status: int, seconds: float) -> None:
    """Count one answered request."""
    requests.labels(endpoint, str(status)).inc()
    duration.labels(endpoint).observe(seconds)


@blueprint.get("/healthz")
@open_to_all("for machines that watch: one word")
def healthz() -> Response:
    """The process answers; nothing else is asked."""
    return jsonify(ok=True)


@blueprint.get("/readyz")
@open_to_all("for machines that watch: states of the parts")
def readyz() -> tuple[Response, int]:
    """The database, the store and the index answer; 503 names the part that does not."""
    checks = archive().doctor.parts()
    ok = all(check.ok for check in checks)
    return jsonify(ok=ok, checks={check.name: check.ok for check in checks}), 200 if ok else 503


@blueprint.get("/metrics")
@open_to_all("for machines that watch: numbers; close it at the proxy where they matter")
def metrics() -> Response:
    """Counters of this process and the state of the queues."""
    counts = archive().doctor.counts()
    for state, number in counts.documents.items():
        documents.labels(state).set(number)
    for state, number in counts.jobs.items():
        jobs.labels(state).set(number)
    behind.set(counts.behind)
    for name, look in archive().feeding.states().items():
        looked.labels(name).set(look.at.timestamp())
        well.labels(name).set(look.error is None)
    copies = archive().backups.state.places()
    for place in copies:
        backed_up.labels(place.place).set(place.backed_up_at.timestamp() if place.backed_up_at else 0)
        proven.labels(place.place).set(place.proven_at.timestamp() if place.proven_at else 0)
    overdue.set(sum(place.backup_overdue or place.drill_overdue for place in copies))
    for kind in OF_A_COPY:
        failed.labels(kind.value).set(sum(kind in place.failed for place in copies))
    fixity = archive().fixity.state
    last = fixity.last()
    fixity_ok.set(last.timestamp() if last else 0)
    for finding, number in fixity.counts().items():
        fixity_found.labels(finding).set(number)
    fixity_overdue.set(len(fixity.overdue()))
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
