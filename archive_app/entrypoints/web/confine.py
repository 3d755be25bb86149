"""An account of the portal alone has the portal and the own account, and no other page: they are not there for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g

from archive_app.entrypoints.web.current import archive
from archive_app.services.people.ground import own_persons
from archive_app.services.portal.following import ROLES
from archive_app.services.portal.opening import is_portal_only

if TYPE_CHECKING:
    from archive_app.auth.actor import Actor

HOME = "portal.home"
PORTAL = frozenset({"portal", "own_requests"})
"""Blueprints that are there for whoever has own records alone."""
RECORDS = PORTAL | {"portfolio", "outside"}
"""Blueprints of the own records."""
ROADS = RECORDS | {"account", "security", "static", "bootstrap", "oidc", "health", "invitation", "forgotten"}
"""Blueprints that are open to such an account."""
OPEN = frozenset(
    {
        "api.my_records",
        "api.my_record_of",
        "api.my_requests",
        "api.ask_by_portal",
        "api.my_request",
        "api.withdraw_my_request",
        "api.outside_results",
        "api.apply_outside_result",
        "api.outside_result",
        "api.attach_to_outside_result",
        "api.withdraw_outside_result",
        "api.openapi",
        "api.portfolio",
        "api.portfolio_archive",
        "api.portfolio_file",
        "api.portfolio_file_page",
        "api.add_achievement",
        "api.achievement",
        "api.change_achievement",
        "api.attach_to_achievement",
        "api.detach_from_achievement",
        "api.discard_achievement",
        "api.send_achievement",
    }
)
"""Operations of the API that are."""


def confined(person: Actor) -> bool:
    """Whether the person has the portal only; asked of the database once a request."""
    if not person.roles <= set(ROLES):
        return False
    if "confined" not in g:
        g.confined = is_portal_only(archive().sessions, person)
    return bool(g.confined)


def closed_to(person: Actor, endpoint: str) -> bool:
    """Whether the page is not there for this person."""
    blueprint = endpoint.partition(".")[0]
    if blueprint in PORTAL:
        return not own_persons(person) and not confined(person)
    return blueprint not in ROADS and endpoint not in OPEN and confined(person)
