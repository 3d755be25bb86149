"""An extract from a list copies the rows of one person; other people's rows stay behind."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytesseract
import pytest
from PIL import Image, ImageDraw, ImageFont
from sqlalchemy import update

from archive_app.auth.errors import NotAllowed
from archive_app.db.models import Page, RequestState
from archive_app.errors import NotFound
from archive_app.services.people.keeping import add_person
from archive_app.services.requests.errors import ExtractOutdated, RowNamesOthers, RowsMissing
from tests.fixtures.archives import account, file_one, work
from tests.fixtures.pdfa import broken_rules
from tests.integration.services.answering import CLASS, HANDED, Case, worded

if TYPE_CHECKING:
    from pathlib import Path


FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"


@pytest.fixture
def list_of_class(case: Case, tmp_path: Path) -> int:
    """A scanned list with a handwritten-like mark that recognition does not read, recognised for real."""
    page = Image.new("RGB", (1240, 1754), "white")
    pen, font = ImageDraw.Draw(page), ImageFont.truetype(FONT, 34)
    pen.text((120, 120), "Сводная ведомость успеваемости", fill="black", font=font)
    for at, name in enumerate(CLASS):
        pen.text((120, 300 + at * 120), f"{at + 1}. {name}   отлично", fill="black", font=font)
    for offset in range(0, 90, 12):
        pen.line((700, 640 + offset, 1100, 690 - offset), fill="blue", width=5)
    path = tmp_path / "ведомость.png"
    page.save(path, dpi=(150, 150))
    for name in CLASS[1:]:
        add_person(case.archive.people, name, case.keeper)
    number = file_one(case.archive, path, title="Сводная ведомость", kind="exam_sheet", item="02-13")
    work(case.archive)
    return number


def test_an_extract_holds_the_persons_rows_alone(case: Case, list_of_class: int, tmp_path: Path) -> None:
    made, keeper = case.archive.requests, case.keeper
    worded(case.archive)
    made.answering.draft(case.request, keeper, version=case.version)
    offered = made.extracting.offered(case.request, list_of_class, 1, keeper)
    (mine,) = offered.proposed
    others = [row.place for row in offered.rows if row.others]
    assert len(others) == 2, offered.rows
    assert CLASS[0].split()[0] in offered.rows[mine].text

    def choose(rows: list[int], page_version: int = offered.version) -> None:
        made.extracting.choose(
            case.request, list_of_class, 1, rows, keeper, page_version=page_version, version=case.version
        )

    with pytest.raises(RowNamesOthers):
        choose([mine, others[0]])
    with pytest.raises(RowNamesOthers):
        made.extracting.preview(case.request, list_of_class, 1, others, keeper)
    with pytest.raises(RowsMissing):
        choose([99])
    with pytest.raises(ExtractOutdated):
        choose([mine], offered.version + 1)
    with pytest.raises(NotAllowed):
        made.extracting.offered(case.request, list_of_class, 1, account(case.archive, "клерк", "clerk"))
    with pytest.raises(NotFound):
        made.extracting.offered(case.request, list_of_class, 7, keeper)
    choose([mine])
    made.answering.sign(case.request, "директор", keeper, version=case.version)
    paper = made.printing.paper(case.request, keeper)
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        assert len(pdf.pages) == 2
    assert broken_rules({"certificate with its extract": paper}, tmp_path) == {}
    document = pypdfium2.PdfDocument(paper)
    text = document[1].get_textpage().get_text_range()
    seen = document[1].render(scale=3).to_pil()
    read = pytesseract.image_to_string(seen, lang="rus")
    for found in (text, read):
        assert "Иванова" in found
        assert not any(part in found for name in CLASS[1:] for part in name.split()), found
    assert not any(
        blue > red + 60 for red, _, blue in {color for _, color in seen.convert("RGB").getcolors(2**24) or ()}
    ), "the scrawl stays behind"
    with case.archive.sessions.begin() as session:
        session.execute(update(Page).where(Page.document_id == list_of_class).values(version=offered.version + 1))
    with pytest.raises(ExtractOutdated):
        made.answering.issue(case.request, HANDED, keeper, version=case.version)
    assert case.card().state == RequestState.SIGNED
