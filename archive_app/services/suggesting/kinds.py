"""The kind of a record: the word that stands in its head; kinds of the archive's own by their titles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.i18n import translate
from archive_app.services.suggesting.model import Suggestion

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archive_app.services.suggesting.head import Head

WORDS: tuple[tuple[str, str], ...] = (
    # the longer heads first: «протокол демонстрационного экзамена» is no mere protocol
    ("gek_protocol", r"протокол\w* заседани\w+ (?:государственн\w+ экзаменационн\w+ комисси\w+|гэк)"),
    ("demo_exam_protocol", r"протокол\w* (?:проведени\w+ )?демонстрационн\w+ экзамен\w*"),
    ("qualification_protocol", r"протокол\w* (?:\w+ ){0,4}квалификационн\w+ экзамен\w*"),
    ("credit_protocol", r"протокол\w* (?:\w+ ){0,2}зач[её]та (?:\w+ )?(?:ранее|результатов)"),
    ("study_period_certificate", r"справк\w+ о периоде обучения"),
    ("study_certificate", r"справк\w+ об обучении"),
    ("progress_certificate", r"справк\w+ об успеваемости"),
    ("practice_report", r"отч[её]т\w* (?:о|по) (?:\w+ ){0,2}практик\w*"),
    ("practice_diary", r"дневник\w* (?:\w+ ){0,2}практик\w*"),
    ("practice_sheet", r"аттестационн\w+ лист\w*"),
    ("record_book", r"зач[её]тн\w+ книжк\w*"),
    ("study_card", r"учебн\w+ карточк\w*"),
    ("competence_passport", r"паспорт\w* компетенци\w*"),
    ("coursework", r"курсов\w+ (?:работ|проект)\w*"),
    ("thesis", r"дипломн\w+ (?:работ|проект)\w*|выпускн\w+ квалификационн\w+ работ\w*"),
    ("profession_certificate", r"свидетельств\w+ о профессии"),
    ("training_certificate", r"свидетельств\w+ об обучении"),
    ("qualification_upgrade", r"удостоверени\w+ о повышении квалификации"),
    ("honour", r"(?:почётная |почетная |похвальная )?грамота"),
    ("participation_certificate", r"сертификат\w*"),
    (
        "exam_sheet",
        r"(?:экзаменационн|зач[её]тн)\w+ (?:ведомост|лист)\w*|ведомост\w+ экзамен\w*|сводн\w+ протокол\w*",
    ),
    (
        "class_journal",
        r"классн\w+ журнал\w*|журнал\w* (?:класса|группы)|наименование предмета|сводн\w+ ведомост\w+ успеваемости",
    ),
    ("consent", r"согласие"),
    ("diploma", r"аттестат\w*|диплом\w*"),
    ("personal_card", r"личн\w+ карточк\w*"),
    ("personal_file", r"личн\w+ дел[оа]"),
    ("application", r"заявлени[ея]"),
    ("order", r"приказ|распоряжение"),
    ("protocol", r"протокол"),
    ("contract", r"договор|соглашение|контракт"),
    ("act", r"акт"),
    ("charter", r"устав|положение"),
    ("plan", r"(?:учебный |рабочий |годовой )?план|(?:рабочая |образовательная )?программа|техническое задание"),
    ("report", r"(?:авансовый |годовой )?отч[её]т"),
    ("register", r"книга (?:учета|учёта|регистрации|выдачи)\w*|журнал (?:учета|учёта|регистрации)\w*"),
    ("portfolio", r"портфолио"),
    ("letter", r"уважаем(?:ый|ая|ые)\w*|информационное письмо"),
)
_COMPILED = tuple((kind, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)) for kind, pattern in WORDS)
HEADING_WORDS = 7
"""A line of more words is a sentence, which may speak of any record."""
CAPITALS, HEADING, INSIDE = 0.95, 0.8, 0.35


@dataclass(frozen=True, slots=True)
class _Found:
    kind: str
    word: str
    confidence: float


def suggest_kinds(head: Head, titles: Mapping[str, str]) -> tuple[Suggestion, ...]:
    """Kinds whose word stands in the head. `titles`: the kinds in use, code -> title."""
    best: dict[str, _Found] = {}
    for at, line in enumerate(head.lines):
        for found in _in_line(line, at, titles):
            if found.confidence > _of(best, found.kind):
                best[found.kind] = found
    joined = head.joined.casefold()
    for code, title in sorted(titles.items(), key=lambda each: -len(each[1])):
        word = title.casefold()
        if code not in best and word in joined and not any(word in found.word for found in best.values()):
            best[code] = _Found(code, word, HEADING)  # «справка» within «справка об обучении» is told once
    ordered = sorted(best.values(), key=lambda each: -each.confidence)
    return tuple(
        Suggestion(
            each.kind, titles[each.kind], each.confidence, translate("the word «{word}» in the head", word=each.word)
        )
        for each in ordered[:3]
    )


def _of(best: Mapping[str, _Found], kind: str) -> float:
    return best[kind].confidence if kind in best else 0.0


def _in_line(line: str, at: int, titles: Mapping[str, str]) -> list[_Found]:
    found, taken = [], ""
    for kind, pattern in _COMPILED:
        match = pattern.search(line) if kind in titles else None
        if match is None or match[0].casefold() in taken:
            continue
        taken += match[0].casefold() + " "  # «журнал» inside «классный журнал» is told once
        found.append(_Found(kind, match[0].casefold(), _confidence(line, match, at)))
    return found


def _confidence(line: str, match: re.Match[str], at: int) -> float:
    heading = len(line.split()) <= HEADING_WORDS and match.start() <= len(line) // 2
    if heading and match[0].isupper():
        return CAPITALS - at / 500  # of two headings the upper one names the record
    return (HEADING if heading else INSIDE) - at / 200
