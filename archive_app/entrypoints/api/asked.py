"""What a request asks, read into a shape; whatever is wrong is told at once, each parameter with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, get_origin

from flask import request
from pydantic import ValidationError

from archive_app.entrypoints.api.shapes.base import Asked
from archive_app.entrypoints.api.value_words import value_words
from archive_app.errors import ArchiveError
from archive_app.i18n import translate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.datastructures import MultiDict

Q = TypeVar("Q", bound=Asked)
BODY = "body"
"""What is wrong where the whole of what was sent is."""


class BadParameters(ArchiveError):
    """Parameters that are missing, unknown or not understood. Params: `names`; `wrong` has each with its reason."""

    code = "bad_parameters"
    http_status = 422

    def __init__(self, wrong: tuple[tuple[str, str], ...]) -> None:
        super().__init__(names=sorted({name for name, _ in wrong}))
        self.wrong = wrong


def asked(shape: type[Q]) -> Q:
    """The parameters of the address. Raises BadParameters."""
    return understood(shape, plain(shape, request.args))


def taken(shape: type[Q]) -> Q:
    """The JSON that the request brings. Raises BadParameters."""
    values = request.get_json(force=True, silent=True)
    if not isinstance(values, dict):
        raise BadParameters(((BODY, translate("the body of the request has to be an object in JSON")),))
    return understood(shape, values)


def plain(shape: type[Q], values: MultiDict[str, str]) -> dict[str, Any]:
    """The value of each name, all values where `shape` has a list. Raises BadParameters: several where one is due."""
    lists = {name for name, field in shape.model_fields.items() if get_origin(field.annotation) is tuple}
    twice = [name for name in values if name not in lists and len(values.getlist(name)) > 1]
    if twice:
        raise BadParameters(tuple((name, translate("it is given more than once")) for name in twice))
    return {name: values.getlist(name) if name in lists else values[name] for name in values}


def understood(shape: type[Q], values: Mapping[str, Any]) -> Q:
    """`values` in their shape. Raises BadParameters."""
    try:
        return shape.model_validate(values)
    except ValidationError as error:
        wrong = [(_named(each["loc"]), value_words(each["type"], each.get("ctx", {}))) for each in error.errors()]
        raise BadParameters(tuple(wrong)) from error


def _named(place: tuple[int | str, ...]) -> str:
    """What a parameter is called; which of several values is wrong tells the reason, not the name."""
    parts = place[:-1] if len(place) > 1 and isinstance(place[-1], int) else place
    return ".".join(map(str, parts))
