"""Names from lists in capitals, and typed in haste, are written as names are; others stay as they came."""

from __future__ import annotations

import pytest

from archive_app.services.persons import FullName


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("ИВАНОВА АННА ПЕТРОВНА", ("Иванова", "Анна", "Петровна")),
        ("журавлёва зоя", ("Журавлёва", "Зоя", None)),
        ("САЛТЫКОВ-ЩЕДРИН М. Е.", ("Салтыков-Щедрин", "М.", "Е.")),
        ("МАМЕДОВ АЛИ ГАСАН ОГЛЫ", ("Мамедов", "Али", "Гасан оглы")),
        ("Мамедов Али Гасан Оглы", ("Мамедов", "Али", "Гасан Оглы")),
        ("де Толли Барклай", ("де", "Толли", "Барклай")),
    ],
)
def test_a_name_in_one_case_is_written_as_names_are(typed: str, written: tuple[str, ...]) -> None:
    assert FullName.parse(typed) == written
