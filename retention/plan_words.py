"""The table of a file plan in Russian: what its columns and its values are called, and the names they are kept by."""

from collections.abc import Mapping

from retention.plan_row import PlanCarrier
from retention.term import Trigger

HEADS = {
    "index": "Индекс",
    "section": "Раздел",
    "title": "Заголовок дела",
    "retention_text": "Срок хранения",
    "retention_years": "Лет",
    "permanent": "Постоянно",
    "epk": "ЭПК",
    "trigger": "Отсчёт срока",
    "article": "Статья перечня",
    "carrier": "Носитель",
    "note": "Примечание",
}
"""What a table for people calls its columns."""
_OTHER_HEADS = {
    "индекс дела": "index",
    "заголовок": "title",
    "наименование": "title",
    "наименование дела": "title",
    "количество лет": "retention_years",
    "число лет": "retention_years",
    "отметка эпк": "epk",
    "начало течения срока": "trigger",
    "статья": "article",
    "статья по перечню": "article",
    "примечания": "note",
}
_TRIGGERS = {
    Trigger.FILE_CLOSE: "окончание дела",
    Trigger.BOOK_END: "последняя запись в книге",
    Trigger.AFTER_LEAVING: "выбытие",
    Trigger.REPLACED: "замена новыми",
    Trigger.CONSENT_END: "окончание или отзыв согласия",
    Trigger.AFTER_RETURN: "возвращение дела",
    Trigger.AFTER_EXTRACTION: "изъятие страниц",
    Trigger.EVENT_DATE: "само действие",
    Trigger.UNCLAIMED: "выдано владельцу",
    Trigger.NO_LONGER_NEEDED: "надобность миновала",
    Trigger.SCHOOL_YEAR_END: "окончание учебного года",
    Trigger.NONE: "нет: хранится постоянно",
}
_CARRIERS = {
    PlanCarrier.PAPER: "на бумаге",
    PlanCarrier.ELECTRONIC: "электронный",
    PlanCarrier.BOTH: "на бумаге и электронно",
}
_OTHER_CARRIERS = {"бумажный": "paper", "электронно": "electronic", "бумажный и электронный": "both"}
_FLAGS = {"1": "да", "0": "нет"}
_SPOKEN: Mapping[str, Mapping[str, str]] = {
    "trigger": {str(trigger): words for trigger, words in _TRIGGERS.items()},
    "carrier": {str(carrier): words for carrier, words in _CARRIERS.items()},
    "permanent": _FLAGS,
    "epk": _FLAGS,
}


def column_of(head: str) -> str:
    """The column that a head names, in Russian or by the name it is kept by; else the head itself."""
    return _COLUMNS.get(_folded(head), head)


def kept_cell(column: str, cell: str) -> str:
    """A cell as it is kept: `да` is 1, `на бумаге` is paper; what is no such word is left for `read_row` to judge."""
    return _KEPT.get(column, {}).get(_folded(cell), cell)


def spoken_cell(column: str, cell: str) -> str:
    """A kept cell as people read it; `kept_cell` takes it back."""
    return _SPOKEN.get(column, {}).get(cell, cell)


def _folded(text: str) -> str:
    return text.casefold().replace("ё", "е").rstrip(".:")


_COLUMNS = {_folded(head): column for column, head in HEADS.items()} | _OTHER_HEADS | {name: name for name in HEADS}
_KEPT = {column: {_folded(words): kept for kept, words in spoken.items()} for column, spoken in _SPOKEN.items()}
_KEPT["carrier"] |= _OTHER_CARRIERS
