"""Numbers in words, as the closing text of an inventory or act has them: «21 (двадцать одно) дело»."""

from __future__ import annotations

from archive_app.i18n import translate_plural


def in_words(number: int, gender: str = "m") -> str:
    """`number` in words; `gender` is that of what is counted: m (лист), f (единица), n (дело)."""
    from num2words import num2words

    written: str = num2words(number, lang="ru", gender=gender)
    return written


def sheets_in_all(sheets: int) -> str:
    """«120 (сто двадцать) листов.»."""
    return translate_plural(
        "{number} ({words}) sheet in all.", "{number} ({words}) sheets in all.", sheets, words=in_words(sheets)
    )


def units_in_words(units: int) -> str:
    """«21 (двадцать одна) единица хранения»."""
    return translate_plural("{number} ({words}) unit", "{number} ({words}) units", units, words=in_words(units, "f"))


def documents_in_words(documents: int) -> str:
    """«3 (три) документа»."""
    return translate_plural(
        "{number} ({words}) document", "{number} ({words}) documents", documents, words=in_words(documents)
    )
