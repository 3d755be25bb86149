"""The Flask application: pages, health, metrics; security headers on every answer."""

from __future__ import annotations

import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from flask import Flask, Response, g, request
from flask_bootstrap import Bootstrap5

from archive_app.entrypoints.api import road
from archive_app.entrypoints.web import (
    access_pages,
    accessions_pages,
    account_pages,
    answer_pages,
    arranging_page,
    card_pages,
    case_file_pages,
    case_life_pages,
    checklist_pages,
    consent_pages,
    contingent_pages,
    control_pages,
    desk_page,
    disclosure_pages,
    disposal_pages,
    document_page,
    errors,
    event_pages,
    extraction_pages,
    filing_pages,
    forgotten_page,
    form_pages,
    frame,
    gate,
    group_order_pages,
    health,
    intake_page,
    inventories_pages,
    invitation_page,
    journal_page,
    loan_pages,
    local_act_pages,
    mark_pages,
    order_event_pages,
    outside_pages,
    own_request_pages,
    persons_pages,
    plain_text,
    plan_pages,
    portal_account_page,
    portal_pages,
    portfolio_pages,
    presence_pages,
    prospects_pages,
    register_pages,
    request_pages,
    review_pages,
    search_page,  # noqa: F401 - puts the search among the pages
    separators_page,
    set_up_pages,
    sheet_pages,  # noqa: F401 - puts the exam sheets among the pages of control
    signature_pages,
    term_page,
)
from archive_app.entrypoints.web.admin import backups, book, jobs, kinds, overview, roles, system, users
from archive_app.entrypoints.web.lines import tied
from archive_app.entrypoints.web.security import oidc_pages
from archive_app.entrypoints.web.security.setup import secure
from archive_app.i18n import translate, translate_plural
from archive_app.logs import log

if TYPE_CHECKING:
    from archive_app.bootstrap import Archive

PACKAGE = Path(__file__).parents[2]
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",  # pages name people: the next person at this computer must not page back to them
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
AREAS = (
    health,
    desk_page,
    document_page,
    event_pages,
    order_event_pages,
    checklist_pages,
    consent_pages,
    contingent_pages,
    persons_pages,
    prospects_pages,
    term_page,
    control_pages,
    account_pages,
    card_pages,
    case_file_pages,
    case_life_pages,
    plan_pages,
    portal_account_page,
    portal_pages,
    own_request_pages,
    outside_pages,
    portfolio_pages,
    filing_pages,
    intake_page,
    invitation_page,
    access_pages,
    journal_page,
    review_pages,
    oidc_pages,
    set_up_pages,
    forgotten_page,
    group_order_pages,
    overview,
    users,
    roles,
    kinds,
    book,
    jobs,
    system,
    backups,
    arranging_page,
    separators_page,
    inventories_pages,
    accessions_pages,
    form_pages,
    disposal_pages,
    extraction_pages,
    loan_pages,
    local_act_pages,
    mark_pages,
    presence_pages,
    request_pages,
    answer_pages,
    disclosure_pages,
    register_pages,
    signature_pages,
)
"""Each brings a blueprint."""


def create_app(archive: Archive) -> Flask:
    """Build the application around a composed archive."""
    app = _configured(archive)
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(lambda _error: structlog.contextvars.clear_contextvars())  # threads outlive requests
    secure(app, archive)
    frame.install(app)
    for part in AREAS:
        app.register_blueprint(part.blueprint)
    road.install(app, archive)
    errors.register(app)
    gate.install(app)
    plain_text.install(app)
    return app


def _configured(archive: Archive) -> Flask:
    app = Flask("archive_app", static_folder=str(PACKAGE / "entrypoints/web/static"), template_folder=str(templates()))
    app.config.update(
        SECRET_KEY=archive.secret_key,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_NAME="archive_session",
        BOOTSTRAP_SERVE_LOCAL=True,
        MAX_CONTENT_LENGTH=1024 * 1024,  # pages only ask: nothing is uploaded here yet
    )
    app.extensions["archive"] = archive
    Bootstrap5(app)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(translate, translate_plural, newstyle=False)  # type: ignore[attr-defined]
    app.jinja_env.globals["oidc_title"] = archive.directories.oidc_title
    app.jinja_env.filters["tied"] = tied
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    return app


def templates() -> Path:
    """The folder of templates: inside the installed package, or beside it in a checkout."""
    inside = PACKAGE / "templates"
    return inside if inside.is_dir() else PACKAGE.parent / "templates"


def _told_path() -> str:
    """The path for the log; of sign-in pages only the rule, for their addresses hold what was signed for one person."""
    return request.url_rule.rule if request.url_rule and request.blueprint in {"security", "oidc"} else request.path


def _begin() -> None:
    g.started = time.perf_counter()
    g.request_id = uuid.uuid4().hex[:16]
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _end(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers["X-Request-Id"] = g.request_id
    if request.endpoint == "security.logout":
        response.headers["Clear-Site-Data"] = '"cache"'  # images of pages are not for the next person at this computer
    seconds = time.perf_counter() - g.started
    health.observe(request.endpoint or "none", response.status_code, seconds)
    if request.endpoint not in {"static", "health.healthz", "health.metrics"}:
        # the path is kept out of the query string: what a person searches for is personal data
        log.info(
            "request", method=request.method, path=_told_path(), status=response.status_code, ms=round(seconds * 1000)
        )
    return response
