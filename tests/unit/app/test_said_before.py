"""What a person has said of a document before it is filed."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from archive_app.services.said_before import said_before

if TYPE_CHECKING:
    from archive_app.services.card_history import EditableCard

MEANT = "02-03 Журналы классов"


@pytest.mark.parametrize(
    ("title", "kind", "meant", "said"),
    [
        ("скан 7", "other", "", set()),
        ("скан 7, с. 3", "other", "", set()),
        ("Приказ о зачислении", "other", "", {"title"}),
        ("Журналы классов", "class_journal", MEANT, {"item", "year", "kind"}),
        ("Журнал 5А", "other", MEANT, {"item", "year", "title"}),
    ],
)
def test_what_the_archive_made_itself_was_said_by_nobody(title: str, kind: str, meant: str, said: set[str]) -> None:
    card = SimpleNamespace(state={"title": title, "kind": kind}, original_name="скан_7.pdf")
    assert said_before(cast("EditableCard", card), meant) == said
