"""The Russian catalogue holds every text of the program, whole and in the right forms."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, TypeAlias

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

from archive_app.entrypoints.cli import click_texts
from archive_app.i18n import DOMAIN, FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages.catalog import Catalog, Message

Text: TypeAlias = str | tuple[str, ...]
ROOT = Path(__file__).parents[3]
PO = FOLDER / "ru" / "LC_MESSAGES" / f"{DOMAIN}.po"
KEYWORDS = {**DEFAULT_KEYWORDS, "translate": None, "mark": None, "translate_plural": (1, 2), "mark_plural": (1, 2)}
CALLS = {"translate": 1, "mark": 1, "translate_plural": 2, "mark_plural": 2}
PAGES = sorted((ROOT / "templates").rglob("*.html"))


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with PO.open("rb") as source:
        return read_po(source, locale="ru")


def test_the_catalogue_has_every_text_and_no_other(catalogue: Catalog) -> None:
    assert {message.id for message in _messages(catalogue)} == _extracted()


def test_no_text_hides_from_the_extraction() -> None:
    """Babel does not look inside f-strings; what is called there must be written elsewhere too."""
    called = {text for source in (ROOT / "archive_app").rglob("*.py") for text in _called(source)}
    assert called - _extracted() == set()


def test_everything_is_translated(catalogue: Catalog) -> None:
    assert [message.id for message in _messages(catalogue) if not all(_forms(message)) or message.fuzzy] == []
    assert not catalogue.obsolete


def test_russian_has_three_forms_of_the_plural(catalogue: Catalog) -> None:
    assert catalogue.num_plurals == 3
    plurals = [message for message in _messages(catalogue) if message.pluralizable]
    assert plurals
    assert [message.id for message in plurals if len(_forms(message)) != 3] == []
    assert [catalogue.plural_expr in PO.read_text(encoding="utf-8").replace('"\n"', "")] == [True]


def test_a_translation_has_the_fields_of_its_text(catalogue: Catalog) -> None:
    """Click's own texts may leave out a field: the one that would bring an English word or a needless number."""
    clicks = {*click_texts.SENTENCES, *click_texts.PLURALS}
    wrong = {}
    for message in _messages(catalogue):
        wanted = {field for text in _texts(message.id) for field in _fields(text)}
        for form in _forms(message):
            found = _fields(form)
            if found - wanted or (wanted - found and message.id not in clicks):
                wrong[message.id] = form
    assert wrong == {}


def test_russian_is_calm_and_has_no_english_words(catalogue: Catalog) -> None:
    """No exclamation marks; Latin letters only in names: commands, settings, formats, columns."""
    plain = [(form, re.sub(r"\{[^}]*\}", "", form)) for message in _messages(catalogue) for form in _forms(message)]
    assert [form for form, text in plain if "!" in text] == []
    assert [form for form, text in plain if not re.search("[а-яё]", text.lower()) and re.search("[a-z]{3}", text)] == []


def test_a_help_page_names_a_value_by_the_word_that_it_shows(catalogue: Catalog) -> None:
    """«Drop the item INDEX»: the page shows ИНДЕКС."""
    names = re.compile(rf"(?<![-`\w])(?:{'|'.join(click_texts.METAVARS)})(?![-`\w])")
    said = [form for message in _messages(catalogue) for form in _forms(message) if names.search(form)]
    assert said == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_a_template_has_no_text_of_its_own(page: Path) -> None:
    bare = re.sub(
        r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!doctype[^>]*>|<code>.*?</code>|#\w+|&\w+;",
        " ",
        page.read_text(encoding="utf-8"),
        flags=re.DOTALL,
    )
    attributes = re.findall(r'\b(?:aria-label|alt|title|placeholder)="([^"]*)"', bare)
    assert re.findall(r"\w+", re.sub(r"<[^>]*>", " ", bare) + " ".join(attributes)) in ([], ["№"])


@cache
def _extracted() -> set[Text]:
    found: set[Text] = set()
    for folder, methods in (
        (ROOT / "archive_app", [("**.py", "python")]),
        (ROOT / "templates", [("**.html", "jinja2")]),
    ):
        found |= {text for _, _, text, _, _ in extract_from_dir(folder, methods, keywords=KEYWORDS)}
    return found


def _called(source: Path) -> Iterator[Text]:
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            given = [str(value.value) for value in node.args[: CALLS[node.func.id]] if isinstance(value, ast.Constant)]
            if given:
                yield given[0] if CALLS[node.func.id] == 1 else tuple(given)


def _messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def _texts(text: Text | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def _forms(message: Message) -> tuple[str, ...]:
    return _texts(message.string or ())


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
