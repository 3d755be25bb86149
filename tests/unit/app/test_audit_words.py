"""Every tag that the program writes into the journal has its words."""

from __future__ import annotations

import re
from pathlib import Path

from archive_app.audit_words import ACTION_WORDS, OBJECT_WORDS, object_words

ROOT = Path(__file__).parents[3] / "archive_app"
TAG = re.compile(r'"([a-z][a-z0-9_]*(?::[a-z][a-z0-9_]*){2})"')


def test_every_tag_has_its_words_and_no_words_are_left_of_a_tag_that_is_gone() -> None:
    written = {
        tag
        for source in ROOT.rglob("*.py")
        if source.name != "audit_words.py"
        for tag in TAG.findall(source.read_text(encoding="utf-8"))
    }
    assert written == ACTION_WORDS.keys()


def test_what_an_event_is_about_is_said_in_words() -> None:
    assert object_words("app_user", "3") == "учётная запись 3"
    assert object_words("audit_event", "-") == "журнал"
    assert object_words("new_table", "7") == "new_table 7"
    assert len(OBJECT_WORDS) > 10
