"""`/me`: whose key it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.auth.acts import Act
from archive_app.auth.gate import signed_in
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.operation import answer, operation
from archive_app.entrypoints.api.shapes.others import Me
from archive_app.entrypoints.web.current import actor
from archive_app.i18n import mark

if TYPE_CHECKING:
    from flask import Response


@blueprint.get("/me")
@signed_in("who one is oneself")
@operation(mark("Whose key it is, and what it may do"), answers=Me)
def me() -> Response:
    """The holder of the key."""
    person = actor()
    acts = [act for act in Act if person.may(act)]
    return answer(Me(login=person.login, name=person.name, roles=sorted(person.roles), acts=acts))
