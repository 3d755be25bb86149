"""A line of the journal at the terminal: words in Russian, and nothing that commands the terminal."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from archive_app.db.queries.audit import LoggedEvent
from archive_app.entrypoints.cli.audit_command import _line
from archive_app.settings import load_settings

if TYPE_CHECKING:
    from pathlib import Path


def test_a_question_cannot_command_the_terminal(tmp_path: Path) -> None:
    at = datetime(2026, 9, 1, 8, tzinfo=UTC)
    event = LoggedEvent(7, at, "ivanova", "search:query:run", "search", "-", {"query": "\x1b[2J\x9bтайна\nкласс"})
    line = _line(event, load_settings({"ARCHIVE_HOME": str(tmp_path)}))
    assert line == "7  01.09.2026 11:00:00  ivanova  поиск  [поиск]  запрос: �[2J�тайна�класс"
    assert line.isprintable()
