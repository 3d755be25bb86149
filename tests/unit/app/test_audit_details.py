"""Details of events as a person reads them."""

import ast
from pathlib import Path
from typing import TypeVar

import pytest

import archive_app
from archive_app.audit_details import NAMES, detail_words
from archive_app.audit_words import action_words
from archive_app.db.queries.audit import EventFilter

Node = TypeVar("Node", bound=ast.AST)
SOURCES = Path(archive_app.__file__).parent
WRITERS = {"record", "event", "record_step", "_saved", "_told", "_event"}
TELLERS = {"told", "_told", "_event", "_counted", "retire_too"}


def test_names_codes_days_and_yes_are_words() -> None:
    details = {"purpose": "publication", "on": "2026-09-01", "ok": True, "ground": "Приказ № 3", "act": None, "page": 3}
    assert detail_words(details, "person:consent:add") == [
        ("цель", "фото и достижения на сайте и в печати"),
        ("день события", "01.09.2026"),
        ("удалось", "да"),
        ("основание", "Приказ № 3"),
        ("страница", "3"),
    ]


def test_lists_and_what_lies_deeper_are_told_flat() -> None:
    assert detail_words({"documents": [1, 2], "filters": {"year": [2025]}, "persons": []}, "search:query:run") == [
        ("документы", "1, 2"),
        ("отбор", "год: 2025"),
    ]


def test_a_name_nobody_knows_stays_as_it_is() -> None:
    assert detail_words({"sheet_count": 3}, "odd") == [("sheet_count", "3")]


def test_every_detail_that_is_recorded_has_a_name() -> None:
    services = [path for layer in ("services", "audit", "auth", "jobs") for path in (SOURCES / layer).rglob("*.py")]
    recorded = {name for path in services for name in _recorded(path)} | set(EventFilter.__dataclass_fields__)
    assert sorted(recorded - NAMES.keys() - {"to_assignee"}) == []  # that one is of letters


@pytest.mark.parametrize(
    ("action", "name", "code", "word"),
    [
        ("request:record:register", "kind", "diploma", "диплом и приложение"),
        ("portfolio:entry:add", "kind", "sport", "физкультурное или спортивное мероприятие"),
        ("inventory:section:create", "kind", "permanent", "постоянного хранения"),
        ("job:record:retry", "kind", "backup", "Резервная копия"),
        ("kind:field:add", "kind", "diploma", "diploma"),
        ("role:right:allow", "act", "see", "видеть"),
        ("register:entry:add", "book", "attestat", "Книга выдачи аттестатов"),
        ("control:assessment:add", "form", "oral", "Устная"),
        ("presence:line:mark", "outcome", "found", "на месте"),
        ("document:text:recognise", "outcome", "recognised", "распознан"),
        ("document:file:take_in", "source", "mail", "по почте"),
        ("disposal:act:decide", "decision", "keep", "хранить дольше"),
        ("disposal:entry:leave", "why", "lent", "подлинники выданы"),
        ("request:term:choose", "rule", "three_days", "3 календарных дня"),
        ("retention:hold:add", "lies_on", "case_file", "дело"),
        ("audit:log:read", "action", "request:form:draft", None),
    ],
)
def test_codes_are_told_by_the_list_of_their_event(action: str, name: str, code: str, word: str | None) -> None:
    ((_, told),) = detail_words({name: code}, action)
    assert told == (word or action_words(code))


def _recorded(path: Path) -> set[str]:
    """Details that a module writes: what its writers are given by name, or in a dictionary that is told as a whole."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    writers = [call for call in _of(tree, ast.Call) if _name(call.func) in WRITERS]
    given = [keyword.arg for call in writers for keyword in call.keywords]
    found = {name for name in given if name is not None}
    if None in given:
        dicts: list[ast.AST] = [one.value for one in _of(tree, ast.Assign) if _name(one.targets[0]) == "told"]
        dicts += [one for one in _of(tree, ast.FunctionDef) if one.name in TELLERS]
        keys = [key for part in dicts for one in _of(part, ast.Dict) for key in one.keys]
        found |= {key.value for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str)}
    return found


def _of(tree: ast.AST, kind: type[Node]) -> list[Node]:
    return [node for node in ast.walk(tree) if isinstance(node, kind)]


def _name(node: ast.AST) -> str:
    return str(getattr(node, "attr", getattr(node, "id", "")))
