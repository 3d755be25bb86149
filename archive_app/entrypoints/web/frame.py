"""The frame around every page: menu, search box, who I am, what runs in the background, messages, theme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import g, get_flashed_messages, request

from archive_app.db.models.access import Act
from archive_app.entrypoints.web import menu, telling
from archive_app.entrypoints.web.current import archive
from archive_app.entrypoints.web.theme import chosen_theme
from archive_app.services.background import tasks_in_background
from archive_app.services.first_run.link import is_due
from archive_app.services.organisation import organisation_name

if TYPE_CHECKING:
    from flask import Flask


def install(app: Flask) -> None:
    """Give every template what the frame needs, and every answer what was told."""
    app.context_processor(_frame)
    app.after_request(telling.put_into)


def _frame() -> dict[str, object]:
    person = g.get("actor")
    return {
        "signed_in": person is not None,
        "actor_name": person.name if person else "",
        "actor_login": person.login if person else "",
        "menu": lambda: menu.words(person) if person else [],
        "sections": lambda: menu.sections(person) if person else [],
        "may": lambda act: person is not None and person.may(Act(act)),
        "may_open": lambda endpoint: person is not None and menu.may_open(person, endpoint),
        "in_background": lambda: tasks_in_background(archive().sessions),
        "messages": _messages,
        "organisation": lambda: organisation_name(archive().sessions),
        "set_up_due": lambda: is_due(archive().accounts),
        "theme": chosen_theme(request.cookies),
        "query_length": archive().settings.query_length,
    }


def _messages() -> list[telling.Message]:
    """What was told before this page; plain sentences are those of the libraries."""
    flashed: list[Any] = list(get_flashed_messages())
    return [telling.Message(text=one, undo="", bad=False) if isinstance(one, str) else one for one in flashed]
