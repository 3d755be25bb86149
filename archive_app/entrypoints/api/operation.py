"""What an operation says of itself, beside its handler: OpenAPI is made of this and of the declared right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from flask import Response

if TYPE_CHECKING:
    from collections.abc import Callable

    from archive_app.entrypoints.api.shapes.base import Answered, Asked

F = TypeVar("F", bound="Callable[..., object]")
_DECLARED = "__archive_operation__"
JSON = "application/json"
BYTES = "application/octet-stream"
JPEG = "image/jpeg"


@dataclass(frozen=True, slots=True)
class Operation:
    """`summary` is a msgid; `asks` are parameters of the address, `sends` those that go with bytes, `takes` is JSON.

    `brings` are the media types of a bare body that is taken as it comes, with `asks` in the address.
    `versioned`: the request names the version that it goes by (`If-Match`).

    `headers` must come with it, `more_headers` may: both are those of the protocol of uploads. `refusals` are statuses
    that it is refused with beside the common ones.

    Without `answers` the answer is of the media type `media`, or of one of them.
    """

    summary: str
    answers: type[Answered] | None = None
    asks: type[Asked] | None = None
    sends: type[Asked] | None = None
    media: str | tuple[str, ...] = JSON
    statuses: tuple[int, ...] = (200,)
    takes: type[Asked] | None = None
    versioned: bool = False
    brings: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    more_headers: tuple[str, ...] = ()
    refusals: tuple[int, ...] = ()


def operation(
    summary: str,
    *,
    answers: type[Answered] | None = None,
    asks: type[Asked] | None = None,
    sends: type[Asked] | None = None,
    media: str | tuple[str, ...] = JSON,
    statuses: tuple[int, ...] = (200,),
    takes: type[Asked] | None = None,
    versioned: bool = False,
    brings: tuple[str, ...] = (),
    headers: tuple[str, ...] = (),
    more_headers: tuple[str, ...] = (),
    refusals: tuple[int, ...] = (),
) -> Callable[[F], F]:
    """Declare the handler below as an operation."""
    declared = Operation(
        summary, answers, asks, sends, media, statuses, takes, versioned, brings, headers, more_headers, refusals
    )

    def put(handler: F) -> F:
        setattr(handler, _DECLARED, declared)
        return handler

    return put


def operation_of(handler: object) -> Operation | None:
    """What a handler declared."""
    found = getattr(handler, _DECLARED, None)
    return found if isinstance(found, Operation) else None


def answer(shape: Answered, status: int = 200, **headers: str) -> Response:
    """`shape` as JSON in UTF-8."""
    return Response(shape.model_dump_json(), status, headers, mimetype=JSON)
