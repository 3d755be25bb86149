"""Values of settings: what msgspec makes of them, secrets that are not told, Russian for what is wrong with a value."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args, get_origin

from archive_app.i18n import mark, translate

if TYPE_CHECKING:
    import msgspec

HIDDEN = "**********"
WORDS = (
    (r"Expected `(?:int|float)` >= (?P<ge>\S+)", mark("the least value is {ge}")),
    (r"Expected `(?:int|float)` <= (?P<le>\S+)", mark("the greatest value is {le}")),
    (r"Expected `float` > (?P<gt>\S+)", mark("a number greater than {gt} is needed")),
    (r"Expected `int`", mark("a whole number is needed")),
    (r"Expected `float`", mark("a number is needed")),
    (r"Expected `str` of length >= (?P<min_length>\d+)", mark("at least {min_length} characters are needed")),
    (r"Expected `str` matching", mark("the value is not of the form that is needed")),
    (r"Expected `str`", mark("a text is needed")),
)
"""How msgspec's sentence begins -> msgid, filled from the sentence."""
UNKNOWN = mark("the value cannot be understood")


class Secret:
    """A text that neither a log nor a manifest tells: only whoever asks for `plain` reads it."""

    __slots__ = ("plain",)

    def __init__(self, plain: str) -> None:
        self.plain = plain

    def __repr__(self) -> str:
        return HIDDEN

    def __bool__(self) -> bool:
        return bool(self.plain)


def plain_or_none(secret: Secret | None) -> str | None:
    """The text; None where none is set, or an empty one."""
    return secret.plain if secret else None


def read_value(kind: type, value: object) -> object:
    """A value of a type that msgspec does not know. Raises ValueError, told in Russian."""
    if kind is Path and isinstance(value, (str, Path)):
        return Path(value)
    if kind is Secret and isinstance(value, str):
        return Secret(value)
    raise ValueError(translate("a path is needed") if kind is Path else translate("a text is needed"))


def refused_words(error: msgspec.ValidationError, kind: object) -> str:
    """Why a value of the type `kind` was refused; a rule of our own (ValueError) says it itself."""
    if isinstance(error.__cause__, ValueError):
        return str(error.__cause__)
    choices = _choices(kind)
    if choices:
        return translate("one of these is needed: {expected}", expected=", ".join(choices))
    for begins, text in WORDS:
        found = re.match(begins, str(error))
        if found:
            return translate(text, **{name: bound.removesuffix(".0") for name, bound in found.groupdict().items()})
    return translate(UNKNOWN)


def _choices(kind: object) -> list[str]:
    literals = [part for part in (kind, *get_args(kind)) if get_origin(part) is Literal]
    return [f"'{value}'" for part in literals for value in get_args(part)]
