"""Whoosh's query parser, set up for our fields and for Russian operators. It reads; it never searches."""

from __future__ import annotations

import re
from typing import Any, Final

from whoosh import qparser

from indexer.query.fields import NAMES, Field

OPERATORS: Final = frozenset({"AND", "OR", "NOT", "И", "ИЛИ", "НЕ", "ANDNOT", "ANDMAYBE", "REQUIRE"})
"""Capitals only: "и" is a word. Those after НЕ are Whoosh's own and not offered here."""

_FIELD: Final = re.compile(rf"(?<!\w)(?P<text>{'|'.join(sorted(NAMES, key=len, reverse=True))}):\s*", re.IGNORECASE)
_PREFIX: Final = re.compile(r'(?P<text>[^\s*?()"\[\]{}:]+)[*](?=\s|$|\))')
_RANGE: Final = re.compile(
    r"(?P<open>[\[{])\s*(?P<start>[^\[\]{}]*?)\s*(?:\b(?:TO|ДО)\b|\.\.)\s*(?P<end>[^\[\]{}]*?)\s*(?P<close>[\]}])",
    re.IGNORECASE,
)
_QUOTES: Final = str.maketrans(dict.fromkeys("«»“”„", '"'))


def whoosh_parser() -> Any:
    """A parser for words, "phrases"~2, AND/И OR/ИЛИ NOT/НЕ, field:value, prefix*, fuzzy~, [ranges] and brackets."""
    plugins = [
        qparser.WhitespacePlugin(),
        qparser.FieldsPlugin(_FIELD, remove_unknown=False),
        qparser.FieldAliasPlugin(_aliases()),
        qparser.PhrasePlugin(),
        qparser.PrefixPlugin(_PREFIX),
        qparser.FuzzyTermPlugin(),
        qparser.RangePlugin(_RANGE),
        qparser.GroupPlugin(),
        qparser.OperatorsPlugin(
            And=r"(?<=\s)(?:AND|И)(?=\s)",
            Or=r"(?<=\s)(?:OR|ИЛИ)(?=\s)",
            Not=r"(?:^|(?<=[\s()]))(?:NOT|НЕ)(?=\s)",
            AndNot=None,
            AndMaybe=None,
            Require=None,
        ),
    ]
    return qparser.QueryParser(Field.TEXT.value, schema=None, plugins=plugins)


def one_kind_of_quotes(text: str) -> str:
    """Russian and typographic quotation marks mean a phrase as straight ones do."""
    return text.translate(_QUOTES)


def unbalanced(text: str, *, deepest: int = 20) -> bool:
    """Whether a quotation mark or bracket lacks its twin, or brackets nest deeper than anybody types."""
    if text.count('"') % 2:
        return True
    closing = {")": "(", "]": "[", "}": "["}
    opened: list[str] = []
    for part in text.split('"')[::2]:  # brackets inside a phrase are punctuation
        for sign in part:
            if sign in "([{":
                opened.append("(" if sign == "(" else "[")
            elif sign in closing and (not opened or opened.pop() != closing[sign]):
                return True
            if len(opened) > deepest:
                return True
    return bool(opened)


def _aliases() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {field.value: [] for field in Field}
    for name, field in NAMES.items():
        found[field.value] += [name, name.upper(), name.capitalize()]
    return found
