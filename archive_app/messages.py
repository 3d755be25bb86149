"""The sentence a person reads for each error code: what happened and what to do."""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING

from archive_app.i18n import mark, translate

if TYPE_CHECKING:
    from collections.abc import Mapping

SENTENCES: dict[str, str] = {
    "settings": mark("The setting {setting} is wrong: {reason}. Correct it and start again."),
    "not_found": mark("{what} was not found. Check the number."),
    "conflict": mark("Somebody else has changed this meanwhile. Open it again and repeat."),
}


class _Lenient(Formatter):
    """Fills what is known; an unknown field stays visible as a dash, since an error text must never fail itself."""

    def get_value(self, key: int | str, args: object, kwargs: Mapping[str, object]) -> object:  # noqa: ARG002 - the signature is Formatter's
        return kwargs.get(str(key), "—")


def sentence_for(code: str, params: Mapping[str, object], detail: str) -> str:
    """The Russian sentence for an error code; for a code without one, the detail under a general sentence."""
    msgid = SENTENCES.get(code)
    if msgid is None:
        return translate("The operation failed: {detail}", detail=detail)
    return _Lenient().vformat(translate(msgid), (), dict(params))
