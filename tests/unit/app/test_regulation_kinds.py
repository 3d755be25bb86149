"""Each document that the regulations name has a kind with fields, filler, deadline and place; docs/kinds.md shows it.

`WRITE_DOCS=1` with this test writes the page.
"""

from __future__ import annotations

import csv
import os
import re
from pathlib import Path
from typing import Literal

import pytest

from archive_app.db.models import FieldType
from archive_app.demo.scans import SCHOOL_PLAN
from archive_app.regulation_kinds import REGULATION_KINDS, SORTS, RegulationKind, headings, place_of, places_in
from archive_app.services.administration.kind_form import FEWEST_CHOICES, MOST_FIELDS
from archive_app.services.administration.kinds import LONGEST_LINE
from archive_app.services.rights.entries import LONGEST_TITLE
from retention.deadlines import RULE_WORDS, DeadlineRule

ROOT = Path(__file__).parents[3]
SHARED = ROOT.parent / "shared"
PAGE = ROOT / "docs" / "kinds.md"
BEGIN, END = "<!-- made by tests/unit/app/test_regulation_kinds.py -->", "<!-- end of what is made -->"
HEADS = (
    "Вид",
    "Код",
    "Как назван в положениях",
    "Поля",
    "Кто заполняет",
    "Срок",
    "Основание",
    "Школа",
    "Колледж",
)
LISTS = {
    "school": (("4.3.1. К обязательным", "4.3.3. Обязательные"), ("4.6. Учет", "4.9. Документы")),
    "college": (
        ("3.4. Для учета", "При реализации электронного"),
        ("3.5. Для индивидуального", "Виды и условия"),
        ("4.3. Подготовка", "4.4. Сроки"),
    ),
}
"""Where each regulation lists documents, from these words to those."""
AT_FIRST = {
    "class_journal", "exam_sheet", "certificate", "diploma", "order", "protocol", "personal_file", "application",
    "consent", "charter", "plan", "portfolio",
}  # fmt: skip
"""Kinds of the first release that the regulations name."""

each_kind = pytest.mark.parametrize("kind", REGULATION_KINDS, ids=lambda kind: kind.code)


def regulation(sort: str) -> str:
    path = SHARED / "regulations" / f"{sort}_regulation.txt"
    if not path.exists():
        pytest.skip(f"{path} is not here: the regulations are no part of the project")
    return re.sub(r"<sup>\d+</sup>", "", path.read_text(encoding="utf-8"))


def folded(text: str) -> str:
    return " ".join(text.casefold().replace("ё", "е").split())


def listed(text: str, begin: str, end: str) -> list[str]:
    """The points of a list, each in one line."""
    points: list[str] = []
    within = False
    for line in map(str.strip, text[text.index(begin) : text.index(end)].splitlines()):
        if line.startswith(("- ", "– ")):
            points.append(line[2:])
            within = True
        elif re.match(r"\d+\.\d|[а-д]\) |\d+ |---", line):
            within = False
        elif within and line:
            points[-1] += f" {line}"
    return points


@pytest.mark.parametrize("sort", SORTS)
def test_every_document_that_a_regulation_lists_has_a_kind(sort: str) -> None:
    text = regulation(sort)
    names = [folded(name) for kind in REGULATION_KINDS for name in kind.names]
    points = [folded(point) for begin, end in LISTS[sort] for point in listed(text, begin, end)]
    assert len(points) > 12
    assert [point for point in points if not any(name in point for name in names)] == []


def test_the_names_are_the_words_of_the_regulations() -> None:
    texts = {sort: folded(regulation(sort)) for sort in SORTS}
    for kind in REGULATION_KINDS:
        for name in kind.names:
            where = [sort for sort in SORTS if folded(name) in texts[sort]]
            assert where, (kind.code, name)
        spoken = [sort for sort in SORTS if any(folded(name) in texts[sort] for name in kind.names)]
        assert any(place_of(kind, sort) for sort in spoken), (kind.code, "no place where it is named")


@each_kind
def test_a_kind_has_fields_filler_deadline_and_source(kind: RegulationKind) -> None:
    assert 0 < len(kind.fields) <= MOST_FIELDS
    assert len({field.code for field in kind.fields}) == len(kind.fields)
    assert len({field.title.casefold() for field in kind.fields}) == len(kind.fields)
    for field in kind.fields:
        assert FieldType(field.type)
        assert (len(field.choices) >= FEWEST_CHOICES) is (field.type == "choice")
    assert all(0 < len(said) <= LONGEST_LINE for said in (kind.filler, kind.due, kind.source))
    assert len(kind.title) <= LONGEST_TITLE
    assert (kind.like in AT_FIRST | {"personal_card", "report", "register"}) if kind.like else kind.code in AT_FIRST


@each_kind
def test_a_place_stands_in_the_plan_or_a_reason_why_not(kind: RegulationKind) -> None:
    for sort in SORTS:
        place = place_of(kind, sort)
        if place is not None:
            assert place in headings(sort), (kind.code, sort)
    assert bool(kind.absent) is (None in {kind.school, kind.college})
    assert (kind.school, kind.college) != (None, None)


@pytest.mark.parametrize("sort", SORTS)
def test_places_are_those_of_the_plans_that_the_product_is_made_for(sort: str) -> None:
    path = SHARED / "file_plans" / f"{sort}.csv"
    if not path.exists():
        pytest.skip(f"{path} is not here: the file plans are no part of the project")
    with path.open(encoding="utf-8", newline="") as table:
        assert {row["index"]: row["title"] for row in csv.DictReader(table, delimiter=";")} == headings(sort)


def test_codes_and_titles_are_given_once() -> None:
    assert len({kind.code for kind in REGULATION_KINDS}) == len(REGULATION_KINDS)
    assert len({kind.title.casefold() for kind in REGULATION_KINDS}) == len(REGULATION_KINDS)
    assert {kind.code for kind in REGULATION_KINDS if not kind.like} == AT_FIRST


def test_a_plan_of_other_indexes_gives_places_by_headings() -> None:
    renumbered = [(f"1-{index}", heading.upper()) for index, heading in headings("college").items()]
    places = places_in(REGULATION_KINDS, renumbered)
    assert places["thesis"] == "1-03-05"
    assert "club_journal" not in places
    assert places_in(REGULATION_KINDS, [("01", "Переписка")]) == {}


@pytest.mark.parametrize("sort", SORTS)
def test_the_starting_plans_give_the_places_of_the_table(sort: Literal["school", "college"]) -> None:
    wanted = {kind.code: place_of(kind, sort) for kind in REGULATION_KINDS if place_of(kind, sort) is not None}
    assert places_in(REGULATION_KINDS, headings(sort).items()) == wanted


def test_a_plan_that_says_the_same_in_other_words_gives_places() -> None:
    with SCHOOL_PLAN.open(encoding="utf-8", newline="") as table:
        plan = [(row["index"], row["title"]) for row in csv.DictReader(table, delimiter=";")]
    places = places_in(REGULATION_KINDS, plan)
    wanted = {
        "class_journal": "02-03",  # «Журналы классов»
        "exam_sheet": "02-13",
        "study_certificate": "02-12",
        "order": "01-05",
        "protocol": "01-04",
        "consent": "01-07",
        "file_plan_list": "01-06",
    }
    assert {code: places.get(code) for code in wanted} == wanted
    assert not places.keys() & {"club_journal", "thesis", "creative_work"}, "the plan has nothing for them"


def test_the_deadline_of_sheets_is_the_one_that_control_counts_by() -> None:
    sheet = next(kind for kind in REGULATION_KINDS if kind.code == "exam_sheet")
    assert RULE_WORDS[DeadlineRule.SAME_DAY] in sheet.due
    assert RULE_WORDS[DeadlineRule.THREE_WORKING_DAYS].removesuffix(" дня") in sheet.due


def test_the_page_shows_all_of_it() -> None:
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    wanted = f"{before}{BEGIN}\n\n{_table()}\n\n{END}{after}"
    if os.environ.get("WRITE_DOCS"):
        PAGE.write_text(wanted, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == wanted, "run this test with WRITE_DOCS=1 and look at what has changed"


def _table() -> str:
    rows = [HEADS, tuple("---" for _ in HEADS), *map(_row, REGULATION_KINDS)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _row(kind: RegulationKind) -> tuple[str, ...]:
    return (
        kind.title,
        f"`{kind.code}`",
        "; ".join(f"«{name}»" for name in kind.names),
        "; ".join(field.title + (f" ({', '.join(field.choices)})" if field.choices else "") for field in kind.fields),
        kind.filler,
        kind.due,
        kind.source,
        kind.school or f"— {kind.absent}",
        kind.college or f"— {kind.absent}",
    )
