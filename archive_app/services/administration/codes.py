"""A stable code made of a Russian title: `Ведомость ГЭК` becomes `vedomost_gek`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

LONGEST = 48
_LETTERS = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e e zh z i y k l m n o p r s t u f h c ch sh sch _ y _ e yu ya".replace("_", "").split(" "),
        strict=True,
    )
)


def code_from(title: str, taken: Collection[str]) -> str:
    """A code of Latin letters, digits and underscores that is not `taken`; `other` where the title has no letter."""
    spelled = "".join(_LETTERS.get(letter, letter) for letter in title.casefold())
    base = re.sub(r"[^a-z0-9]+", "_", spelled).strip("_")[:LONGEST].strip("_") or "item"
    code, number = base, 1
    while code in taken:
        number += 1
        code = f"{base}_{number}"
    return code
