"""Values that the product keeps as codes: a command takes the code or its Russian word, and its help tells both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from archive_app.i18n import translate

if TYPE_CHECKING:
    from collections.abc import Mapping


class Coded(click.Choice[str]):
    """One of the codes of `words` (code -> marked word); the value is the code."""

    def __init__(self, words: Mapping[Any, str]) -> None:
        super().__init__([str(code) for code in words])
        self.words = {str(code): translate(word) for code, word in words.items()}

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The code of a code or of a word in any case. Fails with all that are known."""
        known = {word.casefold(): code for code, word in self.words.items()}
        return super().convert(known.get(str(value).strip().casefold(), value), param, ctx)

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:  # noqa: ARG002 - click's
        """What there is instead."""
        return translate("there is no «{value}», there are: {known}", value=value, known=self.told())

    def get_missing_message(self, param: click.Parameter, ctx: click.Context | None) -> str:  # noqa: ARG002 - click's
        """What there is."""
        return translate("there are: {known}", known=self.told())

    def told(self) -> str:
        """`code: word; code: word`."""
        return "; ".join(f"{code}: {word}" for code, word in self.words.items())


def coded(words: Mapping[Any, str], about: str = "", *, metavar: str = "CODE") -> dict[str, Any]:
    """What `click.option` and `click.argument` are given for such a value; `about` is the sentence of its help."""
    kind = Coded(words)
    return {"type": kind, "metavar": metavar, "help": f"{about} {kind.told()}.".lstrip()}
