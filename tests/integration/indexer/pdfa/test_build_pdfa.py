"""The use copy: it is PDF/A, its words lie where they stand, and the picture inside is the very one that came."""

import io
import re
import subprocess
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pikepdf import Dictionary, Name, pdfa
from PIL import Image, ImageDraw

from indexer.model import PageResult
from indexer.pdfa import PdfaOutcome, build_pdfa
from indexer.pipeline import PipelineOptions, Prepared, prepare, recognise
from indexer.pipeline.options import PageReader
from tests.fixtures.pdfa import broken_rules
from tests.integration.indexer.pipeline import fake_ocr, made_documents

PDF_A = PdfaOutcome("2b", None, written=True)


def _options(reader: PageReader = fake_ocr.read) -> PipelineOptions:
    return PipelineOptions(workers=2, read_page=reader, judge=fake_ocr.judge)


def _built(path: Path, out: Path, reader: PageReader = fake_ocr.read) -> tuple[PdfaOutcome, Prepared, list[PageResult]]:
    workdir = out.parent / "work"
    workdir.mkdir()
    prepared = prepare(path, path.name, workdir, _options(reader))
    results = list(recognise(prepared, _options(reader)))
    outcome = build_pdfa(prepared, results, out, title="Ведомость", options=_options(reader))
    assert not list(workdir.glob("pdfa-*"))
    return outcome, prepared, results


def _is_pdfa(path: Path) -> bool:
    return pdfa.validate_written(path, "2b").passed


def _words(path: Path, page: int = 1) -> dict[str, tuple[float, ...]]:
    """Words that poppler finds on a page, with boxes as fractions of the page as shown."""
    argv = ["pdftotext", "-bbox", "-cropbox", "-f", str(page), "-l", str(page), str(path), "-"]
    found = subprocess.run(argv, check=True, capture_output=True, text=True).stdout
    width, height = (float(size) for size in re.findall(r'<page width="([\d.]+)" height="([\d.]+)"', found)[0])
    with pikepdf.open(path) as pdf:
        if pdf.pages[page - 1].rotation % 180:  # poppler turns the words, but not the size it prints
            width, height = height, width
    boxes = re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>', found)
    return {
        text: (float(x0) / width, float(y0) / height, float(x1) / width, float(y1) / height)
        for x0, y0, x1, y1, text in boxes
    }


def _assert_words_lie_where_they_were_read(path: Path) -> None:
    found = _words(path)
    assert set(found) == {word.text for word in fake_ocr.WORDS}
    for word in fake_ocr.WORDS:
        assert found[word.text] == pytest.approx((word.x0, word.y0, word.x1, word.y1), abs=0.003)


def _stored_image(path: Path, page: int = 0) -> tuple[bytes, str]:
    with pikepdf.open(path) as pdf:
        (image,) = pdf.pages[page].get_images().values()
        return image.read_raw_bytes(), str(image.Filter)


def _drawn(path: Path, page: int = 0) -> Image.Image:
    image: Image.Image = pypdfium2.PdfDocument(path)[page].render(scale=100 / 72).to_pil()
    return image.convert("RGB")


@pytest.mark.parametrize("reader", [fake_ocr.read, fake_ocr.read_turned])
def test_a_jpeg_goes_in_byte_for_byte_and_its_words_over_it(tmp_path: Path, reader: PageReader) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(made_documents.jpeg_bytes(made_documents.picture()))
    outcome, _, _ = _built(path, tmp_path / "out.pdf", reader)
    assert outcome == PDF_A
    assert _is_pdfa(tmp_path / "out.pdf")
    assert _stored_image(tmp_path / "out.pdf") == (path.read_bytes(), "/DCTDecode")
    _assert_words_lie_where_they_were_read(tmp_path / "out.pdf")
    with pikepdf.open(tmp_path / "out.pdf") as pdf:
        assert pdf.docinfo.Title == "Ведомость"
        assert pdf.pages[0].rotation == (90 if reader is fake_ocr.read_turned else 0)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_exif_orientation_is_shown_upright_from_the_same_bytes(tmp_path: Path, orientation: int) -> None:
    exif = Image.Exif()
    exif[274] = orientation
    path = tmp_path / "a.jpg"
    path.write_bytes(made_documents.jpeg_bytes(made_documents.picture(size=(400, 600)), exif=exif))
    outcome, _, results = _built(path, tmp_path / "out.pdf")
    assert outcome == PDF_A
    assert _stored_image(tmp_path / "out.pdf")[0] == path.read_bytes()
    drawn = _drawn(tmp_path / "out.pdf")
    assert drawn.size == (results[0].width_px, results[0].height_px)
    with Image.open(path) as image:
        expected = _exif_shown(image)
    difference = sum(abs(a - b) for a, b in zip(_sampled(drawn), _sampled(expected), strict=True))
    assert difference < 1000


def _exif_shown(image: Image.Image) -> Image.Image:
    from PIL import ImageOps

    return ImageOps.exif_transpose(image).convert("RGB")


def _sampled(image: Image.Image) -> bytes:
    return image.resize((20, 20), Image.Resampling.BOX).convert("L").tobytes()


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "P", "RGBA", "LA", "I;16"])
def test_png_of_every_mode(tmp_path: Path, mode: str) -> None:
    picture = made_documents.picture()
    path = tmp_path / "a.png"
    (picture.convert("L").convert("I;16") if mode == "I;16" else picture.convert(mode)).save(path, dpi=(100, 100))
    outcome, _, _ = _built(path, tmp_path / "out.pdf")
    assert outcome == PDF_A
    assert _is_pdfa(tmp_path / "out.pdf")
    if mode in {"1", "L", "RGB", "P"}:
        assert _stored_image(tmp_path / "out.pdf")[0] in path.read_bytes()
        assert _drawn(tmp_path / "out.pdf").getpixel((100, 60)) != (255, 255, 255)
        assert _drawn(tmp_path / "out.pdf").getpixel((400, 600)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "CMYK"])
def test_tiff_of_many_pages_in_their_order(tmp_path: Path, mode: str) -> None:
    pages = []
    for number in range(3):
        page = Image.new("RGB", (800, 1000), "white")
        ImageDraw.Draw(page).rectangle((100 + 200 * number, 100, 200 + 200 * number, 200), fill="black")
        pages.append(page.convert(mode))
    path = tmp_path / "a.tif"
    pages[0].save(path, save_all=True, append_images=pages[1:], dpi=(100, 100))
    outcome, _, _ = _built(path, tmp_path / "out.pdf")
    assert outcome == PDF_A
    for number in range(3):
        drawn = _drawn(tmp_path / "out.pdf", number).convert("L")
        assert [drawn.getpixel((150 + 200 * at, 150)) < 128 for at in range(3)] == [at == number for at in range(3)]  # type: ignore[operator]


def test_a_scanned_pdf_keeps_its_streams(tmp_path: Path) -> None:
    path = made_documents.scan_pdf(tmp_path / "a.pdf", False, True)
    outcome, _, _ = _built(path, tmp_path / "out.pdf")
    assert outcome == PDF_A
    assert [_stored_image(path, page) for page in (0, 1)] == [
        _stored_image(tmp_path / "out.pdf", page) for page in (0, 1)
    ]
    _assert_words_lie_where_they_were_read(tmp_path / "out.pdf")


def test_an_earlier_invisible_layer_of_garbage_gives_way(tmp_path: Path) -> None:
    garbage = made_documents.TEXT.encode("cp1251").decode("latin-1")
    path = made_documents.text_pdf(tmp_path / "a.pdf", garbage, scan=True)
    outcome, _, _ = _built(path, tmp_path / "out.pdf")
    assert outcome == PDF_A
    _assert_words_lie_where_they_were_read(tmp_path / "out.pdf")


def test_a_page_stored_turned_gets_its_words_upright(tmp_path: Path) -> None:
    path = made_documents.scan_pdf(tmp_path / "a.pdf", False)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].Rotate = 270
        pdf.pages[0].CropBox = pikepdf.Array([30, 50, 400, 700])
        pdf.save(path)
    _built(path, tmp_path / "out.pdf", fake_ocr.read_turned)
    _assert_words_lie_where_they_were_read(tmp_path / "out.pdf")
    with pikepdf.open(tmp_path / "out.pdf") as pdf:
        assert pdf.pages[0].rotation % 360 == 0


def test_a_digital_pdf_keeps_its_own_words_once(tmp_path: Path) -> None:
    path = made_documents.text_pdf(tmp_path / "a.pdf", made_documents.TEXT)
    outcome, _, _ = _built(path, tmp_path / "out.pdf")
    assert outcome == PDF_A
    assert set(_words(tmp_path / "out.pdf")) == set(made_documents.TEXT.split())


def test_scripts_and_actions_go(tmp_path: Path) -> None:
    path = made_documents.text_pdf(tmp_path / "a.pdf", made_documents.TEXT)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
        pdf.save(path)
    outcome, _, _ = _built(path, tmp_path / "out.pdf")
    assert outcome == PDF_A
    assert b"JavaScript" not in (tmp_path / "out.pdf").read_bytes()


def _with_a_font_that_is_not_embedded(path: Path) -> Path:
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=made_documents.A4)
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
        page.Resources = Dictionary(Font=Dictionary(F=font))
        lines = "\n".join(f"1 0 0 1 50 {800 - 25 * line} Tm (School order number {line}) Tj" for line in range(30))
        page.Contents = pdf.make_stream(f"BT /F 20 Tf {lines} ET".encode())
        pdf.save(path)
    return path


def test_ghostscript_embeds_what_was_not_embedded(tmp_path: Path) -> None:
    path = _with_a_font_that_is_not_embedded(tmp_path / "a.pdf")
    outcome, _, results = _built(path, tmp_path / "out.pdf")
    assert results[0].state == "text_layer"
    assert outcome == PDF_A
    assert _is_pdfa(tmp_path / "out.pdf")
    assert {"School", "order"} <= set(_words(tmp_path / "out.pdf"))


def test_a_checker_of_others_agrees_and_sees_what_is_not_pdfa(tmp_path: Path) -> None:
    """veraPDF, which knows what the checker of pikepdf does not: fonts, glyphs, colours, extension schemas."""
    picture, sheets = tmp_path / "a.jpg", tmp_path / "a.tif"
    picture.write_bytes(made_documents.jpeg_bytes(made_documents.picture()))
    made_documents.picture().convert("CMYK").save(sheets, dpi=(100, 100))
    unembedded = _with_a_font_that_is_not_embedded(tmp_path / "font.pdf")
    sources = {
        "photograph": picture,
        "sheets": sheets,
        "scan": made_documents.scan_pdf(tmp_path / "scan.pdf", False, True),
        "own words": made_documents.text_pdf(tmp_path / "own.pdf", made_documents.TEXT),
        "font from elsewhere": unembedded,
    }
    made = {}
    for name, path in sources.items():
        folder = tmp_path / name
        folder.mkdir()
        assert _built(path, folder / "out.pdf")[0] == PDF_A, name
        made[name] = (folder / "out.pdf").read_bytes()
    broken = broken_rules({**made, "no copy": unembedded.read_bytes()}, tmp_path)
    assert set(broken) == {"no copy"}, broken
    assert any(rule.startswith("6.2.11.4.1-1 ") for rule in broken["no copy"]), broken


def test_without_ghostscript_no_conformance_is_claimed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _with_a_font_that_is_not_embedded(tmp_path / "a.pdf")
    monkeypatch.setenv("PATH", "")
    outcome, _, _ = _built(path, tmp_path / "out.pdf")
    assert (outcome.conformance, outcome.written) == (None, False)
    assert outcome.why is not None
    assert "violation" in outcome.why
    assert not (tmp_path / "out.pdf").exists()


def test_a_page_that_cannot_be_decoded_is_blank_and_named(tmp_path: Path) -> None:
    path = made_documents.tiff(tmp_path / "a.tif", False, False, False)
    content = path.read_bytes()
    with Image.open(path) as image:
        image.seek(1)
        offset = image.tag_v2[273][0]  # type: ignore[attr-defined]
    path.write_bytes(content[:offset] + b"\0" * 64 + content[offset + 64 :])
    outcome, _, results = _built(path, tmp_path / "out.pdf")
    states = {result.number: result.state.value for result in results}
    assert states[1] == states[3] == "recognised"
    if states[2] == "failed":
        assert outcome == PdfaOutcome("2b", None, written=True, missing=(2,))
    with pikepdf.open(tmp_path / "out.pdf") as pdf:
        assert len(pdf.pages) == 3


@pytest.mark.parametrize(("content", "why"), [(b"text", "no_pictures"), (bytes(range(256)), "no_pages")])
def test_what_has_no_pictures_has_no_copy(tmp_path: Path, content: bytes, why: str) -> None:
    path = tmp_path / "a"
    path.write_bytes(content)
    outcome, _, _ = _built(path, tmp_path / "out.pdf")
    assert outcome == PdfaOutcome(None, why, written=False)


def test_a_cmyk_jpeg_is_turned_into_colours_that_the_copy_declares(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    stream = io.BytesIO()
    made_documents.picture().convert("CMYK").save(stream, "JPEG", dpi=(100, 100))
    path.write_bytes(stream.getvalue())
    outcome, _, _ = _built(path, tmp_path / "out.pdf")
    assert outcome == PDF_A
    red = _drawn(tmp_path / "out.pdf").getpixel((100, 60))
    assert isinstance(red, tuple)
    assert red[0] > 180
    assert red[1] < 100


def test_the_copy_of_real_scans(tmp_path: Path, shared_samples: Path) -> None:
    for name in ("technical_task_scan.pdf", "table.djvu", "table_rotated_90.png"):
        folder = tmp_path / name
        folder.mkdir()
        outcome, prepared, _ = _built(shared_samples / "scans" / name, folder / "out.pdf")
        assert outcome == PDF_A
        with pikepdf.open(folder / "out.pdf") as pdf:
            assert len(pdf.pages) == prepared.page_count
