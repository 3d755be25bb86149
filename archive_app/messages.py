"""The sentence a person reads for each error code: what happened and what to do."""

from __future__ import annotations

import datetime
from string import Formatter
from typing import TYPE_CHECKING

from archive_app.auth.acts import ACT_WORDS, Act
from archive_app.disposal_words import act_state_words, why_left_words
from archive_app.field_words import field_words
from archive_app.i18n import translate
from archive_app.retention_words import trigger_words
from archive_app.sentences import SENTENCES
from archive_app.words import detail_words, size_words
from retention.plan_words import HEADS, spoken_cell

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

UNKNOWN = "—"
LONGEST_TOLD = 200
"""Characters of one value in a sentence."""
WORDS: Mapping[str, Callable[[str], str]] = {
    "act": lambda act: translate(ACT_WORDS[Act(act)]) if act in set(Act) else act,
    "act_state": act_state_words,
    "field": field_words,
    "plan_flag": lambda value: spoken_cell("epk", value),
    "plan_column": lambda column: HEADS.get(column, column),
    "trigger": trigger_words,
    "why_left": why_left_words,
}
"""What a field may ask for: Russian for a stable word of its subject."""


class _Lenient(Formatter):
    """Fills what is known; an unknown field becomes a dash, since an error text must never fail itself."""

    def get_value(self, key: int | str, args: object, kwargs: Mapping[str, object]) -> object:  # noqa: ARG002 - the signature is Formatter's
        value = kwargs.get(str(key))
        return detail_words(value) if key == "reason" and isinstance(value, str) else value

    def format_field(self, value: object, format_spec: str) -> str:
        if value is None or value in ("", [], ()):
            return UNKNOWN
        if format_spec == "size" and isinstance(value, int):
            return size_words(value)
        if isinstance(value, datetime.date) and (format_spec == "day" or not isinstance(value, datetime.datetime)):
            return f"{value:%d.%m.%Y}"
        words = WORDS.get(format_spec, str)
        told = value if isinstance(value, (list, tuple)) else (value,)
        return ", ".join(_brief(words(str(one))) for one in told)


def _brief(text: str) -> str:
    """What was typed is told back as far as it is known again: a page pasted into a field is no sentence."""
    return text if len(text) <= LONGEST_TOLD else f"{text[:LONGEST_TOLD]}…"


def sentence_for(code: str, params: Mapping[str, object], detail: str) -> str:
    """The Russian sentence for an error code; for a code without one, the detail under a general sentence."""
    msgid = SENTENCES.get(code)
    if msgid is None:
        return translate("The operation failed: {detail}", detail=detail)
    return _Lenient().vformat(translate(msgid), (), dict(params))
