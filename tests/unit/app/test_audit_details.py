"""Details of events as a person reads them."""

import ast
from pathlib import Path

import archive_app
from archive_app.audit_details import NAMES, detail_words

SOURCES = Path(archive_app.__file__).parent


def test_names_codes_days_and_yes_are_words() -> None:
    details = {"purpose": "publication", "on": "2026-09-01", "ok": True, "ground": "Приказ № 3", "act": None, "page": 3}
    assert detail_words(details) == [
        ("цель", "фото и достижения на сайте и в печати"),
        ("день события", "01.09.2026"),
        ("удалось", "да"),
        ("основание", "Приказ № 3"),
        ("страница", "3"),
    ]


def test_lists_and_what_lies_deeper_are_told_flat() -> None:
    assert detail_words({"documents": [1, 2], "filters": {"year": [2025]}, "persons": []}) == [
        ("документы", "1, 2"),
        ("отбор", "год: 2025"),
    ]


def test_a_name_nobody_knows_stays_as_it_is() -> None:
    assert detail_words({"sheet_count": 3}) == [("sheet_count", "3")]


def test_every_detail_that_is_recorded_has_a_name() -> None:
    assert sorted({name for path in SOURCES.rglob("*.py") for name in _recorded(path)} - NAMES.keys()) == []


def _recorded(path: Path) -> set[str]:
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    records = [call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "record"]
    return {keyword.arg for call in records for keyword in call.keywords if keyword.arg}
