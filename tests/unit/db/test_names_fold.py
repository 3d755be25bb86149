"""The look-up key of a person's name."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive_app.db.names import fold_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Салтыков-Щедрин", "Фёдор"), ("САЛТЫКОВ ЩЕДРИН", "федор")),
        (("О'Коннор",), ("О\u2019Коннор",)),
        (("Алёшина", "Мария", "Петровна"), ("алешина", "мария", "петровна")),
        (("Ким Чен",), ("Ким\u2011Чен",)),
        (("Ёлкина",), ("Е\u0308лкина",)),
    ],
)
def test_what_does_not_count(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert fold_name(*one) == fold_name(*other)


@pytest.mark.parametrize(
    ("one", "other"), [(("Иванов",), ("Иван",)), (("Петров",), ("Петрова",)), (("Ким", "Чен"), ("Кимчен",))]
)
def test_what_does_count(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert fold_name(*one) != fold_name(*other)


def test_a_missing_given_name_leaves_no_gap() -> None:
    assert fold_name("Ким", None, "Ивановна") == "ким ивановна"
    assert fold_name("Ким", " - ", "Ивановна") == "ким ивановна"


@given(st.text())
@example("A¯")
@example("ё\u0308")
def test_folding_again_changes_nothing(name: str) -> None:
    once = fold_name(name)
    assert fold_name(once) == once
