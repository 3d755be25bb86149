"""The number of a record: what follows №, also where recognition makes N, No or Ne of the sign."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archive_app.i18n import translate
from archive_app.services.suggesting.model import Suggestion

if TYPE_CHECKING:
    from archive_app.services.suggesting.head import Head

_NUMBER = re.compile(r"(?:№|\bN[oо°º]?\b\.?|\bNe\b|\bМе\b)\s{0,3}([0-9][0-9A-Za-zА-Яа-я/\-.]{0,19})")
_OF_SOMETHING_ELSE = re.compile(
    r"(школ\w*|гимнази\w*|лице\w*|колледж\w*|участк\w*|форм\w*|приложени\w*|закон\w*|протокол\w*|серия|паспорт\w*"
    r"|дом|кв|каб\w*|тел\w*|счет\w*|счёт\w*|статья|санпин)[\s.,»\"]{0,3}$",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"(приказ|протокол|акт|договор|письмо|справка|распоряжение|заявление|исх)\w*[\s.,]{0,3}$", re.IGNORECASE
)
_BEFORE = 24
SURE, LIKELY = 0.95, 0.75


def suggest_numbers(head: Head) -> tuple[Suggestion, ...]:
    """The first number in the head that is not of a school, a law or a form."""
    lines, found = head.lines, []
    for at, line in enumerate(lines):
        for match in _NUMBER.finditer(line):
            before = line[max(match.start() - _BEFORE, 0) : match.start()] or (lines[at - 1][-_BEFORE:] if at else "")
            own = _OWN.search(before) is not None
            if own or _OF_SOMETHING_ELSE.search(before) is None:
                found.append((match[1].rstrip("./-"), own or _beside_a_date(line)))
    unique = dict.fromkeys(number for number, _ in found)
    sure = {number for number, certain in found if certain}
    reason = translate("stands after № in the head")
    return tuple(Suggestion(each, f"№ {each}", SURE if each in sure else LIKELY, reason) for each in list(unique)[:2])


def _beside_a_date(line: str) -> bool:
    return re.search(r"\d{1,2}[.,]\d{1,2}[.,]\d{4}|\bот\b|\d{4}\s?г", line) is not None
