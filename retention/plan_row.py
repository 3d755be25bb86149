"""One row of a file plan: read into a `PlanItem`, or refused with every reason at once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from retention.errors import RetentionError
from retention.extraction import outcome_of
from retention.term import RetentionRule, Term, Trigger
from retention.wording import parse_term

LONGEST_CELL = 2000
"""Characters; a heading of the model lists has three hundred."""
_INDEX = re.compile(r"[0-9]{1,2}(?:-[0-9]{2,3}){1,2}[а-я]?")


class PlanCarrier(StrEnum):
    """What the case files of an item are kept on; the values are those of the `carrier` column."""

    PAPER = "paper"
    ELECTRONIC = "electronic"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row, or the table, was refused.

    `line` counts from 1 and is where the row begins in the text. Codes of a row: `index_wrong` (index),
    `index_repeated` (index, first_line), `heading_missing`, `cell_long` (column, length, limit), `term_missing`,
    `term_not_understood` (text, piece), `term_contradictory` (reason, text), `trigger_unknown` (trigger),
    `trigger_mismatch` (text, expected, found), `years_contradict` (years, text), `flag_wrong` (column, value),
    `flag_contradicts` (column, value, text), `carrier_unknown` (carrier), `index_taken` (index). Codes of the table:
    `plan_not_text`, `plan_empty`, `header_wrong` (missing, unknown, repeated), `columns_wrong` (expected, found),
    `csv_broken` (detail).
    """

    line: int
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlanItem:
    """A position of a file plan; `line` is where it stood and plays no part in comparison."""

    index: str
    section: str
    title: str
    retention_text: str
    rule: RetentionRule
    carrier: PlanCarrier
    note: str = ""
    line: int = field(default=0, compare=False)


def read_row(line: int, cells: Mapping[str, str]) -> PlanItem | tuple[Problem, ...]:
    """Understand a row wholly, or say everything that is wrong with it."""
    problems = [*_plain_problems(line, cells)]
    rule: RetentionRule | None = None
    if not cells["retention_text"]:
        problems.append(Problem(line, "term_missing"))
    else:
        try:
            term = parse_term(cells["retention_text"])
            problems += _disagreements(line, cells, term)
            rule = _rule(cells, term)
        except RetentionError as error:
            problems.append(Problem(line, error.code, error.params))
    if problems or rule is None:
        return tuple(problems)
    return PlanItem(
        index=cells["index"],
        section=cells["section"],
        title=cells["title"],
        retention_text=cells["retention_text"],
        rule=rule,
        carrier=PlanCarrier(cells["carrier"]),
        note=cells["note"],
        line=line,
    )


def completed(cells: Mapping[str, str]) -> dict[str, str]:
    """`cells` with the columns that repeat the printed term filled in from it; bare where it is not understood.

    Without a trigger in `cells` the term's own one is taken, else that the case file is finished.
    """
    try:
        term = parse_term(cells["retention_text"])
    except RetentionError:
        trigger = cells["trigger"] or str(Trigger.FILE_CLOSE)
        return {**cells, "retention_years": "", "trigger": trigger, "permanent": "0", "epk": "0"}
    flags = {"permanent": str(int(term.permanent)), "epk": str(int(term.epk))}
    trigger = cells["trigger"] or str(term.trigger or Trigger.FILE_CLOSE)
    return {**cells, "retention_years": _years_cell(term), "trigger": trigger, **flags}


def write_row(item: PlanItem) -> dict[str, str]:
    """The cells of an item, as `read_row` takes them."""
    term = item.rule.term
    return {
        "index": item.index,
        "section": item.section,
        "title": item.title,
        "retention_text": item.retention_text,
        "retention_years": _years_cell(term),
        "permanent": str(int(term.permanent)),
        "epk": str(int(term.epk)),
        "trigger": str(item.rule.trigger),
        "article": item.rule.article,
        "carrier": str(item.carrier),
        "note": item.note,
    }


def _rule(cells: Mapping[str, str], term: Term) -> RetentionRule | None:
    """None where the trigger is unknown, which `_plain_problems` has said.

    Raises:
        TriggerMismatch: the term cannot be counted from the trigger of the row.
    """
    if cells["trigger"] not in set(Trigger):
        return None
    trigger = Trigger(cells["trigger"])
    return RetentionRule(term, trigger, cells["article"], outcome_of(cells["title"], cells["note"], trigger))


def _plain_problems(line: int, cells: Mapping[str, str]) -> list[Problem]:
    """What can be said of the cells without understanding the term."""
    problems = []
    if not _INDEX.fullmatch(cells["index"]):
        problems.append(Problem(line, "index_wrong", {"index": cells["index"]}))
    if not cells["title"]:
        problems.append(Problem(line, "heading_missing"))
    problems += [
        Problem(line, "cell_long", {"column": column, "length": len(cell), "limit": LONGEST_CELL})
        for column, cell in cells.items()
        if len(cell) > LONGEST_CELL
    ]
    if cells["trigger"] not in set(Trigger):
        problems.append(Problem(line, "trigger_unknown", {"trigger": cells["trigger"]}))
    if cells["carrier"] not in set(PlanCarrier):
        problems.append(Problem(line, "carrier_unknown", {"carrier": cells["carrier"]}))
    problems += [
        Problem(line, "flag_wrong", {"column": column, "value": cells[column]})
        for column in ("permanent", "epk")
        if cells[column] not in {"0", "1"}
    ]
    return problems


def _disagreements(line: int, cells: Mapping[str, str], term: Term) -> list[Problem]:
    """Where the columns say something else than the printed term."""
    text, problems = cells["retention_text"], []
    if cells["retention_years"] != _years_cell(term):
        problems.append(Problem(line, "years_contradict", {"years": cells["retention_years"], "text": text}))
    for column, said in (("permanent", term.permanent), ("epk", term.epk)):
        if cells[column] in {"0", "1"} and cells[column] != str(int(said)):
            problems.append(Problem(line, "flag_contradicts", {"column": column, "value": cells[column], "text": text}))
    return problems


def _years_cell(term: Term) -> str:
    """The number that the `retention_years` column repeats: the period, or the floor where there is none."""
    years = term.years if term.years is not None else term.floor
    return "" if years is None else str(years)
