"""What is installed is told with its version, what is not as None."""

import pytest

from indexer.formats.tools import probe


def test_every_program_of_the_debian_list_is_found() -> None:
    found = probe()
    assert set(found) == {"tesseract", "ddjvu", "soffice", "gs"}
    assert all(version and version[0].isdigit() for version in found.values())


def test_missing_programs_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert set(probe().values()) == {None}
