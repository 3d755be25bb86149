"""Folders and manifests become a list of files with what is said of each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from archive_app.details import DETAIL_WORDS
from archive_app.services.batch import (
    BadDate,
    BadManifest,
    BadManifestLine,
    Entry,
    from_manifest,
    from_paths,
    read_date,
)
from archive_app.services.intake import Facts

if TYPE_CHECKING:
    from pathlib import Path

FACTS = Facts(item="02-03", year=2025, title="Журнал")


def test_a_folder_is_filed_whole_without_hidden_files(tmp_path: Path) -> None:
    (tmp_path / "б").mkdir()
    for name in ("2.jpg", "1.jpg", "б/3.jpg", ".thumbs"):
        (tmp_path / name).write_bytes(b"x")
    entries = list(from_paths([tmp_path], FACTS))
    assert [entry.path.relative_to(tmp_path).as_posix() for entry in entries] == ["1.jpg", "2.jpg", "б/3.jpg"]
    assert all(isinstance(entry.facts, Facts) and entry.facts.title is None for entry in entries)


def test_a_single_file_keeps_its_title(tmp_path: Path) -> None:
    (entry,) = from_paths([tmp_path / "none.jpg"], FACTS)
    assert entry.facts == FACTS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
def test_a_manifest_says_where_each_file_belongs(tmp_path: Path, encoding: str) -> None:
    manifest = tmp_path / "опись.csv"
    manifest.write_bytes(
        (
            "path;item;year;title;date;persons\n"
            "скан 1.jpg;02-13;2024;Ведомость;26.05.2024;Иванова Анна Петровна|Ким Юрий\n"
            "2.jpg;;;;;\n"
            "3.jpg;02-13;давно;;;\n"
        ).encode(encoding)
    )
    first, second, third = from_manifest(manifest, FACTS)
    assert first.path == tmp_path / "скан 1.jpg"
    assert first.facts == Facts(
        item="02-13",
        year=2024,
        title="Ведомость",
        date=date(2024, 5, 26),
        persons=("Иванова Анна Петровна", "Ким Юрий"),
    )
    assert second.facts == FACTS
    assert isinstance(third.facts, BadManifestLine)
    assert third.facts.params["line"] == 4


def test_a_manifest_without_a_column_is_refused_naming_it(tmp_path: Path) -> None:
    manifest = tmp_path / "опись.csv"
    manifest.write_text("path;item\nx;02-03\n", encoding="utf-8")
    with pytest.raises(BadManifest) as error:
        list(from_manifest(manifest, FACTS))
    assert "year" in str(error.value.params["reason"])


def test_a_missing_manifest_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadManifest):
        list(from_manifest(tmp_path / "none.csv", FACTS))


@pytest.mark.parametrize(
    "raw",
    [
        b'path;item;year;title;date;persons\n1.txt;02-03;2025;"' + b"x" * 200_000 + b"\n",
        "path;item;year;title;date;persons\n1.txt;;;;;\n".encode("utf-16"),
        b"path;item;year;title;date;persons\n1.txt;;;a\0b;;\n",
    ],
    ids=["quote without its pair", "UTF-16", "NUL"],
)
def test_a_table_that_is_none_is_refused(tmp_path: Path, raw: bytes) -> None:
    manifest = tmp_path / "опись.csv"
    manifest.write_bytes(raw)
    with pytest.raises(BadManifest) as error:
        list(from_manifest(manifest, FACTS))
    assert str(error.value.params["reason"]) in DETAIL_WORDS


@pytest.mark.parametrize(
    ("year", "confidentiality", "sheets"),
    [("²", "", ""), ("9" * 5000, "", ""), ("1024", "", ""), ("-1", "", ""), ("", "10", ""), ("", "", "0")],
)
def test_a_number_that_makes_no_sense_is_refused_by_its_line(
    tmp_path: Path, year: str, confidentiality: str, sheets: str
) -> None:
    (entry,) = _with_numbers(tmp_path, f"1.txt;;{year};;;;{confidentiality};{sheets}")
    assert isinstance(entry.facts, BadManifestLine)


def test_a_manifest_may_say_the_sheets_and_the_confidentiality(tmp_path: Path) -> None:
    said, blank = _with_numbers(tmp_path, "1.txt;;;;;;3;12\n2.txt;;;;;;;")
    assert said.facts == replace(FACTS, confidentiality=3, sheets=12)
    assert blank.facts == FACTS


def _with_numbers(folder: Path, rows: str) -> list[Entry]:
    manifest = folder / "опись.csv"
    manifest.write_text(f"path;item;year;title;date;persons;confidentiality;sheets\n{rows}\n", encoding="utf-8")
    return list(from_manifest(manifest, FACTS))


@pytest.mark.parametrize("value", ["2024-05-26", "26.05.2024", " 26.05.2024 "])
def test_two_ways_of_writing_a_day(value: str) -> None:
    assert read_date(value) == date(2024, 5, 26)


@pytest.mark.parametrize("value", ["", "вчера", "31.02.2024", "2024"])
def test_anything_else_is_refused(value: str) -> None:
    with pytest.raises(BadDate):
        read_date(value)
