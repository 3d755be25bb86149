"""The API put into the application: its operations, its errors, no cookies."""

from __future__ import annotations

from typing import TYPE_CHECKING

# Importing a module puts its operations, errors or checks on the blueprint.
from archive_app.entrypoints.api import (
    accessions,  # noqa: F401
    answers,  # noqa: F401
    arranging,  # noqa: F401
    backups,  # noqa: F401
    bearer,
    card_edits,  # noqa: F401
    case_files,  # noqa: F401
    contingents,  # noqa: F401
    control,  # noqa: F401
    dictionaries,  # noqa: F401
    disposal,  # noqa: F401
    documents,  # noqa: F401
    file_plans,  # noqa: F401
    files,  # noqa: F401
    forms,  # noqa: F401
    group_orders,  # noqa: F401
    intake,  # noqa: F401
    inventories,  # noqa: F401
    kept_searches,  # noqa: F401
    kin,  # noqa: F401
    life,  # noqa: F401
    loans,  # noqa: F401
    local_acts,  # noqa: F401
    marks,  # noqa: F401
    me,  # noqa: F401
    operating,  # noqa: F401
    orders,  # noqa: F401
    outside,  # noqa: F401
    own_requests,  # noqa: F401
    pages,  # noqa: F401
    persons,  # noqa: F401
    plan_versions,  # noqa: F401
    portal,  # noqa: F401
    portfolios,  # noqa: F401
    presence,  # noqa: F401
    problems,  # noqa: F401
    prospects,  # noqa: F401
    reference,  # noqa: F401
    registers,  # noqa: F401
    requests,  # noqa: F401
    review,  # noqa: F401
    search,  # noqa: F401
    signatures,  # noqa: F401
    uploads,  # noqa: F401
    users,  # noqa: F401
)
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.rate import RateLimit

if TYPE_CHECKING:
    from flask import Flask

    from archive_app.bootstrap import Archive


def install(app: Flask, archive: Archive) -> None:
    """Attach the API; before the gate, which then asks the holder of the key.

    Its requests bear a key that no browser sends by itself, so they need no token of a form.
    """
    app.register_blueprint(blueprint)
    app.extensions["csrf"].exempt(blueprint)
    app.extensions[bearer.RATE] = RateLimit(archive.settings.api_rate)
