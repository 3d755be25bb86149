"""What a person typed is kept whole or refused: nothing of it is cut in silence, and a refusal writes nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from archive_app.db.base import Base
from archive_app.db.engine import reading
from archive_app.db.models import FieldType, IntakeSource
from archive_app.errors import describe
from archive_app.services.administration.kind_form import MOST_CHOICES, FieldSaid
from archive_app.services.administration.kinds import KindTold
from archive_app.services.arranging.parts import Part
from archive_app.services.intake import Origin
from archive_app.services.typed import TooLong, TooMany
from tests.fixtures.archives import actor_of, work

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from archive_app.auth.actor import Actor
    from archive_app.bootstrap import Archive

    Enter = Callable[[Archive, Actor, str], object]

LONG = "ж" * 2001
"""Longer than any line that is kept."""


def _first_field(archive: Archive, title: str, choices: tuple[str, ...]) -> object:
    kinds = archive.administration.kinds.form
    return kinds.add("order", FieldType.CHOICE, FieldSaid(title, choices=choices), actor_of(archive))


ENTRIES: dict[str, tuple[str, Enter]] = {
    "kind": ("Название", lambda a, who, said: a.administration.kinds.add(said, who)),
    "kind renamed": (
        "Название",
        lambda a, who, said: a.administration.kinds.change("order", 1, said, who, personal=False),
    ),
    "kind told": (
        "Срок",
        lambda a, who, said: a.administration.kinds.describe("order", 1, KindTold("Секретарь", due=said), who),
    ),
    "place of a kind": (
        "Статья номенклатуры",
        lambda a, who, said: a.administration.kinds.describe("order", 1, KindTold(item=said), who),
    ),
    "extra field": ("Название", lambda a, _, said: _first_field(a, said, ("да", "нет"))),
    "choice": ("Варианты", lambda a, _, said: _first_field(a, "Исход", ("да", said))),
    "unit": ("Название", lambda a, who, said: a.rights.dictionary.add_unit(said, who)),
    "level": ("Название", lambda a, who, said: a.administration.levels.name(1, said, who)),
}
"""What is entered -> the field as the refusal names it, and how."""


@pytest.mark.parametrize("what", ENTRIES)
def test_a_text_that_does_not_fit_is_refused_and_nothing_is_written(archive: Archive, what: str) -> None:
    field, enter = ENTRIES[what]
    before = _rows(archive)
    with pytest.raises(TooLong) as refused:
        enter(archive, actor_of(archive), f"{LONG[:1000]}\t {LONG[1000:]}")
    told = describe(refused.value)
    assert (told.http_status, told.exit_code) == (422, 2)
    assert re.fullmatch(rf"«{field}» — знаков 2002, а помещается \d+\. Сократите\.", told.message)
    assert _rows(archive) == before


def test_choices_beyond_the_last_are_refused(archive: Archive) -> None:
    choices = tuple(f"вариант {number}" for number in range(MOST_CHOICES + 1))
    before = _rows(archive)
    with pytest.raises(TooMany) as refused:
        _first_field(archive, "Исход", choices)
    assert "«Варианты»: строк 101" in describe(refused.value).message
    assert _rows(archive) == before
    assert _first_field(archive, "Исход", (*choices[1:], choices[1])), "what is said twice is one choice"


def test_a_stack_is_not_split_under_a_title_that_does_not_fit(archive: Archive, tmp_path: Path) -> None:
    sheets = [Image.new("L", (620, 877), 90 * number) for number in range(3)]
    stack = tmp_path / "стопка.tif"
    sheets[0].save(stack, save_all=True, append_images=sheets[1:])
    actor = actor_of(archive)
    number = archive.intake.receive_unfiled(stack, stack.name, actor, Origin(IntakeSource.BROWSER)).document_id
    work(archive)
    before = _rows(archive)
    with pytest.raises(TooLong, match="страницы 3"):
        archive.arranging.split(number, 0, [Part((1, 2), "Журнал"), Part((3,), LONG)], actor)
    assert _rows(archive) == before
    made = archive.arranging.split(number, 0, [Part((1, 2), "ж" * 1000), Part((3,), "")], actor).made
    with reading(archive.sessions) as session:
        table = Base.metadata.tables["document"]
        titles = {row.id: row.title for row in session.execute(table.select()) if row.id in made}
    assert [titles[one] for one in made] == ["ж" * 1000, "стопка"]


def _rows(archive: Archive) -> dict[str, int]:
    """How many rows each table has, the journal among them."""
    with reading(archive.sessions) as session:
        return {
            name: len(session.execute(table.select()).all())
            for name, table in Base.metadata.tables.items()
            if not name.startswith("job")
        }
