"""The number that long commands write over itself at a terminal."""

from __future__ import annotations

import sys

import pytest

from archive_app.entrypoints.cli.output import Output
from storage.errors import StorageFull


def test_what_stops_the_work_is_told_on_a_line_of_its_own(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)

    def stopped() -> None:
        with Output(as_json=False).steps("Прочитано") as told:
            told(7)
            raise StorageFull

    with pytest.raises(StorageFull):
        stopped()
    assert capsys.readouterr().err == "\rПрочитано: 7\n"
