"""The menu shows what is there and may be used, and says where one is."""

from __future__ import annotations

import pytest
from flask import Flask

from archive_app.auth.actor import Actor
from archive_app.auth.gate import Right
from archive_app.auth.grants import Grant
from archive_app.db.models import Act, Reach
from archive_app.entrypoints.web import menu
from archive_app.entrypoints.web.menu import RIGHTS, Section, Word

KNOWN = {
    "desk.today": Right(why="everybody"),
    "accounts.people": Right((Act.ACCOUNTS,)),
    "journal.journal": Right((Act.AUDIT,)),
}
WORDS = (
    Word("Today", (Section("desk.today", "Today"),)),
    Word("Intake", (Section("intake.page", "Intake"),)),
    Word(
        "Management",
        (
            Section("accounts.people", "Rights", frozenset({"accounts.person"})),
            Section("journal.journal", "Journal", frozenset({"journal"})),
        ),
    ),
)


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setattr(menu, "MENU", WORDS)
    monkeypatch.setattr(menu, "translate", str)
    made = Flask(__name__)
    for endpoint in (*KNOWN, "accounts.person", "journal.event"):
        made.add_url_rule(f"/{endpoint}", endpoint, lambda: "")
    made.extensions[RIGHTS] = KNOWN
    return made


def _person(*acts: Act) -> Actor:
    grants = tuple(
        Grant(
            role="x", act=act, kind=None, reach=Reach.ALL, max_confidentiality=9,
            unit_id=None, group_id=None, person_id=None, duty_id=1,
        )
        for act in acts
    )  # fmt: skip
    return Actor(1, "x", "X", grants=grants, roles=frozenset({"x"}))


def test_words_that_nobody_may_use_or_that_lead_nowhere_are_not_shown(app: Flask) -> None:
    with app.test_request_context("/desk.today"):
        assert [word.label for word in menu.words(_person())] == ["Today"]
        assert [word.label for word in menu.words(_person(Act.AUDIT))] == ["Today", "Management"]
        assert menu.words(_person(Act.AUDIT))[1].href == "/journal.journal"  # the first that may be used


@pytest.mark.parametrize("path", ["/accounts.people", "/accounts.person", "/journal.journal", "/journal.event"])
def test_a_page_within_a_section_marks_its_word_and_its_section(app: Flask, path: str) -> None:
    person = _person(Act.AUDIT, Act.ACCOUNTS)
    with app.test_request_context(path):
        assert [word.label for word in menu.words(person) if word.current] == ["Management"]
        current = [section.label for section in menu.sections(person) if section.current]
    assert current == (["Rights"] if "accounts" in path else ["Journal"])


def test_a_word_with_one_page_has_no_sections(app: Flask) -> None:
    with app.test_request_context("/journal.journal"):
        assert menu.sections(_person(Act.AUDIT)) == []
