"""Print forms."""

from typing import Annotated

from pydantic import Field

from archive_app.entrypoints.api.shapes.base import Answered, Asked, Number
from archive_app.i18n import mark


class FormAsked(Asked):
    """Of which part of a case file."""

    volume: Annotated[Number | None, Field(description=mark("Of a case file, this volume only."))] = None


class FormShape(Answered):
    """A form; `of` says what its number is the number of."""

    name: str
    title: str
    of: str


class FormList(Answered):
    """All forms."""

    forms: list[FormShape]
