"""Case files that a step cannot take: each with every reason, so that all can be put right at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.errors import Conflict
from archive_app.i18n import mark, translate

if TYPE_CHECKING:
    from collections.abc import Sequence

SHOWN = 20
"""Case files that the sentence names; a program is told of all."""
WORDS = {
    "unknown": mark("there is no such case file"),
    "not_closed": mark("it is not closed: close it first"),
    "archived": mark("it is in the archive already"),
    "destroyed": mark("it is destroyed or being destroyed"),
    "rule_missing": mark("its retention rule is not fixed: close it anew"),
    "changed": mark("its documents or sheets differ from what the closing counted: open it again and close it anew"),
    "empty": mark("there is no document in it"),
    "sheets_unknown": mark("the sheets of some documents are not numbered"),
    "unread": mark("some of its documents are still being read"),
    "lent": mark("it, or something of it, is lent: take it back first"),
    "in_act": mark("it stands in another act that is under way or accepted"),
    "in_inventory": mark("it stands in an inventory already"),
    "short_term": mark("its term is ten years or less: it stays with the unit"),
    "other_kind": mark("by its term or carrier it belongs in another inventory"),
    "other_year": mark("it belongs in the section of another year"),
    "not_here": mark("it does not stand in this inventory"),
}


@dataclass(frozen=True, slots=True)
class CaseRefusal:
    """`reasons` are codes of `WORDS`; `heading` is empty of what is unknown."""

    case_file_id: int
    heading: str
    reasons: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """The reasons in words."""
        return "; ".join(translate(WORDS[reason]) for reason in self.reasons)


class CaseFilesRefused(Conflict):
    """Nothing was done, for these case files cannot be taken. Params: `count`, `told`; `refusals` has each."""

    code = "case_files_refused"

    def __init__(self, refusals: Sequence[CaseRefusal]) -> None:
        told = ". ".join(f"{_name(one)} — {one.sentence}" for one in refusals[:SHOWN])
        super().__init__(told, count=len(refusals), told=told)
        self.refusals = tuple(refusals)

    @property
    def wrong(self) -> tuple[tuple[str, str], ...]:
        """For a program: the number of each case file and why."""
        return tuple((str(one.case_file_id), one.sentence) for one in self.refusals)


def refuse(refusals: Sequence[CaseRefusal]) -> None:
    """Raise CaseFilesRefused where there is any refusal."""
    if refusals:
        raise CaseFilesRefused(refusals)


def _name(one: CaseRefusal) -> str:
    return translate("Case file {number}", number=one.case_file_id) + (f" «{one.heading}»" if one.heading else "")
