"""A number does not part from its sign where a title breaks into lines."""

from __future__ import annotations

import pytest

from archive_app.entrypoints.web.lines import tied


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("Приказ № 84-у", "Приказ №\N{NO-BREAK SPACE}84-у"),
        ("Ведомость №12", "Ведомость №12"),
        ("№ ", "№ "),
        ("", ""),
    ],
)
def test_a_number_stays_with_its_sign(kept: str, shown: str) -> None:
    assert tied(kept) == shown
