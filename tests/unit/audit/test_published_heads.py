"""The file of published heads: only added to, whole after a power cut, and loud when somebody writes into it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from archive_app.audit.chain import ChainHead
from archive_app.audit.errors import AuditHeadsDamagedError
from archive_app.audit.heads import FILE_NAME, PublishedHead, PublishedHeads, head_line, read_heads

if TYPE_CHECKING:
    from pathlib import Path

AT = datetime(2026, 9, 1, 8, tzinfo=UTC)
ONE, TWO = ChainHead(1, "a" * 64), ChainHead(20, "b" * 64)


def test_what_was_published_is_read_back(tmp_path: Path) -> None:
    heads = PublishedHeads(tmp_path / "not" / "there" / "yet")
    assert (list(heads.read()), heads.last()) == ([], None)
    heads.append(ONE, at=AT)
    heads.append(TWO, at=AT + timedelta(days=1))
    assert list(heads.read()) == [PublishedHead(AT, ONE), PublishedHead(AT + timedelta(days=1), TWO)]
    assert heads.last() == PublishedHead(AT + timedelta(days=1), TWO)


def test_copies_of_other_machines_lie_beside(tmp_path: Path) -> None:
    heads = PublishedHeads(tmp_path)
    heads.append(ONE, at=AT)
    (tmp_path / "second-node.jsonl").write_text(head_line(TWO, at=AT), encoding="ascii")
    assert {published.head for published in heads.read()} == {ONE, TWO}


def test_a_line_cut_by_a_power_cut_neither_counts_nor_spoils_the_next(tmp_path: Path) -> None:
    heads = PublishedHeads(tmp_path)
    heads.append(ONE, at=AT)
    with (tmp_path / FILE_NAME).open("a") as file:
        file.write('{"at": "2026-0')
    assert [published.head for published in heads.read()] == [ONE]
    heads.append(TWO, at=AT)
    assert [published.head for published in heads.read()] == [ONE, TWO]


def test_an_export_may_stand_for_its_head(tmp_path: Path) -> None:
    path = tmp_path / "export.jsonl"
    lines = '{"kind": "header", "version": 1}\n{"kind": "event", "seq": 20}\n' + head_line(TWO, at=AT)
    path.write_text(lines, encoding="ascii")
    assert [published.head for published in read_heads(path)] == [TWO]


@pytest.mark.parametrize(
    "line",
    [
        "x",
        "[]",
        "{}",
        '{"kind": "tail"}',
        '{"kind": "head", "seq": "1", "hash": "a", "at": "2026-09-01T08:00:00+00:00"}',
        '{"kind": "head", "seq": 1, "hash": "a", "at": "yesterday"}',
        '{"kind": "head", "seq": 1, "hash": "a"}',
    ],
)
def test_anything_else_is_told_with_its_line(tmp_path: Path, line: str) -> None:
    heads = PublishedHeads(tmp_path)
    heads.append(ONE, at=AT)
    with (tmp_path / FILE_NAME).open("a") as file:
        file.write(line + "\n")
    with pytest.raises(AuditHeadsDamagedError) as error:
        list(heads.read())
    assert error.value.params == {"path": tmp_path / FILE_NAME, "line": 2}


def test_two_writers_lose_no_line(tmp_path: Path) -> None:
    heads = PublishedHeads(tmp_path)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda seq: heads.append(ChainHead(seq, "c" * 64), at=AT), range(1, 41)))
    assert sorted(published.head.seq for published in heads.read()) == list(range(1, 41))
