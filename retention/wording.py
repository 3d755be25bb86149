"""Printed terms read into `Term` and printed back: «5 лет ЭПК», «До востребования, не менее 50 лет»."""

import re
from typing import Any

from retention.errors import TermNotUnderstood
from retention.term import Qualifier, Term, Trigger

_LEFT = r"(?:выбытия|отчисления|окончания|увольнения)"
_YEARS = r"(?:год(?:а|у)?|лет|г\.|л\.)"

# Tried in this order at each place of the text, which is in lower case, without ё, with single spaces; `№` stands for
# a number of up to three digits.
_PIECES: tuple[tuple[str, dict[str, Any]], ...] = (
    (r"постоянно", {"permanent": True, "trigger": Trigger.NONE}),
    (rf"(?P<years>№) ?/ ?(?P<years_before_2003>№) ?{_YEARS}", {}),
    (r"(?P<years>№) учебн(?:ый год|ых года|ых лет)", {"trigger": Trigger.SCHOOL_YEAR_END}),
    (rf"(?P<years>№) ?{_YEARS}", {}),
    (r"эпк", {"epk": True}),
    (r"до минования надобности|дмн", {"trigger": Trigger.NO_LONGER_NEEDED}),
    (r"до замены(?: новыми?)?", {"trigger": Trigger.REPLACED}),
    (r"до востребования", {"trigger": Trigger.UNCLAIMED}),
    (rf"(?:но )?не менее (?P<floor>№) ?{_YEARS}", {}),
    (r"после замены(?: новыми?)?", {"trigger": Trigger.REPLACED}),
    (r"после истечения срока(?: действия)? согласия(?: или(?: его)? отзыва)?", {"trigger": Trigger.CONSENT_END}),
    (r"после отзыва(?: согласия)?", {"trigger": Trigger.CONSENT_END}),
    (r"после возвращения(?: дел)?", {"trigger": Trigger.AFTER_RETURN}),
    (r"после изъятия", {"trigger": Trigger.AFTER_EXTRACTION}),
    (r"(?:с момента|с даты|после) уничтожения", {"trigger": Trigger.EVENT_DATE}),
    (r"после последней записи", {"trigger": Trigger.BOOK_END}),
    (r"после (?:закрытия|окончания) дела", {"trigger": Trigger.FILE_CLOSE}),
    (rf"после {_LEFT}(?: или {_LEFT})?", {"trigger": Trigger.AFTER_LEAVING}),
    (r"выдается владельцу при выбытии", {"qualifier": Qualifier.TO_OWNER_ON_LEAVING}),
    (r"выдается владельцу", {"qualifier": Qualifier.TO_OWNER}),
    (r"\(в составе личного дела\)", {"qualifier": Qualifier.IN_PERSONAL_FILE}),
)
_READERS = tuple((re.compile(pattern.replace("№", "[0-9]{1,3}") + r"(?!\w)"), meaning) for pattern, meaning in _PIECES)
_BETWEEN = re.compile(r"[ ,;.]*")


def parse_term(text: str) -> Term:
    """Read a printed term; case, ё, commas and spaces do not matter, unknown words always do.

    Raises:
        TermNotUnderstood: `piece` is the part of the text, up to its end, that means nothing here or says a
            thing twice.
        TermContradictory: the pieces exclude one another.
    """
    plain = " ".join(text.lower().replace("ё", "е").split())
    fields: dict[str, Any] = {}
    position = 0
    while position < len(plain):
        found = _piece(plain, position)
        if found is None or fields.keys() & found[0].keys():
            raise TermNotUnderstood(text=text, piece=plain[position:])
        meaning, end = found
        fields |= meaning
        position = _skip(plain, end)
    if not fields:
        raise TermNotUnderstood(text=text, piece="")
    return Term(**fields, printed=text)


def _piece(text: str, start: int) -> tuple[dict[str, Any], int] | None:
    """What the piece that begins at `start` means, and where it ends."""
    for reader, meaning in _READERS:
        match = reader.match(text, start)
        if match:
            return meaning | {name: int(number) for name, number in match.groupdict().items()}, match.end()
    return None


def _skip(text: str, position: int) -> int:
    between = _BETWEEN.match(text, position)
    return between.end() if between else position


_AFTER = {
    Trigger.FILE_CLOSE: "после закрытия дела",
    Trigger.BOOK_END: "после последней записи",
    Trigger.AFTER_LEAVING: "после выбытия",
    Trigger.REPLACED: "после замены новыми",
    Trigger.CONSENT_END: "после истечения срока согласия или отзыва",
    Trigger.AFTER_RETURN: "после возвращения дел",
    Trigger.AFTER_EXTRACTION: "после изъятия",
    Trigger.EVENT_DATE: "с момента уничтожения",
}
_UNTIL = {
    Trigger.REPLACED: "До замены новыми",
    Trigger.UNCLAIMED: "До востребования",
    Trigger.NO_LONGER_NEEDED: "До минования надобности",
}
_QUALIFIED = {
    Qualifier.IN_PERSONAL_FILE: " (в составе личного дела)",
    Qualifier.TO_OWNER: ", выдаётся владельцу",
    Qualifier.TO_OWNER_ON_LEAVING: ", выдаётся владельцу при выбытии",
}


def print_term(term: Term) -> str:
    """The canonical wording of a term: `parse_term(print_term(term)) == term`. A plan prints `term.printed` instead."""
    if term.permanent:
        return "Постоянно"
    words = _period(term)
    if term.epk:
        words += " ЭПК"
    if term.years is not None and term.trigger in _AFTER:
        words += f" {_AFTER[term.trigger]}"
    if term.floor is not None:
        words += f", не менее {term.floor} {'года' if _ends_in_one(term.floor) else 'лет'}"
    if term.qualifier is not None:
        words += _QUALIFIED[term.qualifier]
    return words


def _period(term: Term) -> str:
    if term.years is None:
        return _UNTIL[term.trigger] if term.trigger else ""
    if term.trigger is Trigger.SCHOOL_YEAR_END:
        return f"{term.years} {_plural(term.years, 'учебный год', 'учебных года', 'учебных лет')}"
    if term.years_before_2003 is not None:
        years = f"{term.years}/{term.years_before_2003}"
        return f"{years} {_plural(term.years_before_2003, 'год', 'года', 'лет')}"
    return f"{term.years} {_plural(term.years, 'год', 'года', 'лет')}"


def _ends_in_one(count: int) -> bool:
    return count % 10 == 1 and count % 100 != 11  # noqa: PLR2004 - 11 is «лет», as Russian has it


def _plural(count: int, one: str, few: str, many: str) -> str:
    if _ends_in_one(count):
        return one
    return few if count % 10 in {2, 3, 4} and count % 100 not in {12, 13, 14} else many
