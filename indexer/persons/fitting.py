"""Whether a place on a page is the name of a known person, in any of its cases."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.analysis import Analyzer
    from indexer.persons.mentions import Mention
    from indexer.persons.units import Unit

_HERS: Final = re.compile(r".*(?:вна|чна|шна|кызы|гызы)")
_HIS: Final = re.compile(r".*(?:ич|оглы|оглу|оглан|улы|уулу)")
_HER_SURNAME: Final = re.compile(r".{2,}(?:(?:[ое]в|[иы]н)(?:ой|ою)|[сц]к(?:ая|ую|ою))")
_HIS_SURNAME: Final = re.compile(r".{2,}(?:(?:[ое]в|[иы]н)(?:ым|ом|е)?|[сц]к(?:ий|ого|ому|им|ом))")
"""Case forms that only a woman's, only a man's surname has: Ивановой is never Иванов."""


class KnownName(NamedTuple):
    """A name that a person bears or bore, each part as it is written in the nominative."""

    person_id: int
    surname: str
    given: str
    patronymic: str | None


def key_of(name: KnownName, analyzer: Analyzer) -> str:
    """What the name is looked up by: see `Mention.keys`."""
    return f"{_form(name.surname, analyzer)} {_form(name.given, analyzer)[:1]}"


def fits(mention: Mention, name: KnownName, analyzer: Analyzer) -> bool:
    """Whether all the parts of the name stand there, the given name and patronymic perhaps as initials."""
    if not _same(mention.surname, name.surname, analyzer) or _other_sex(mention.surname, name.patronymic):
        return False
    if mention.given.initial:
        return name.patronymic is not None and _initials(mention, name, name.patronymic, analyzer)
    if not _same(mention.given, name.given, analyzer):
        return False
    return _patronymic(mention, (name.patronymic or "").split(), analyzer)


def may_fit(mention: Mention, name: KnownName, analyzer: Analyzer) -> bool:
    """Whether initials may be those of a person whose patronymic is not known: then nobody can tell who is meant."""
    return (
        mention.given.initial
        and name.patronymic is None
        and _same(mention.surname, name.surname, analyzer)
        and mention.given.form == _form(name.given, analyzer)[:1]
    )


def _initials(mention: Mention, name: KnownName, patronymic: str, analyzer: Analyzer) -> bool:
    if not mention.patronymic or not mention.patronymic[0].initial:
        return False
    written = (mention.given.form, mention.patronymic[0].form)
    return written == (_form(name.given, analyzer)[:1], _form(patronymic, analyzer)[:1])


def _patronymic(mention: Mention, words: Sequence[str], analyzer: Analyzer) -> bool:
    """Without one in the name, none may stand there: Иванова Мария Сергеевна is not the Иванова Мария who is known."""
    units = mention.patronymic
    if not words:
        return not mention.surname_last and not any(unit.patronymic or unit.initial for unit in units[:1])
    if len(units) < len(words) or (mention.surname_last and len(units) > len(words)):
        return False
    return all(_same(unit, word, analyzer) for unit, word in zip(units, words, strict=False))


def _same(unit: Unit, word: str, analyzer: Analyzer) -> bool:
    tokens = analyzer.tokens(word)
    return len(tokens) == len(unit.tokens) and all(
        mine.form == theirs.form or not set(mine.lemmas).isdisjoint(theirs.lemmas)
        for mine, theirs in zip(unit.tokens, tokens, strict=True)
    )


def _other_sex(surname: Unit, patronymic: str | None) -> bool:
    if patronymic is None:
        return False
    form, ended = surname.tokens[-1].form, patronymic.casefold()
    if _HERS.fullmatch(ended):
        return bool(_HIS_SURNAME.fullmatch(form))
    return bool(_HIS.fullmatch(ended)) and bool(_HER_SURNAME.fullmatch(form))


def _form(word: str, analyzer: Analyzer) -> str:
    return "".join(token.form for token in analyzer.tokens(word))
