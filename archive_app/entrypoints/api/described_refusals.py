"""With which statuses an operation is refused, made of what it declares."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from archive_app.entrypoints.api.described_words import STATUSES
from archive_app.entrypoints.api.problems import MEDIA_TYPE
from archive_app.i18n import translate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from archive_app.auth.gate import Right
    from archive_app.entrypoints.api.operation import Operation

FIRST_REFUSAL = 400
OF_A_KEY = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS)
OF_VALUES = (HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY)
OF_A_VERSION = (HTTPStatus.CONFLICT, HTTPStatus.PRECONDITION_REQUIRED)


def refusals(declared: Operation, method: str, right: Right, *, named: bool) -> dict[str, dict[str, str]]:
    """References to the refusals of an operation by status. `named`: its address names something."""
    statuses = sorted({int(status) for status in _refused(declared, method, right, named=named)})
    return {str(status): {"$ref": f"#/components/responses/{status}"} for status in statuses}


def _refused(declared: Operation, method: str, right: Right, *, named: bool) -> Iterator[int]:
    brought = declared.sends or declared.takes or declared.brings
    if not right.anonymous:
        yield from OF_A_KEY
    if named or brought or declared.asks or declared.headers:
        yield from OF_VALUES
    if brought:
        yield HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    if method != "GET":
        yield HTTPStatus.CONFLICT
    if declared.versioned:
        yield from OF_A_VERSION
    if HTTPStatus.PARTIAL_CONTENT in declared.statuses:
        yield HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
    yield HTTPStatus.SERVICE_UNAVAILABLE
    yield from declared.refusals


def all_refusals(problem: dict[str, str]) -> dict[str, dict[str, Any]]:
    """What the references lead to; `problem` is the schema of an error."""
    content = {MEDIA_TYPE: {"schema": problem}}
    return {
        str(status): {"description": translate(words), "content": content}
        for status, words in STATUSES.items()
        if status >= FIRST_REFUSAL
    }
