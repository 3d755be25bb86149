"""What a filed order proposes; what each case file of an item must hold."""

import datetime
from typing import Annotated

from pydantic import Field

from archive_app.entrypoints.api.shapes.base import Answered, Asked, Line, Number
from archive_app.i18n import mark
from archive_app.services.life.event_lists import LineVerdict
from archive_app.services.life.events import OF_PERSONS
from archive_app.services.life.order_reading import Leave


class OrderLineShape(Answered):
    """A person whom the order names; `pupil`: has a personal file or a group here."""

    person_id: int
    name: str
    pages: tuple[int, ...]
    pupil: bool
    verdict: LineVerdict
    entered_on: datetime.date | None


class OrderProposalShape(Answered):
    """How they leave, and the words of a page that say so."""

    document_id: int
    leave: Leave
    page: int
    words: str
    on: datetime.date | None
    ground: str
    lines: list[OrderLineShape]


class OrderShape(Answered):
    """`proposal` is null where the document proposes nothing."""

    proposal: OrderProposalShape | None


class OrderEventsSaid(Asked):
    """Who leaves; the day and the paper are the order's own where they are not said."""

    persons: Annotated[tuple[Number, ...], Field(min_length=1, description=mark("Numbers of persons."))]
    on: Annotated[datetime.date | None, Field(description=mark("The day on which it happened."))] = None
    ground: Line = ""


class EnteredShape(Answered):
    """How many events were entered."""

    entered: int


class EventListSaid(Asked):
    """The list of an order as text, and what the order says of all its lines; a line's own day and paper win."""

    trigger: Annotated[Line, Field(json_schema_extra={"enum": [each.value for each in OF_PERSONS]})]
    text: Annotated[
        str,
        Field(
            max_length=2_000_000,
            pattern=r"^[^\x00]*$",
            description=mark("The lines, parted by tabs or semicolons."),
        ),
    ]
    on: Annotated[datetime.date | None, Field(description=mark("The day, where a line names none."))] = None
    ground: Annotated[Line, Field(description=mark("The paper, where a line names none."))] = ""
    enter: Annotated[bool, Field(description=mark("Enter the right lines; without it nothing is written."))] = False


class EventLineShape(Answered):
    """A line and what comes of it."""

    number: int
    text: str
    verdict: LineVerdict
    words: str
    person_id: int | None
    on: datetime.date | None
    ground: str


class EventListRead(Answered):
    """What comes of the list; `entered`: the lines that were ready are written."""

    entered: bool
    lines: list[EventLineShape]


class KindChoiceShape(Answered):
    """A kind of documents, and whether the item asks for it."""

    code: str
    title: str
    asked: bool


class ChecklistShape(Answered):
    """All kinds in use."""

    index: str
    kinds: list[KindChoiceShape]


class ChecklistSaid(Asked):
    """Exactly these kinds are asked for."""

    kinds: tuple[Line, ...]
