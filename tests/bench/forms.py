"""Print forms of 5,000 rows: time by row and memory, beside WeasyPrint laying out one plain table at once.

python -m tests.bench.forms --json OUT
"""

from __future__ import annotations

import argparse
import resource
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from archive_app.services.forms.form import Column, Form, Heading, Table
from archive_app.services.forms.printed import as_pdf
from archive_app.services.forms.workbook import as_xlsx
from tests.bench.report import Figure, write

if TYPE_CHECKING:
    from collections.abc import Callable

LONG, PART, SHORT = 5_000, 1_000, 500
"""A form is laid out `PART` rows at a time, so more of them may not take more memory."""
COLUMNS = [
    Column("№", 7, number=True),
    Column("Индекс дела", 11),
    Column("Заголовок дела", 34),
    Column("Крайние даты", 15),
    Column("Листов", 9, number=True),
    Column("Срок хранения, статья", 14),
    Column("Примечание", 14),
]


def main() -> None:
    """Each figure in a process of its own, so that its memory is its own."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.forms")
    parser.add_argument("--json", type=Path, required=True)
    write(parser.parse_args().json, "forms", measure())


def measure() -> list[Figure]:
    """Ours of one part and of several, the peer at a length that it can bear."""
    long, part = _apart(_ours, LONG), _apart(_ours, PART)
    peer, book = _apart(_at_once, SHORT), _apart(_workbook, LONG)
    return [
        Figure(f"PDF/A of {LONG:,} rows, a row", long[0] / LONG * 1e3, "ms", f"WeasyPrint, {SHORT} rows at once",
               peer[0] / SHORT * 1e3, goal=1.4),
        Figure(f"PDF/A of {LONG:,} rows", long[0], "s", f"the workbook of {LONG:,} rows", book[0]),
        Figure(f"memory for {LONG:,} rows", long[1], "MB", f"for {PART:,} rows, one part", part[1], goal=1.3),
    ]  # fmt: skip


def _apart(run: Callable[[int], None], rows: int) -> tuple[float, float]:
    """Seconds and the peak of memory (MB) of `run` in a fresh process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_measured, run, rows).result()


def _measured(run: Callable[[int], None], rows: int) -> tuple[float, float]:
    run(5)  # imports, fonts
    begun = time.perf_counter()
    run(rows)
    whose = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN  # the typesetter is a process of its own
    return time.perf_counter() - begun, max(resource.getrusage(each).ru_maxrss for each in whose) / 1024


def _ours(rows: int) -> None:
    as_pdf([_form(rows)])


def _workbook(rows: int) -> None:
    as_xlsx([_form(rows)])


def _at_once(rows: int) -> None:
    from weasyprint import HTML

    form = _form(rows)
    assert form.table is not None
    lines = (row for row in form.table.rows if not isinstance(row, Heading))
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in line) + "</tr>" for line in lines)
    style = "table { table-layout: fixed; border-collapse: collapse } td { border: 1px solid }"
    HTML(string=f"<style>{style}</style><table>{body}</table>").write_pdf(pdf_variant="pdf/a-2b")


def _form(rows: int) -> Form:
    lines = (
        (
            number,
            f"02-{number % 40:02}",
            f"Классный журнал {number % 11 + 1} «А» класса за 2025/2026 учебный год, часть {number}",
            "01.09.2025 – 30.05.2026",
            number % 250,
            "5 лет, ст. 607",
            "",
        )
        for number in range(1, rows + 1)
    )
    return Form("ОПИСЬ № 1 дел", table=Table(COLUMNS, lines))


if __name__ == "__main__":
    main()
