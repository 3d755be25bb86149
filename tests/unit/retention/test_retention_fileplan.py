"""File plans as tables: read whole, refused by line and reason, written back equal."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.fileplan import COLUMNS, NO_SECTION, read_plan, write_plan
from retention.plan_row import PlanCarrier, PlanItem
from retention.term import Outcome, RetentionRule, Trigger
from retention.wording import parse_term

_CHECKOUT = Path(__file__).resolve().parents[3]
_SHARED = _CHECKOUT.parent / "shared" / "file_plans"
_OWN = _CHECKOUT / "archive_app" / "demo" / "school_plan.csv"
_HEADER = ";".join(COLUMNS)
_GOOD = "02-13;02 Учебная часть;Ведомости;5 лет;5;0;0;file_close;НД школы;both;"


def _table(*rows: str, header: str = _HEADER) -> bytes:
    return "\n".join([header, *rows, ""]).encode()


def _problems(*rows: str, header: str = _HEADER) -> list[tuple[int, str]]:
    return [(problem.line, problem.code) for problem in read_plan(_table(*rows, header=header)).problems]


@pytest.mark.parametrize(("name", "sections"), [("school.csv", 4), ("college.csv", 6)])
def test_a_realistic_plan_is_understood_whole(name: str, sections: int) -> None:
    path = _SHARED / name
    if not path.exists():
        pytest.skip("the realistic file plans do not lie beside this checkout (../shared/file_plans)")
    raw = path.read_bytes()
    plan = read_plan(raw)
    assert plan.problems == ()
    assert (len(plan.items), len(plan.sections)) == (45, sections)
    assert write_plan(plan.items).encode() == raw.replace(b"\r\n", b"\n")


def test_the_plan_of_the_demonstration_is_understood_whole() -> None:
    with _OWN.open("rb") as stream:
        plan = read_plan(stream)
    assert plan.problems == ()
    assert len(plan.items) == 32
    extracted = [item.index for item in plan.items if item.rule.outcome is Outcome.EXTRACT]
    assert extracted == ["02-03"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
def test_encodings_of_offices_are_read(encoding: str) -> None:
    plan = read_plan(_table(_GOOD).decode().encode(encoding))
    assert plan.items[0].title == "Ведомости"


def test_an_item_carries_all_of_its_row() -> None:
    row = "01-05;01 Канцелярия;Приказы;50/75 лет ЭПК;50;0;1;file_close;236: ст. 434 а;paper;? сверить"
    item = read_plan(_table(row)).items[0]
    rule = RetentionRule(parse_term("50/75 лет ЭПК"), Trigger.FILE_CLOSE, "236: ст. 434 а")
    assert item == PlanItem("01-05", "01 Канцелярия", "Приказы", "50/75 лет ЭПК", rule, PlanCarrier.PAPER, "? сверить")
    assert item.line == 2


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("2.13;р;Ведомости;5 лет;5;0;0;file_close;;both;", "index_wrong"),
        (";р;Ведомости;5 лет;5;0;0;file_close;;both;", "index_wrong"),
        ("02-01;р;;5 лет;5;0;0;file_close;;both;", "heading_missing"),
        ("02-01;р;т;;5;0;0;file_close;;both;", "term_missing"),
        ("02-01;р;т;5 лун;5;0;0;file_close;;both;", "term_not_understood"),
        ("02-01;р;т;Постоянно ЭПК;;1;1;none;;both;", "term_contradictory"),
        ("02-01;р;т;5 лет;5;0;0;someday;;both;", "trigger_unknown"),
        ("02-01;р;т;5 лет;5;0;0;none;;both;", "trigger_mismatch"),
        ("02-01;р;т;3 года после выбытия;3;0;0;file_close;;both;", "trigger_mismatch"),
        ("02-01;р;т;5 лет;3;0;0;file_close;;both;", "years_contradict"),
        ("02-01;р;т;Постоянно;5;1;0;none;;both;", "years_contradict"),
        ("02-01;р;т;5 лет;5;1;0;file_close;;both;", "flag_contradicts"),
        ("02-01;р;т;5 лет;5;0;1;file_close;;both;", "flag_contradicts"),
        ("02-01;р;т;5 лет ЭПК;5;0;0;file_close;;both;", "flag_contradicts"),
        ("02-01;р;т;5 лет;5;нет его;0;file_close;;both;", "flag_wrong"),
        ("02-01;р;т;5 лет;5;0;0;file_close;;clay;", "carrier_unknown"),
        ("02-01;р;т;5 лет;5;0;0;file_close;;both", "columns_wrong"),
        ("02-01;р;т;5 лет;5;0;0;file_close;;both;;", "columns_wrong"),
        ("02-13;р;т;5 лет;5;0;0;file_close;;both;", "index_repeated"),
    ],
)
def test_a_wrong_row_is_refused_with_its_line_and_the_others_are_read(row: str, code: str) -> None:
    plan = read_plan(_table(_GOOD, row))
    assert [(problem.line, problem.code) for problem in plan.problems] == [(3, code)]
    assert [item.index for item in plan.items] == ["02-13"]


def test_all_that_is_wrong_with_a_row_is_said_at_once() -> None:
    assert _problems("x;р;;5 лун;5;0;2;someday;;clay;") == [
        (2, "index_wrong"),
        (2, "heading_missing"),
        (2, "trigger_unknown"),
        (2, "carrier_unknown"),
        (2, "flag_wrong"),
        (2, "term_not_understood"),
    ]


def test_a_repeated_index_names_its_first_line() -> None:
    problem = read_plan(_table("", _GOOD, _GOOD)).problems[0]
    assert (problem.line, dict(problem.params)) == (4, {"index": "02-13", "first_line": 3})


def test_lines_are_those_of_the_text_even_after_a_cell_of_several_lines() -> None:
    broken = '02-01;р;"название\nв две строки";5 лет;5;0;0;file_close;;both;'
    plan = read_plan(_table(broken, "", ";;;;;;;;;;", "x;р;т;5 лет;5;0;0;file_close;;both;"))
    assert plan.items[0].title == "название в две строки"
    assert [(problem.line, problem.code) for problem in plan.problems] == [(6, "index_wrong")]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "plan_empty"),
        (b"\n \n", "plan_empty"),
        (b"PK\x03\x04\x00\x00", "plan_not_text"),
        ("index;title".encode("utf-16"), "header_wrong"),
        (_table(), "plan_empty"),
        (b"\x98 not in any of the two", "plan_not_text"),
        (_HEADER.replace(";", "|").encode(), "header_wrong"),
        (_table(_GOOD, '02-01;р;"т;5 лет'), "csv_broken"),
    ],
)
def test_what_is_no_plan_is_refused(raw: bytes, code: str) -> None:
    plan = read_plan(raw)
    assert [problem.code for problem in plan.problems] == [code]
    assert plan.items == ()


def test_a_wrong_header_says_what_is_wrong() -> None:
    header = _HEADER.replace("title", "название, как в приказе").replace("note", "index")
    problem = read_plan(_table(_GOOD, header=header)).problems[0]
    assert (problem.line, problem.code) == (1, "header_wrong")
    assert dict(problem.params) == {"missing": ["title"], "unknown": ["название, как в приказе"], "repeated": ["index"]}


def test_columns_may_stand_in_any_order() -> None:
    reordered = [";".join(reversed(row.split(";"))) for row in (_HEADER, _GOOD)]
    assert read_plan("\n".join(reordered).encode()).items == read_plan(_table(_GOOD)).items


_RUSSIAN = (
    "Индекс;Раздел;Заголовок дела;Срок хранения;Лет;Постоянно;ЭПК;Отсчёт срока;Статья перечня;Носитель;Примечание"
)


def test_a_table_in_russian_says_the_same() -> None:
    row = "02-13;02 Учебная часть;Ведомости;5 лет;5;нет;нет;Окончание дела;НД школы;Бумажный и электронный;"
    assert read_plan(_table(row, header=_RUSSIAN)).items == read_plan(_table(_GOOD)).items


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "utf-16"])
def test_what_spreadsheet_programs_write_is_read(delimiter: str, encoding: str) -> None:
    raw = _table(_GOOD, header=_RUSSIAN).decode().replace(";", delimiter).encode(encoding)
    assert read_plan(raw).items == read_plan(_table(_GOOD)).items


def test_what_the_term_says_need_not_be_repeated() -> None:
    items = read_plan(_table("02-13;Ведомости;5 лет ЭПК", header="Индекс дела;Заголовок;Срок хранения")).items
    rule = RetentionRule(parse_term("5 лет ЭПК"), Trigger.FILE_CLOSE)
    assert items == (PlanItem("02-13", "", "Ведомости", "5 лет ЭПК", rule, PlanCarrier.BOTH),)


def test_what_stands_above_the_heads_is_passed_over() -> None:
    title = ["Школа № 17;;;;;;;;;;", "НОМЕНКЛАТУРА ДЕЛ на 2026 год;;;;;;;;;;", _HEADER]
    plan = read_plan(_table(_GOOD, "x;р;т;5 лет;5;0;0;file_close;;both;", header="\n".join(title)))
    assert plan.items == read_plan(_table(_GOOD)).items
    assert [(problem.line, problem.code) for problem in plan.problems] == [(5, "index_wrong")]


def test_sections_may_stand_in_rows_or_in_merged_cells() -> None:
    heads = "Индекс;Заголовок;Срок хранения"
    rows = ["01 Канцелярия;;", "01-01;Устав;Постоянно", "01-02;Приказы;5 лет", "02 Учёба;;", "02-01;Ведомости;5 лет"]
    sections = ["01 Канцелярия", "01 Канцелярия", "02 Учёба"]
    assert [item.section for item in read_plan(_table(*rows, header=heads)).items] == sections
    merged = ["01-01;01 Канцелярия;Устав;Постоянно", "01-02;;Приказы;5 лет", "02-01;02 Учёба;Ведомости;5 лет"]
    plan = read_plan(_table(*merged, header="Индекс;Раздел;Заголовок;Срок хранения"))
    assert [item.section for item in plan.items] == sections


def test_a_stream_is_read_as_well() -> None:
    assert read_plan(io.BytesIO(_table(_GOOD))).items == read_plan(_table(_GOOD)).items


_CELL = st.text(st.characters(exclude_categories=("C", "Z")), max_size=12).map(lambda text: f'{text} ;"{text}"')
_RULES = st.sampled_from(
    [
        ("5 лет", Trigger.BOOK_END),
        ("50/75 лет ЭПК", Trigger.AFTER_LEAVING),
        ("Постоянно", Trigger.NONE),
        ("ДМН, но не менее 3 лет", Trigger.NO_LONGER_NEEDED),
        ("До востребования, не менее 50 лет", Trigger.UNCLAIMED),
        ("1 учебный год", Trigger.SCHOOL_YEAR_END),
    ]
)


_SECTION = st.just("") | _CELL.filter(lambda title: title.strip() != NO_SECTION)


@given(
    st.lists(st.tuples(_SECTION, _CELL, _CELL, _RULES, st.sampled_from(PlanCarrier)), min_size=1, max_size=8),
    st.booleans(),
)
def test_what_is_written_reads_back_equal(
    rows: list[tuple[str, str, str, tuple[str, Trigger], PlanCarrier]], spoken: bool
) -> None:
    items = []
    for number, (section, title, note, (text, trigger), carrier) in enumerate(rows):
        rule = RetentionRule(parse_term(text), trigger, article=note.strip())
        cells = (section.strip(), title.strip(), note.strip())
        items.append(PlanItem(f"02-{number:02d}", cells[0], cells[1], text, rule, carrier, cells[2]))
    plan = read_plan(write_plan(items, spoken=spoken).encode())
    assert plan.problems == ()
    assert list(plan.items) == items
    assert all(item == replace(item, line=0) for item in plan.items)
