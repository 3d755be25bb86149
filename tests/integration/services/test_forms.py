"""Every print form as PDF/A and as a workbook: what it says, whom it is given to, what is refused."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2
import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from archive_app.auth.errors import NotAllowed
from archive_app.db.models import AuditEvent, FilePlan, Fonds, InventoryKind
from archive_app.errors import NotFound
from archive_app.services.forms.errors import UnknownForm, UnknownFormat
from archive_app.services.forms.form import Column, Form, Heading, Sign, Table
from archive_app.services.forms.printed import AT_ONCE, as_pdf
from archive_app.services.forms.workbook import as_xlsx
from tests.fixtures.archives import YEAR, account, actor_of, work
from tests.fixtures.disposal import Cabinet
from tests.integration.services.archiving import PERMANENT, closed_one, second

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.bootstrap import Archive


EXAMS = "02-13"


def pages_of(content: bytes) -> list[str]:
    """The text of each page; the letters that PDF breaks lines with are spaces."""
    with pypdfium2.PdfDocument(content) as pdf:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in pdf]


def cells_of(content: bytes) -> list[list[Any]]:
    book = load_workbook(io.BytesIO(content), read_only=True)
    return [list(row) for sheet in book.worksheets for row in sheet.iter_rows(values_only=True)]


def test_a_long_table_runs_on_without_a_gap_under_the_same_heading() -> None:
    rows: list[Any] = [Heading("Раздел"), *((n, f"Классный журнал № {n} " * (1 + n % 7)) for n in range(AT_ONCE * 2))]
    columns = [Column("№", 10, number=True), Column("Заголовок дела", 90)]
    long = Form("ОПИСЬ", table=Table(columns, rows), closing=["Итого: 300"], signs=[Sign("Составил", "Белова")])
    content = as_pdf([long, Form("ЛИСТ", closing=["один"])])
    pages = pages_of(content)
    assert pages[0].startswith("ОПИСЬ")
    assert all("Заголовок дела" in page for page in pages[:-1])
    assert [page.rsplit(" ", 1)[1] for page in pages] == [*map(str, range(1, len(pages))), "1"]
    assert sum("Классный журнал № 299" in page for page in pages) == 1
    lines = [len(page) for page in pages[:-2]]
    assert min(lines) > max(lines) * 0.6  # no page in the middle is left half empty
    assert "Итого: 300" in pages[-2]
    assert "Итого: 300" not in " ".join(pages[:-2])
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert pdf.open_metadata().pdfa_status == "2B"
        assert "/OutputIntents" in pdf.Root


def test_a_workbook_has_the_same_and_runs_nothing() -> None:
    rows: list[Any] = [Heading("Раздел"), (1, '=HYPERLINK("http://x")')]
    form = Form("ОПИСЬ: дел/1", table=Table([Column("№", 5, number=True), Column("Заголовок", 9)], rows))
    content = as_xlsx([form, form])
    assert [1, '=HYPERLINK("http://x")'] in cells_of(content)
    book = load_workbook(io.BytesIO(content))
    assert book.worksheets[0].print_title_rows == "$2:$2"
    assert {cell.data_type for row in book.worksheets[0].iter_rows() for cell in row} <= {"s", "n"}


def test_every_form_says_what_its_thing_is(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, author, other = fresh_archive, actor_of(fresh_archive), second(fresh_archive)
    one = closed_one(archive, tmp_path, "приказ", item=PERMANENT, kind="order", title="О приёме", number="41-у")
    made, acts = archive.archiving.inventories, archive.archiving.accessions
    section = made.drafting.create(InventoryKind.PERMANENT, YEAR, author)
    made.drafting.add(section, [one], author)
    made.settling.agree(section, author, protocol="протокол № 2")
    made.settling.approve(section, other)
    act = acts.drawing_up.create([one], author, ground="график")
    work(archive)
    acts.taking_over.accept(act, other)
    with archive.sessions() as session:
        plan, fonds = session.scalars(select(FilePlan.id)).one(), session.scalars(select(Fonds.id)).one()
    said = {
        "cover": (one, ["ДЕЛО № 01-02", "Ф. № 1", "Д. № 1", "На листах 10"]),
        "certification": (one, ["ЛИСТ-ЗАВЕРИТЕЛЬ", "10 (десять) листов"]),
        "internal-inventory": (one, ["ВНУТРЕННЯЯ ОПИСЬ", "41-у", "О приёме", "1–10", "1 (один) документ"]),
        "inventory": (section, ["ОПИСЬ № 1", "УТВЕРЖДАЮ", "второй", "1 (одно) дело", "10 (десять) листов"]),
        "transfer-act": (act, ["1 (одно) дело", "Принял(а): Архивист второй"]),
        "fonds-sheet": (fonds, ["ЛИСТ ФОНДА", "Акт приёма-передачи", "1 (одна) единица хранения", "Опись № 1"]),
        "file-plan": (plan, ["НОМЕНКЛАТУРА ДЕЛ", PERMANENT, "ИТОГО 1", "всего 1 (одно)"]),
    }
    for name, (number, words) in said.items():
        content = archive.forms.written(name, number, author).content
        pages = " ".join(pages_of(content))
        assert [word for word in words if word not in pages] == [], (name, pages)
        cells = cells_of(archive.forms.written(name, number, author, "xlsx").content)
        assert len(cells) > 3, name
    with archive.sessions() as session:
        printed = session.scalars(select(AuditEvent).where(AuditEvent.action == "form:sheet:print")).all()
    assert len(printed) == 2 * len(said)
    _refusals(archive, one)


def _refusals(archive: Archive, one: int) -> None:
    keeper, deputy = actor_of(archive), account(archive, "завуч", "deputy")
    clerk = account(archive, "писарь", "clerk")
    with pytest.raises(UnknownForm):
        archive.forms.written("опись", 1, keeper)
    with pytest.raises(UnknownFormat):
        archive.forms.written("cover", one, keeper, "docx")
    for name in archive.forms.makers:
        with pytest.raises(NotFound):
            archive.forms.written(name, 999, keeper)
        with pytest.raises(NotAllowed):
            archive.forms.written(name, one, deputy)
    with pytest.raises(NotFound):
        archive.forms.written("cover", one, keeper, volume=7)
    assert archive.forms.written("cover", one, clerk).content


def test_a_disposal_act_is_printed_with_its_totals_in_words(fresh_archive: Archive, tmp_path: Path) -> None:
    cabinet = Cabinet(fresh_archive, tmp_path)
    cabinet.closed(EXAMS, "ведомость")
    act = cabinet.approved()
    content = fresh_archive.forms.written("disposal-act", act, cabinet.keeper).content
    pages = " ".join(pages_of(content))
    for words in ("УТВЕРЖДАЮ", "1 (одно) дело", "за 2019–2025 годы", "директор", "Соколова М. И."):
        assert words in pages, pages
