"""What all shapes are made of."""

import datetime
import re
from typing import Annotated, Any

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

from archive_app.entrypoints.api.field_words import FIELD_WORDS
from archive_app.i18n import mark
from archive_app.numbers import LARGEST


class Answered(BaseModel):
    """Read from what a service answers, by the names of the fields; fields that are not promised are left out."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


DAYS = (datetime.date, datetime.date | None)
TRUTHS = (bool, bool | None)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Asked(BaseModel):
    """Read from an address or from JSON; a parameter that does not exist is refused, not ignored.

    A day is written as 2026-05-04 and in no other way. A truth is one of JSON; an address has a Flag.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

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

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Fields that the shape says nothing of are described by their names."""
        made = handler(core)
        for name, field in handler.resolve_ref_schema(made).get("properties", {}).items():
            words = FIELD_WORDS.get(f"{cls.__name__}.{name}", FIELD_WORDS.get(name))
            if words is not None:
                field.setdefault("description", words)
        return made


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
