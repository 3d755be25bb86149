"""What stands first on the desk of whoever operates the archive, and what is not said beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.services.backup.state import CopiesState
from tests.fixtures.api import app_of
from tests.fixtures.archives import actor_of, file_one, note
from tests.fixtures.backups import backed
from tests.fixtures.signing_in import give_password
from tests.fixtures.visitors import Visitor, quick_hashes

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.fixtures.archives import Home

ALARM = "Копии нет уже сорок дней."
NOTHING = "Вас ничего не ждёт"


def test_alarms_stand_first_and_nothing_waits_is_not_said(
    embedded_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = backed(embedded_home, tmp_path / "b")
    with quick_hashes(), made.home.opened(drill_identity=str(made.identity)) as archive:
        file_one(archive, note(tmp_path, "текст", "1.txt"))
        give_password(archive, actor_of(archive).login)
        mine = Visitor(app_of(archive).test_client())
        mine.sign_in(actor_of(archive).login)
        calm = mine.get("/").text
        assert NOTHING in calm
        assert calm.index(NOTHING) < calm.index('id="desk-copies"')
        monkeypatch.setattr(CopiesState, "overdue", lambda *_: [ALARM])
        alarmed = mine.get("/").text
        assert alarmed.count('id="desk-copies"') == 1
        assert alarmed.index(ALARM) < alarmed.index('id="desk-new"')
        assert NOTHING not in alarmed
