"""Every print form as PDF/A and as a workbook: what it says, whom it is given to, what is refused."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2
import pytest
from openpyxl import load_workbook
from pikepdf import pdfa
from sqlalchemy import select

from archive_app.auth.errors import NotAllowed
from archive_app.bootstrap import open_archive
from archive_app.db.models import AuditEvent, FilePlan, Fonds, InventoryKind
from archive_app.errors import NotFound
from archive_app.services.forms.errors import FormNotReady, FormTooLong, UnknownForm, UnknownFormat
from archive_app.services.forms.form import Column, Form, Heading, Sign, Table
from archive_app.services.forms.printed import AT_ONCE, as_pdf
from archive_app.services.forms.registry import FORMATS, KINDS
from archive_app.services.forms.workbook import as_xlsx
from archive_app.services.lending.giving import Wanted
from archive_app.services.people.keeping import add_person
from indexer.separators import Separator
from tests.fixtures.api import app_of, program
from tests.fixtures.archives import YEAR, Home, account, actor_of, work
from tests.fixtures.disposal import Cabinet
from tests.fixtures.form_columns import COLUMNS, WITHOUT, cells_of, columns_of
from tests.fixtures.pdfa import broken_rules
from tests.fixtures.signing_in import give_password
from tests.fixtures.visitors import Visitor, quick_hashes
from tests.integration.services.archiving import PERMANENT, closed_one, open_one, second

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.bootstrap import Archive


EXAMS = "02-13"


def pages_of(content: bytes) -> list[str]:
    """The text of each page; the letters that PDF breaks lines with are spaces."""
    with pypdfium2.PdfDocument(content) as pdf:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in pdf]


def test_a_long_table_runs_on_without_a_gap_under_the_same_heading() -> None:
    rows: list[Any] = [Heading("Раздел"), *((n, f"Классный журнал № {n} " * (1 + n % 7)) for n in range(AT_ONCE * 2))]
    columns = [Column("№", 10, number=True), Column("Заголовок дела", 90)]
    long = Form("ОПИСЬ", table=Table(columns, rows), closing=["Итого: 300"], signs=[Sign("Составил", "Белова")])
    content = as_pdf([long, Form("ЛИСТ", closing=["один"])])
    _conforms(content)
    pages = pages_of(content)
    assert pages[0].startswith("ОПИСЬ")
    assert all("Заголовок дела" in page for page in pages[:-1])
    assert [page.rsplit(" ", 1)[1] for page in pages] == [*map(str, range(1, len(pages))), "1"]
    assert sum(f"Классный журнал № {AT_ONCE * 2 - 1} " in page for page in pages) == 1
    lines = [len(page) for page in pages[:-2]]
    assert min(lines) > max(lines) * 0.6  # no page in the middle is left half empty
    assert "Итого: 300" in pages[-2]
    assert "Итого: 300" not in " ".join(pages[:-2])


def _conforms(content: bytes) -> None:
    """PDF/A-2b by the checker of pikepdf, which reads neither extension schemas of XMP nor lists of letters.

    Both may be left out (ISO 19005-2, 6.6.2.3 and 6.2.11.4.2), so the copy that is checked is without them.
    """
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert pdf.open_metadata().pdfa_status == "2B"
        assert pdf.open_metadata().get("xmpTPg:NPages", str(len(pdf.pages))) == str(len(pdf.pages))
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor":
                assert "/FontFile2" in thing or "/FontFile3" in thing
                if "/CIDSet" in thing:
                    del thing["/CIDSet"]
        del pdf.Root.Metadata
        with pdf.open_metadata(set_pikepdf_as_editor=False) as told:
            told["pdfaid:part"], told["pdfaid:conformance"] = "2", "B"
        checked = pdfa.check(pdf, "2b")
        assert checked.passed, checked.summary(limit=20)


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
    person = add_person(archive.people, "Сойкина Ада Юрьевна", author, birth_date=date(2014, 2, 3))
    said = {
        "subject-report": (
            person,
            ["СВЕДЕНИЯ", "Сойкина Ада Юрьевна", "03.02.2014", "Передано другим", "Кто обращался"],
        ),
        "cover": (one, ["ДЕЛО № 01-02", "Ф. № 1", "Д. № 1", "На листах 10"]),
        "certification": (one, ["ЛИСТ-ЗАВЕРИТЕЛЬ", "10 (десять) листов"]),
        "internal-inventory": (one, ["ВНУТРЕННЯЯ ОПИСЬ", "41-у", "О приёме", "1–10", "1 (один) документ"]),
        "inventory": (section, ["ОПИСЬ № 1", "УТВЕРЖДАЮ", "второй", "1 (одно) дело", "10 (десять) листов"]),
        "transfer-act": (act, ["1 (одно) дело", "Принял(а): Архивист второй"]),
        "fonds-sheet": (fonds, ["ЛИСТ ФОНДА", "Акт приёма-передачи", "1 (одна) единица хранения", "Опись № 1"]),
        "file-plan": (plan, ["НОМЕНКЛАТУРА ДЕЛ", PERMANENT, "ИТОГО 1", "всего 1 (одно)"]),
    }
    sheets = archive.separator_sheets
    contents = {f"{count} separator sheets": sheets.printed(Separator(), count, author) for count in (1, 3)}
    for name, (number, words) in said.items():
        contents[name] = content = archive.forms.written(name, number, author).content
        pages = " ".join(pages_of(content))
        assert [word for word in words if word not in pages] == [], (name, pages)
        cells = cells_of(archive.forms.written(name, number, author, "xlsx").content)
        assert len(cells) > 3, name
        assert name in WITHOUT or columns_of(name, cells), (name, cells)
    with archive.sessions() as session:
        printed = session.scalars(select(AuditEvent).where(AuditEvent.action == "form:sheet:print")).all()
    assert len(printed) == 2 * len(said)
    assert broken_rules(contents, tmp_path) == {}
    _refusals(archive, one)


@pytest.mark.parametrize("home", ["embedded"], indirect=True)
def test_the_book_of_loans_tells_a_year_with_its_sums_in_words(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, keeper = fresh_archive, account(fresh_archive, "архивист", "archivist")
    giving, today = archive.lending.giving, archive.today()
    for name, whom in (("журнал", "Петрова А. И."), ("ведомость", "Ковалёв С. П.")):
        one = open_one(archive, tmp_path, name, item="02-03" if name == "журнал" else EXAMS)
        giving.give(Wanted(one), keeper, borrower=whom, due_on=today, purpose="сверка")
    giving.take_back(1, keeper, condition="надорван")
    content = archive.forms.written("lending-book", today.year, keeper).content
    _conforms(content)
    (page,) = pages_of(content)
    for words in (
        "КНИГА ВЫДАЧИ", f"за {today.year} год", "дело 02-03", "Петрова А. И., сверка", "надорван", "Ковалёв С. П.",
        "выдано 2 (два), возвращено 1 (один), не возвращено 1 (один)",
    ):  # fmt: skip
        assert words in page, (words, page)
    rows = cells_of(archive.forms.written("lending-book", today.year, keeper, "xlsx").content)
    (first,) = [row for row in rows if row[0] == 1]
    assert first[4].startswith("дело 02-03")
    assert [first[1], first[8], first[9]] == [f"{today:%d.%m.%Y}", f"{today:%d.%m.%Y}", "архивист"]
    assert "выдано 0 (ноль)" in pages_of(archive.forms.written("lending-book", 2019, keeper).content)[0]
    with pytest.raises(NotFound):
        archive.forms.written("lending-book", 19, keeper)


@pytest.mark.parametrize("home", ["embedded"], indirect=True)
def test_forms_and_pages_tell_the_time_of_the_organisation(home: Home, tmp_path: Path) -> None:
    """An act signed at three in the morning in Vladivostok bears the day that it was there."""
    late = datetime(2026, 5, 4, 17, 0, tzinfo=UTC)
    with open_archive(home.settings(timezone="Asia/Vladivostok"), lambda: late) as archive:
        cabinet = Cabinet(archive, tmp_path)
        cabinet.closed(EXAMS, "ведомость", persons=("Рябинина Анна Петровна",))
        act = cabinet.executed()
        for name in ("disposal-act", "personal-data-act"):
            pages = " ".join(pages_of(archive.forms.written(name, act, cabinet.keeper).content))
            assert "05.05.2026" in pages, pages
            assert "UTC" not in pages
            assert columns_of(name, cells_of(archive.forms.written(name, act, cabinet.keeper, "xlsx").content))
            assert "04.05.2026" not in pages.replace("04.05.2019", ""), pages
        assert "05.05.2026 03:00:00" in "".join(archive.personal_data.log(act, cabinet.keeper))
        with quick_hashes():
            give_password(archive, cabinet.keeper.login)
            visitor = Visitor(app_of(archive).test_client())
            visitor.sign_in(cabinet.keeper.login)
        page = visitor.get(f"/disposal/{act}").text
        assert "05.05.2026" in page
        assert "04.05.2026" not in page


@pytest.mark.parametrize("home", ["embedded"], indirect=True)
def test_the_columns_of_every_form_are_known(fresh_archive: Archive) -> None:
    """Here those of a year, which are there when nothing has happened yet; the others where their things are made."""
    assert set(COLUMNS) | WITHOUT == set(KINDS)
    everything = {name for name, kind in KINDS.items() if kind.of == "year"}
    assert len(everything) == 9
    for name in everything:
        cells = cells_of(fresh_archive.forms.written(name, YEAR, actor_of(fresh_archive), "xlsx").content)
        assert columns_of(name, cells), (name, cells)


def _refusals(archive: Archive, one: int) -> None:
    keeper, deputy = actor_of(archive), account(archive, "завуч", "deputy")
    clerk, teacher = account(archive, "писарь", "clerk"), account(archive, "учитель", "teacher")
    others = {"yearly-analysis": teacher, "achievements": account(archive, "ревизор", "auditor")}
    with pytest.raises(UnknownForm):
        archive.forms.written("опись", 1, keeper)
    with pytest.raises(UnknownFormat):
        archive.forms.written("cover", one, keeper, "docx")
    for name in archive.forms.makers:
        if KINDS[name].of != "year":  # every year has one, be it empty
            with pytest.raises(NotFound):
                archive.forms.written(name, 999, keeper)
        with pytest.raises(NotAllowed):
            archive.forms.written(name, one, others.get(name, deputy))
    with pytest.raises(NotFound):
        archive.forms.written("cover", one, keeper, volume=7)
    assert archive.forms.written("cover", one, clerk).content


def test_a_disposal_act_is_printed_with_its_totals_in_words(fresh_archive: Archive, tmp_path: Path) -> None:
    cabinet = Cabinet(fresh_archive, tmp_path)
    cabinet.closed(EXAMS, "ведомость")
    act = cabinet.approved()
    content = fresh_archive.forms.written("disposal-act", act, cabinet.keeper).content
    pages = " ".join(pages_of(content))
    for words in (
        "УТВЕРЖДАЮ", "1 (одно) дело", "за 2019–2025 годы", "директор", "Соколова М. И.", "Составил(а):",
    ):  # fmt: skip
        assert words in pages, pages


def test_a_short_form_is_tagged_for_screen_readers_and_words_never_leave_their_cell() -> None:
    columns = [Column("№", 10, number=True), Column("Файл", 20), Column("Заголовок", 70)]
    names = [(1, "scan_2026-05-04_" + "0123456789abcdef" * 4, "#image(«нет») *не жирно* $x$")]
    content = as_pdf([Form("АКТ № 1\nо проверке", table=Table(columns, names))])
    _conforms(content)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert pdf.docinfo.Title == "АКТ № 1 о проверке"
    with pypdfium2.PdfDocument(content) as pdf:
        text = pdf[0].get_textpage()
        assert "#image(«нет») *не жирно* $x$" in text.get_text_range()
        edges = [text.get_charbox(n)[2] for n in range(text.count_chars()) if text.get_text_range(n, 1) in "bcdf"]
    assert max(edges) < (25 + 175 * 0.3) / 25.4 * 72  # the right edge of the second column, in points


def test_a_form_that_is_longer_than_its_reader_waits_for_is_drawn_by_a_job(
    fresh_archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, keeper, other = fresh_archive, actor_of(fresh_archive), account(fresh_archive, "писарь", "clerk")
    monkeypatch.setitem(FORMATS, "pdf", replace(FORMATS["pdf"], at_once=3))
    with archive.sessions() as session:
        plan = session.scalars(select(FilePlan.id)).one()
    with pytest.raises(FormTooLong) as refused:
        archive.forms.at_once("file-plan", plan, keeper, "pdf")
    assert refused.value.params == {"rows": 3}
    assert archive.forms.at_once("file-plan", plan, keeper, "xlsx").content.startswith(b"PK")
    drawing = archive.drawings.ask("file-plan", plan, keeper, "pdf")
    assert archive.drawings.ask("file-plan", plan, keeper, "pdf") == drawing  # it is under way
    assert archive.drawings.one(drawing, keeper).state == "waiting"
    with pytest.raises(FormNotReady):
        archive.drawings.file(drawing, keeper)
    with pytest.raises(NotFound):
        archive.drawings.one(drawing, other)
    work(archive)
    (done,) = archive.drawings.listed(keeper)
    assert (done.state, done.lines) == ("done", archive.forms.lines("file-plan", plan, keeper))
    assert done.title == f"Номенклатура дел с итоговой записью, версия номенклатуры {plan}"
    made = archive.drawings.file(drawing, keeper)
    assert "НОМЕНКЛАТУРА ДЕЛ" in " ".join(pages_of(made.content))
    assert archive.drawings.ask("file-plan", plan, keeper, "pdf") != drawing  # things change: it is drawn anew
    assert archive.drawings.listed(other) == ()
    with pytest.raises(NotFound):
        archive.drawings.file(drawing, other)
    with archive.sessions() as session:
        printed = session.scalars(select(AuditEvent).where(AuditEvent.action == "form:sheet:print")).all()
    assert len(printed) == 2  # the workbook and the file of the drawing: drawing itself hands nothing out
    assert archive.drawings.forget(archive.clock() + timedelta(minutes=1)) == 2
    assert archive.drawings.listed(keeper) == ()


@pytest.mark.parametrize("home", ["embedded"], indirect=True)
def test_the_page_of_a_long_form_shows_how_far_it_is_and_offers_the_file(
    fresh_archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, keeper = fresh_archive, account(fresh_archive, "архивист", "archivist")
    monkeypatch.setitem(FORMATS, "pdf", replace(FORMATS["pdf"], at_once=3))
    with quick_hashes():
        give_password(archive, keeper.login)
        visitor = Visitor(app_of(archive).test_client())
        visitor.sign_in(keeper.login)
    sent = visitor.get("/forms/file-plan/1.pdf")
    assert sent.status_code == 302
    at = sent.headers["Location"]
    page = visitor.get(at).text
    assert "В очереди" in page
    assert 'hx-trigger="every 1s"' in page
    assert visitor.get(f"{at}/file").status_code == 409
    robot = program(archive, keeper)
    refused = robot.get("/forms/file-plan/1/pdf")
    assert (refused.status_code, refused.get_json()["code"]) == (409, "form_too_long")
    asked = robot.ask("POST", "/forms/file-plan/1/drawings", json={"format": "pdf"})
    assert (asked.status_code, asked.get_json()["state"]) == (202, "waiting")
    work(archive)
    drawing = asked.get_json()["drawing_id"]
    assert robot.get(f"/drawn-forms/{drawing}").get_json()["state"] == "done"
    assert robot.get(f"/drawn-forms/{drawing}/file").data.startswith(b"%PDF")
    assert [one["drawing_id"] for one in robot.get("/drawn-forms").get_json()["drawings"]] == [drawing]
    assert "Форма готова" in visitor.get(at).text
    file = visitor.get(f"{at}/file")
    assert (file.status_code, file.mimetype) == (200, "application/pdf")
    assert "готова" in visitor.get("/forms").text
    assert visitor.get("/forms/drawn/99").status_code == 404
