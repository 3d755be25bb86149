"""The key that a person is looked up by."""

from __future__ import annotations

import re
import unicodedata

_IGNORED = re.compile(r"[\s\-\u2010-\u2015\u2212'\u2019\u02bc.]+")

_YO = re.compile("е\u0308+")


def fold_name(surname: str, given: str | None = None, patronymic: str | None = None) -> str:
    """Fold a name for look-up: case, ё/е, hyphens, apostrophes, dots and spaces inside a part do not count.

    `fold_name("Салтыков-Щедрин", "Фёдор")` is `салтыковщедрин федор`: the parts stay apart. Names are never stemmed:
    Иванов is not Иван.
    """
    return " ".join(folded for part in (surname, given, patronymic) if part and (folded := _fold(part)))


def _fold(part: str) -> str:
    plain = _IGNORED.sub("", unicodedata.normalize("NFKC", part)).casefold()
    letters = _YO.sub("е", unicodedata.normalize("NFD", plain))
    return unicodedata.normalize("NFKC", letters)  # what a space had parted may now belong together
