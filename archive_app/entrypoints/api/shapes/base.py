"""What all shapes are made of."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from archive_app.i18n import mark
from archive_app.numbers import LARGEST


class Answered(BaseModel):
    """Read from what a service answers, by the names of the fields; fields that are not promised are left out."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


class Asked(BaseModel):
    """Read from an address or a form; a parameter that does not exist is refused, not ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Line = Annotated[str, Field(max_length=500, pattern=r"^[^\x00-\x1f\x7f]*$")]
"""One line of text. Characters that no keyboard types are refused: PostgreSQL keeps no NUL."""
Number = Annotated[int, Field(ge=0, le=LARGEST)]
Flag = Annotated[int, Field(ge=0, le=1)]
Limit = Annotated[int, Field(ge=1, le=200, description=mark("How many at most."))]
