"""Uploads: what is said of the document, where one stands."""

import datetime
from typing import Annotated

from pydantic import Field

from archive_app.db.models import Carrier
from archive_app.db.models.upload import UploadState
from archive_app.entrypoints.api.shapes.base import Answered, Asked, Line
from archive_app.i18n import mark
from archive_app.numbers import CONFIDENTIALITY, SHEETS
from archive_app.services.card_values import LONGEST_CARD_TITLE, LONGEST_NUMBER


class SaidAsked(Asked):
    """What is said of a document that will be filed later: anything, or nothing."""

    title: Annotated[Line | None, Field(max_length=LONGEST_CARD_TITLE)] = None
    kind: Line | None = None
    number: Annotated[Line | None, Field(max_length=LONGEST_NUMBER)] = None
    date: datetime.date | None = None
    persons: Annotated[tuple[Line, ...], Field(max_length=1000)] = ()
    sheets: Annotated[int | None, Field(ge=SHEETS[0], le=SHEETS[-1])] = None
    carrier: Carrier = Carrier.BOTH
    confidentiality: Annotated[int, Field(ge=CONFIDENTIALITY[0], le=CONFIDENTIALITY[-1])] = 0
    unit: Line | None = None
    group: Line | None = None


class UploadShape(Answered):
    """Where an upload stands."""

    token: str
    name: str
    size: int
    received: int
    state: UploadState
    document_id: Annotated[int | None, Field(description=mark("The document that came of it, or was there already."))]
    code: Annotated[str | None, Field(description=mark("Why it was refused, as a stable word."))]
    message: Annotated[str | None, Field(description=mark("Why it was refused, in words."))]
    created_at: datetime.datetime
    expires_at: datetime.datetime
