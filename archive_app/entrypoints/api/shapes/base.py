"""What all shapes are made of."""

import datetime
import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    ValidationInfo,
    field_validator,
)
from pydantic_core import CoreSchema, PydanticKnownError

from archive_app.entrypoints.api.answer_values import ANSWER_VALUES
from archive_app.entrypoints.api.answer_words import ANSWER_WORDS
from archive_app.entrypoints.api.field_words import FIELD_WORDS
from archive_app.i18n import mark
from archive_app.numbers import LARGEST

WORDS = "x-words"
"""Beside a field in its schema: pairs of the words that it may be and their meanings, for the description."""


class Described(BaseModel):
    """Fields that the shape itself says nothing of are described by their names."""

    TOLD: ClassVar[Mapping[str, str]] = {}
    """By the area, the shape and the name; by the shape and the name; by the name."""
    MEANT: ClassVar[Mapping[str, Mapping[Any, str]]] = {}
    """Of fields that are one of several words: what each means. Keys are the same."""

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """The schema with what the dictionaries say."""
        made = handler(core)
        for name, field in handler.resolve_ref_schema(made).get("properties", {}).items():
            keys = [*_keys(cls, name), name]
            words = next((cls.TOLD[key] for key in keys if key in cls.TOLD), None)
            values = next((cls.MEANT[key] for key in keys if key in cls.MEANT), None)
            if words is not None:
                field.setdefault("description", words)
            if values is not None:
                field[WORDS] = [(str(code), told) for code, told in values.items()]
        return made


def _keys(shape: type[BaseModel], name: str) -> Iterator[str]:
    """What is said of a shape is said of those made from it."""
    for one in shape.__mro__:
        area = one.__module__.rpartition(".")[2]
        yield f"{area}.{one.__name__}.{name}"
        yield f"{one.__name__}.{name}"


class Answered(Described):
    """Read from what a service answers, by the names of the fields; fields that are not promised are left out."""

    model_config = ConfigDict(from_attributes=True, frozen=True)
    TOLD = ANSWER_WORDS
    MEANT = ANSWER_VALUES


DAYS = (datetime.date, datetime.date | None)
TRUTHS = (bool, bool | None)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Asked(Described):
    """Read from an address or from JSON; a parameter that does not exist is refused, not ignored.

    A day is written as 2026-05-04 and in no other way. A truth is one of JSON; an address has a Flag.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    TOLD = FIELD_WORDS

    @field_validator("*", mode="before")
    @classmethod
    def _days_are_written_out(cls, value: object, of: ValidationInfo) -> object:
        """Without this a number is taken for seconds since 1970, and the time of a moment is cut off."""
        a_day = of.field_name is not None and cls.model_fields[of.field_name].annotation in DAYS
        if not a_day or value is None or isinstance(value, datetime.date):
            return value
        if not isinstance(value, str) or not _DAY.fullmatch(value):
            raise PydanticKnownError("date_parsing", {"error": "not written as year-month-day"})
        return value

    @field_validator("*", mode="before")
    @classmethod
    def _truths_are_truths(cls, value: object, of: ValidationInfo) -> object:
        """Without this 1 and "yes" are taken for true, and 0 for a word that somebody did not mean."""
        a_truth = of.field_name is not None and cls.model_fields[of.field_name].annotation in TRUTHS
        if a_truth and value is not None and not isinstance(value, bool):
            raise PydanticKnownError("bool_type")
        return value


ONE_LINE = r"^[^\x00-\x1f\x7f]*$"
"""Of one line. Characters that no keyboard types are refused: PostgreSQL keeps no NUL."""
Line = Annotated[str, Field(max_length=500, pattern=ONE_LINE)]


def _no_truth(value: object) -> object:
    """True is 1 to Python and to no one who sends a number."""
    if isinstance(value, bool):
        raise PydanticKnownError("int_type")
    return value


Number = Annotated[int, Field(ge=0, le=LARGEST), BeforeValidator(_no_truth)]
Flag = Annotated[int, Field(ge=0, le=1)]
Limit = Annotated[int, Field(ge=1, le=200, description=mark("How many at most."))]
