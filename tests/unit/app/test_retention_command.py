"""`archive retention compute` answers with the date of the domain's tables, and says every step in Russian."""

from __future__ import annotations

import json

import pytest

from archive_app.entrypoints.cli.main import main
from archive_app.errors import EXIT_BAD_INPUT


def computed(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict:  # type: ignore[type-arg]
    with pytest.raises(SystemExit) as left:
        main(["retention", "compute", *arguments, "--json"])
    assert left.value.code == 0
    answer: dict = json.loads(capsys.readouterr().out)  # type: ignore[type-arg]
    return answer


@pytest.mark.parametrize(
    ("term", "finished", "eligible_on"),
    [
        ("3 года", "2004-11-30", "2008-01-01"),
        ("3 года", "2011-01-01", "2015-01-01"),
        ("5 лет ЭПК", "2026-05-04", "2032-01-01"),
        ("50/75 лет", "2002-12-31", "2078-01-01"),
        ("50/75 лет", "2003-01-01", "2054-01-01"),
        ("Постоянно", "2020-01-01", None),
        ("До востребования, не менее 50 лет", "2020-06-25", "2071-01-01"),
    ],
)
def test_the_tables_of_the_domain(
    capsys: pytest.CaptureFixture[str], term: str, finished: str, eligible_on: str | None
) -> None:
    answer = computed(capsys, "--term", term, "--finished", finished)
    assert answer["eligible_on"] == eligible_on
    assert answer["reasons"]
    assert all("{" not in reason["text"] for reason in answer["reasons"])


def test_a_term_that_waits_says_for_what(capsys: pytest.CaptureFixture[str]) -> None:
    answer = computed(capsys, "--term", "3 года после выбытия", "--finished", "2020-06-25")
    assert (answer["status"], answer["eligible_on"]) == ("no_date", None)
    assert answer["reasons"][0]["text"] == "Срок ждёт события: выбытие."
    asked = ("--term", "3 года после выбытия", "--finished", "2020-06-25", "--event", "30.06.2021")
    known = computed(capsys, *asked)
    assert (known["eligible_on"], known["status"]) == ("2025-01-01", "eligible")  # as it is today
    assert computed(capsys, *asked, "--on", "31.12.2024")["status"] == "not_before"


@pytest.mark.parametrize("term", ["5 лет", "1 учебный год", "ДМН", "До востребования, не менее 50 лет"])
def test_a_term_that_ends_beyond_the_calendar_is_told_as_such(capsys: pytest.CaptureFixture[str], term: str) -> None:
    with pytest.raises(SystemExit) as left:
        main(["retention", "compute", "--term", term, "--finished", "9999-12-31", "--json"])
    assert left.value.code == EXIT_BAD_INPUT
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "beyond_calendar"


def test_a_decision_is_not_taken_in_the_first_year(capsys: pytest.CaptureFixture[str]) -> None:
    waiting = computed(capsys, "--term", "ДМН", "--finished", "2020-06-25", "--on", "2021-06-01")
    assert waiting["reasons"][0]["text"].endswith("не раньше 01.01.2022.")
    assert computed(capsys, "--term", "ДМН", "--finished", "2020-06-25", "--event", "2020-09-01")["eligible_on"] == (
        "2022-01-01"
    )
