"""Kinds of documents with their fields, units, groups, levels of confidentiality."""

import datetime
from typing import Annotated

from pydantic import Field

from archive_app.db.models import FieldType
from archive_app.entrypoints.api.shapes.base import Answered, Asked, Line
from archive_app.i18n import mark
from archive_app.services.administration.kind_form import MOST_CHOICES
from archive_app.services.rights.entries import LONGEST_TITLE

Title = Annotated[Line, Field(min_length=1, max_length=LONGEST_TITLE)]
Choices = Annotated[tuple[Line, ...], Field(max_length=MOST_CHOICES, description=mark("What a choice offers."))]


class FieldShape(Answered):
    """An extra field of a kind."""

    field_id: int
    code: str
    title: str
    type: FieldType
    required: bool
    choices: list[str]
    retired: bool
    version: int


class KindShape(Answered):
    """A kind of documents; `fields` is how many extra fields are asked for, `item` its place in the file plan."""

    code: str
    title: str
    personal: bool
    retired: bool
    fields: int
    filler: str
    due: str
    source: str
    item: str
    version: int


class KindList(Answered):
    """All kinds."""

    kinds: list[KindShape]


class KindCard(Answered):
    """A kind with its fields, those that are retired at the end."""

    kind: KindShape
    fields: list[FieldShape]


class KindSaid(Asked):
    """A new kind."""

    title: Title
    personal: Annotated[bool, Field(description=mark("A document that names one person is that person's own."))] = False


class KindChanged(Asked):
    """What a kind is to be."""

    title: Title
    personal: bool
    retired: bool = False


class KindDescribed(Asked):
    """What is told of a kind; empty: nobody says it."""

    filler: Annotated[Line, Field(description=mark("Who fills it."))] = ""
    due: Annotated[Line, Field(description=mark("Until when, as printed."))] = ""
    source: Annotated[Line, Field(description=mark("The document and paragraph that say so."))] = ""
    item: Annotated[Line, Field(max_length=32, description=mark("Its index in the file plan."))] = ""


class FieldSaidShape(Asked):
    """A new field."""

    title: Title
    type: FieldType = FieldType.TEXT
    required: bool = False
    choices: Choices = ()


class FieldChanged(Asked):
    """What a field is to be; its type stays."""

    title: Title
    required: bool = False
    choices: Choices = ()
    retired: bool = False


class UnitShape(Answered):
    """A unit."""

    unit_id: int
    name: str
    retired: bool
    version: int


class UnitList(Answered):
    """All units, those that are retired at the end."""

    units: list[UnitShape]


class UnitSaid(Asked):
    """A new unit."""

    name: Title


class UnitChanged(Asked):
    """What a unit is to be."""

    name: Title
    retired: bool = False


class GroupShape(Answered):
    """A group of study with the curators of today."""

    group_id: int
    name: str
    unit: str | None
    started_on: datetime.date
    ended_on: datetime.date | None
    curators: list[str]
    version: int


class GroupList(Answered):
    """All groups, the latest first."""

    groups: list[GroupShape]


class GroupSaidShape(Asked):
    """A group."""

    name: Title
    started_on: datetime.date
    ended_on: datetime.date | None = None
    unit: Line | None = None


class LevelShape(Answered):
    """A level of confidentiality and its name."""

    level: int
    title: str | None


class LevelList(Answered):
    """All levels, the most open first."""

    levels: list[LevelShape]


class LevelNamed(Asked):
    """The name of a level; an empty one takes it away."""

    title: Annotated[Line, Field(max_length=LONGEST_TITLE)]
