"""Russian for what pydantic finds wrong with a value that was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.i18n import mark, translate

if TYPE_CHECKING:
    from collections.abc import Mapping

VALUE_WORDS = {
    "int_parsing": mark("a whole number is needed"),
    "int_from_float": mark("a whole number is needed"),
    "int_type": mark("a whole number is needed"),
    "float_parsing": mark("a number is needed"),
    "float_type": mark("a number is needed"),
    "finite_number": mark("a number is needed"),
    "greater_than_equal": mark("the least value is {ge}"),
    "less_than_equal": mark("the greatest value is {le}"),
    "literal_error": mark("one of these is needed: {expected}"),
    "string_type": mark("a text is needed"),
    "string_pattern_mismatch": mark("the value is not of the form that is needed"),
    "string_too_short": mark("at least {min_length} characters are needed"),
    "string_too_long": mark("at most {max_length} characters are taken"),
    "too_long": mark("at most {max_length} values are taken"),
    "enum": mark("one of these is needed: {expected}"),
    "missing": mark("it is missing"),
    "extra_forbidden": mark("there is no such parameter"),
    "date_from_datetime_parsing": mark("a date such as 2025-05-26 is needed"),
    "date_parsing": mark("a date such as 2025-05-26 is needed"),
    "date_from_datetime_inexact": mark("a date such as 2025-05-26 is needed"),
    "bool_type": mark("true or false is needed"),
}
"""Type of pydantic's error -> msgid; `{name}` is filled from the error's context."""
UNKNOWN = mark("the value cannot be understood")


def value_words(kind: str, context: Mapping[str, object]) -> str:
    """Why a value was refused. A rule of our own (`value_error`) says it itself."""
    if kind == "value_error":
        return str(context["error"])
    text = translate(VALUE_WORDS.get(kind, UNKNOWN))
    return text.format(**{name: str(value).replace(" or ", ", ") for name, value in context.items()})
