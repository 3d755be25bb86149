"""Pages are recognised once, when needed; one that fails leaves the others alone; a job goes on where it died."""

from itertools import islice
from pathlib import Path

import pytest
from PIL import Image

from indexer.model import PageState
from indexer.pipeline import PipelineOptions, prepare, recognise
from indexer.pipeline.options import PageReader
from indexer.sandbox import Limits
from tests.integration.indexer.pipeline import fake_ocr, made_documents

LIMITS = Limits(memory_bytes=1024**3, cpu_s=20, wall_s=20)
OPTIONS = PipelineOptions(workers=2, read_page=fake_ocr.read, judge=fake_ocr.judge, limits=LIMITS)
MOJIBAKE = made_documents.TEXT.encode("cp1251").decode("latin-1")
PERMUTED = made_documents.TEXT.encode("cp1251").decode("koi8-r")


def _states(path: Path, workdir: Path, options: PipelineOptions = OPTIONS) -> dict[int, tuple[str, str | None]]:
    prepared = prepare(path, path.name, workdir, options)
    return {result.number: (result.state.value, result.reason) for result in recognise(prepared, options)}


def test_a_trustworthy_text_layer_is_kept_with_its_boxes(tmp_path: Path) -> None:
    path = made_documents.text_pdf(tmp_path / "a.pdf", made_documents.TEXT)
    (result,) = recognise(prepare(path, "", tmp_path, OPTIONS), OPTIONS)
    expected = made_documents.words_of(made_documents.TEXT)
    assert result.state is PageState.TEXT_LAYER
    assert (result.width_px, result.height_px, result.dpi, result.confidence) == (2479, 3508, 300, None)
    assert result.text.split() == [word.text for word in expected]
    for found, laid in zip(result.words, expected, strict=True):
        assert (found.text, found.line) == (laid.text, laid.line)
        assert found.x0 == pytest.approx(laid.x0, abs=0.01)
        assert found.y1 == pytest.approx(laid.y1, abs=0.01)


def test_boxes_of_a_turned_page_are_those_that_a_person_sees(tmp_path: Path) -> None:
    path = made_documents.text_pdf(tmp_path / "a.pdf", made_documents.TEXT, turn=90)
    (result,) = recognise(prepare(path, "", tmp_path, OPTIONS), OPTIONS)
    expected = made_documents.words_of(made_documents.TEXT)[0]
    assert (result.width_px, result.height_px) == (3508, 2479)
    assert (result.words[0].x0, result.words[0].y1) == pytest.approx((expected.x0, expected.y1), abs=0.01)


@pytest.mark.parametrize("text", [MOJIBAKE, PERMUTED, "\ue000\ue001\ue002 \ue003\ue004", ""])
def test_a_text_layer_of_garbage_is_recognised_anew(tmp_path: Path, text: str) -> None:
    path = made_documents.text_pdf(tmp_path / "a.pdf", text, scan=True)
    assert _states(path, tmp_path) == {1: ("recognised", None)}


def test_a_scan_with_a_stamped_on_line_is_recognised_anew(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    made_documents.text_pdf(path, made_documents.TEXT, scan=True, lines=30)
    assert _states(path, tmp_path) == {1: ("text_layer", None)}
    made_documents.text_pdf(path, "Сканировано приложением", scan=True, lines=1)
    assert _states(path, tmp_path) == {1: ("recognised", None)}


def test_only_the_scanned_pages_of_a_mixed_pdf_are_recognised(tmp_path: Path) -> None:
    path = made_documents.text_pdf(tmp_path / "a.pdf", made_documents.TEXT, "", made_documents.TEXT)
    assert {number: state for number, (state, _) in _states(path, tmp_path).items()} == {
        1: "text_layer",
        2: "recognised",
        3: "text_layer",
    }


def test_a_scan_inside_a_pdf_is_read_at_its_own_resolution(tmp_path: Path) -> None:
    path = made_documents.scan_pdf(tmp_path / "a.pdf", False)
    (result,) = recognise(prepare(path, "", tmp_path, OPTIONS), OPTIONS)
    assert (result.width_px, result.height_px, result.dpi) == (826, 1169, 100)


def test_a_photograph_is_turned_as_its_camera_says(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    exif = Image.Exif()
    exif[274] = 6
    path.write_bytes(made_documents.jpeg_bytes(made_documents.picture(), exif=exif))
    (result,) = recognise(prepare(path, "", tmp_path, OPTIONS), OPTIONS)
    assert (result.width_px, result.height_px, result.rotation) == (1169, 826, 0)


def test_pages_done_before_are_not_done_again(tmp_path: Path) -> None:
    prepared = prepare(made_documents.tiff(tmp_path / "a.tif", *[False] * 5), "", tmp_path, OPTIONS)
    first = [result.number for result in islice(recognise(prepared, OPTIONS), 2)]
    rest = [result.number for result in recognise(prepared, OPTIONS, frozenset(first))]
    assert sorted(first + rest) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("reader", "reason"),
    [
        (fake_ocr.abort_on_dark, "crashed"),
        (fake_ocr.hang_on_dark, "timeout"),
        (fake_ocr.devour_on_dark, "memory"),
        (fake_ocr.raise_on_dark, "failed"),
    ],
)
def test_a_page_that_kills_its_child_fails_alone(tmp_path: Path, reader: PageReader, reason: str) -> None:
    options = PipelineOptions(
        workers=2, read_page=reader, judge=fake_ocr.judge, limits=Limits(memory_bytes=1024**3, cpu_s=20, wall_s=5)
    )
    path = made_documents.scan_pdf(tmp_path / "a.pdf", False, True, False, False)
    assert _states(path, tmp_path, options) == {
        1: ("recognised", None),
        2: ("failed", reason),
        3: ("recognised", None),
        4: ("recognised", None),
    }


def test_a_truncated_jpeg_is_read_as_far_as_it_goes_and_shown_to_a_person(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    noise = Image.effect_noise((826, 1169), 90).convert("RGB")
    whole = made_documents.jpeg_bytes(noise)
    path.write_bytes(whole[: len(whole) // 2])
    assert _states(path, tmp_path) == {1: ("review", "damaged")}
