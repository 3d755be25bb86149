"""Every error that can reach a person has a sentence, and no sentence can fail."""

from __future__ import annotations

import pkgutil
import re
from collections import Counter
from datetime import UTC, date, datetime
from functools import cache
from importlib import import_module
from string import Formatter

import pytest

import archive_app
import indexer
import retention
import storage
from archive_app import sentences
from archive_app.details import DETAIL_WORDS
from archive_app.errors import describe
from archive_app.messages import sentence_for
from archive_app.sentences import SENTENCES
from archive_app.words import REASON_WORDS, detail_words, reason_words, size_words
from indexer.errors import IndexerError
from indexer.search import Reason
from indexer.search.errors import SearchError
from retention.plan_row import Problem

RUN_AS_PROGRAMS = {"__main__", "env", "main"}
"""Modules that act when imported."""


@cache
def error_classes() -> tuple[type[Exception], ...]:
    """Every class with a `code` of its own in the product's packages."""
    for package in (archive_app, indexer, retention, storage):
        for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            if module.name.rpartition(".")[2] not in RUN_AS_PROGRAMS and ".versions" not in module.name:
                import_module(module.name)
    return tuple(sorted(_below(Exception), key=lambda error: (error.__module__, error.__name__)))


def _below(base: type[Exception]) -> set[type[Exception]]:
    ours = ("archive_app", "indexer", "retention", "storage")
    below = {found for child in base.__subclasses__() for found in _below(child)}
    own = isinstance(getattr(base, "code", None), str) and base.__module__.partition(".")[0] in ours
    return below | ({base} if own else set())


def test_the_classes_are_really_found() -> None:
    codes = {error.code for error in error_classes()}  # type: ignore[attr-defined]
    assert {"not_found", "bad_date", "storage_full", "password_protected", "term_not_understood", "index_busy"} <= codes


def test_every_code_has_a_sentence() -> None:
    assert {error.code for error in error_classes()} - SENTENCES.keys() == set()  # type: ignore[attr-defined]


def test_no_code_means_two_things() -> None:
    """Sentences of two subjects lie in one dictionary: of two with one code, whoever needs the first reads the other."""
    said = [code for module in pkgutil.iter_modules(sentences.__path__) for code in _sentences_of(module.name)]
    assert [code for code, times in Counter(said).items() if times > 1] == []
    codes = Counter(error.code for error in error_classes() if "code" in vars(error))  # type: ignore[attr-defined]
    assert [code for code, times in codes.items() if times > 1] == []


def _sentences_of(subject: str) -> dict[str, str]:
    found: dict[str, str] = import_module(f"{sentences.__name__}.{subject}").SENTENCES
    return found


def test_every_problem_of_a_file_plan_has_a_sentence() -> None:
    codes = _problem_params()
    assert len(codes) > 15
    assert codes.keys() - SENTENCES.keys() == set()


def test_no_sentence_is_left_of_an_error_that_is_gone() -> None:
    known = {error.code for error in error_classes()} | _problem_params().keys()  # type: ignore[attr-defined]
    assert SENTENCES.keys() - known == {"database_unavailable"}


def test_fields_are_among_the_documented_params() -> None:
    wrong = {}
    for error in error_classes():
        text = error.__doc__ or ""
        documented = {*re.findall(r"`(\w+)`", text), *re.findall(r"\w+", text.partition("arams`:")[2])}
        problem = _problem_params().get(error.code, set())  # type: ignore[attr-defined]
        if missing := _fields(SENTENCES[error.code]) - documented - problem:  # type: ignore[attr-defined]
            wrong[error.__name__] = missing
    assert wrong == {}
    assert {code for code, params in _problem_params().items() if _fields(SENTENCES[code]) - params} == set()


@pytest.mark.parametrize("code", sorted(SENTENCES))
@pytest.mark.parametrize("value", [None, "", "x {y} z", 7, ["a", "b"], [], datetime(2026, 11, 22, tzinfo=UTC)])
def test_a_sentence_never_fails(code: str, value: object) -> None:
    assert sentence_for(code, dict.fromkeys(_fields(SENTENCES[code]), value), "")
    assert sentence_for(code, {}, "")


def test_sizes_days_and_lists_are_told_in_words() -> None:
    assert "50,0 ГБ" in sentence_for("stage_too_large", {"limit": 50 * 1024**3}, "")
    assert "до 22.11.2026" in sentence_for("blob_locked", {"until": datetime(2026, 11, 22, tzinfo=UTC)}, "")
    told = sentence_for("header_wrong", {"missing": ["title", "note"], "unknown": [], "repeated": []}, "")
    assert "Не хватает: Заголовок дела, Примечание; неизвестны: —" in told
    said = sentence_for("trigger_mismatch", {"found": "none", "expected": ["file_close", "replaced"]}, "")
    assert "Подходит: окончание дела, замена новыми." in said
    assert len(sentence_for("bad_date", {"value": "ж" * 3000}, "")) < 300
    told = sentence_for("too_long", {"field": "sheets", "length": 12, "limit": 9}, "")
    assert told == "«Листов» — знаков 12, а помещается 9. Сократите."
    assert [size_words(size) for size in (0, 2, 5, 2048, 1536 * 1024)] == [
        "0 байт", "2 байта", "5 байт", "2,0 КБ", "1,5 МБ",
    ]  # fmt: skip


def test_what_the_system_says_of_a_file_is_told_in_russian() -> None:
    with pytest.raises(FileNotFoundError) as error:
        open("/no/such/file").close()  # noqa: PTH123 - only its error is wanted
    assert "нет такого файла" in sentence_for("cannot_read", {"name": "x", "reason": error.value.strerror}, "")


def test_reasons_of_states_are_told_in_russian() -> None:
    machine = set(_codes_below(IndexerError)) - set(_codes_below(SearchError))
    assert machine - REASON_WORDS.keys() == set()
    assert all(re.search("[а-я]", reason_words(code)) for code in REASON_WORDS)
    assert all(re.search("[а-я]", detail_words(word)) for word in DETAIL_WORDS)
    assert {str(reason) for reason in Reason} <= DETAIL_WORDS.keys()
    assert (reason_words(None), reason_words("new_code"), detail_words("odd")) == ("", "new_code", "odd")


def test_an_error_without_a_code_tells_nothing_of_its_inside() -> None:
    problem = describe(ValueError("password=secret"))
    assert "secret" not in problem.message
    assert (problem.code, problem.exit_code) == ("unexpected", 1)


def _codes_below(base: type[IndexerError]) -> list[str]:
    return [base.code, *(code for child in base.__subclasses__() for code in _codes_below(child))]


def _problem_params() -> dict[str, set[str]]:
    """Codes of a plan's problems with their params, as the docstring of `Problem` lists them."""
    text = (Problem.__doc__ or "").partition("Codes of a row:")[2]
    listed = re.findall(r"`(\w+)`(?:\s+\(([^)]*)\))?", text)
    return {code: set(re.findall(r"\w+", params)) for code, params in listed}


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_a_day_is_told_as_people_write_it() -> None:
    told = sentence_for("bad_period", {"since": date(2026, 9, 1), "until": date(2020, 1, 1)}, "")
    assert told.startswith("Срок с 01.09.2026 по 01.01.2020 невозможен")
