"""Russian on screen: English msgids in the code, one compiled catalogue (`make setup` compiles it)."""

from __future__ import annotations

import gettext
import os
from functools import cache
from pathlib import Path

DOMAIN = "messages"
FOLDER = Path(__file__).parent / "translations"


@cache
def catalogue() -> gettext.GNUTranslations:
    """The Russian catalogue with its plural rules. Also given to libraries that ask `gettext` itself, as click does."""
    gettext.bindtextdomain(DOMAIN, str(FOLDER))
    os.environ["LANGUAGE"] = "ru"
    with (FOLDER / "ru" / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as compiled:
        return gettext.GNUTranslations(compiled)


def translate(message: str, /, **params: object) -> str:
    """The Russian text of a msgid, with `{name}` fields filled from `params`."""
    text = catalogue().gettext(message)
    return text.format(**params) if params else text


def translate_plural(singular: str, plural: str, number: int, /, **params: object) -> str:
    """The Russian text with the plural that `number` asks for; `{number}` is filled too."""
    return catalogue().ngettext(singular, plural, number).format(number=number, **params)


def mark(message: str) -> str:
    """Mark a msgid for extraction where it is kept in a table and translated later."""
    return message


def mark_plural(singular: str, plural: str) -> tuple[str, str]:
    """Mark both msgids of a plural for extraction."""
    return singular, plural
