"""Input that is meant to do harm, or might as well be: a clear word or a failed page, never a crash or a hang."""

from pathlib import Path

import pikepdf
import pytest

from indexer.errors import (
    Damaged,
    EmptyFile,
    IndexerError,
    PasswordProtected,
    TooLarge,
    TooManyPages,
    UnusableInput,
)
from indexer.pdfa import build_pdfa
from indexer.pipeline import PipelineOptions, prepare, recognise, render_page
from indexer.sandbox import Limits
from tests.integration.indexer.pipeline import fake_ocr, made_documents

GIB = 1024**3
LIMITS = Limits(memory_bytes=GIB, cpu_s=4, wall_s=10)
OPTIONS = PipelineOptions(
    workers=1, read_page=fake_ocr.read, judge=fake_ocr.judge, limits=LIMITS, document_limits=LIMITS, max_pages=20_000
)


def _states(path: Path) -> list[str]:
    results = recognise(prepare(path, path.name, path.parent, OPTIONS), OPTIONS)
    return [result.state.value for result in sorted(results, key=lambda result: result.number)]


def test_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").touch()
    with pytest.raises(EmptyFile):
        prepare(tmp_path / "a.pdf", "a.pdf", tmp_path, OPTIONS)


@pytest.mark.parametrize("keep", [5, 100, 700, 1500])
def test_a_pdf_torn_anywhere_gives_pages_or_a_refusal(tmp_path: Path, keep: int) -> None:
    path = made_documents.text_pdf(tmp_path / "a.pdf", made_documents.TEXT, made_documents.TEXT)
    path.write_bytes(path.read_bytes()[:keep])
    try:
        states = _states(path)
    except Damaged:
        return
    assert states
    assert set(states) <= {"text_layer", "recognised", "failed"}


@pytest.mark.parametrize("password", ["", "секрет"])
def test_a_pdf_under_a_password(tmp_path: Path, password: str) -> None:
    path = made_documents.text_pdf(tmp_path / "a.pdf", made_documents.TEXT)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(owner="хозяин", user=password))
    if password:
        with pytest.raises(PasswordProtected):
            prepare(path, path.name, tmp_path, OPTIONS)
    else:
        assert _states(path) == ["text_layer"]


def test_ten_thousand_pages_are_accepted_or_refused_by_setting(tmp_path: Path) -> None:
    path = made_documents.blank_pdf(tmp_path / "a.pdf", 10_000)
    assert prepare(path, "", tmp_path, OPTIONS).page_count == 10_000
    strict = PipelineOptions(workers=1, document_limits=LIMITS, max_pages=9_999)
    with pytest.raises(TooManyPages) as caught:
        prepare(path, "", tmp_path, strict)
    assert caught.value.params == {"pages": 10_000, "limit": 9_999}


def test_a_page_that_unpacks_to_gigabytes_fails_alone(tmp_path: Path) -> None:
    path = made_documents.bomb_pdf(tmp_path / "a.pdf", 3 * GIB)
    assert path.stat().st_size < 5_000_000
    assert _states(path) == ["recognised", "failed", "recognised"]


def test_no_copy_of_a_bomb_but_an_answer(tmp_path: Path) -> None:
    path = made_documents.bomb_pdf(tmp_path / "a.pdf", 3 * GIB)
    prepared = prepare(path, "", tmp_path, OPTIONS)
    outcome = build_pdfa(prepared, recognise(prepared, OPTIONS), tmp_path / "out.pdf", options=OPTIONS)
    assert outcome.conformance is None
    assert outcome.why


def test_a_form_that_draws_itself(tmp_path: Path) -> None:
    path = made_documents.self_drawing_pdf(tmp_path / "a.pdf")
    assert _states(path)[0] in {"recognised", "failed"}


def test_a_cross_reference_table_that_points_to_itself(tmp_path: Path) -> None:
    assert _states(made_documents.looping_pdf(tmp_path / "a.pdf")) == ["recognised"]


def test_a_picture_of_900_million_pixels_is_refused_by_its_header(tmp_path: Path) -> None:
    path = made_documents.png_bomb(tmp_path / "a.png", 30_000)
    assert path.stat().st_size < 1_000_000
    with pytest.raises(TooLarge) as caught:
        prepare(path, path.name, tmp_path, OPTIONS)
    assert caught.value.params["what"] == "pixels"
    with pytest.raises(TooLarge):
        render_page(path, 1)


def test_a_picture_of_900_million_pixels_inside_a_pdf_costs_its_page(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=made_documents.A4)
        image = pikepdf.Stream(
            pdf,
            made_documents.bomb(GIB),
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=30_000,
            Height=30_000,
            ColorSpace=pikepdf.Name.DeviceGray,
            BitsPerComponent=8,
            Filter=pikepdf.Name.FlateDecode,
        )
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Scan=image))
        page.Contents = pdf.make_stream(b"595 0 0 842 0 0 cm /Scan Do")
        pdf.save(tmp_path / "a.pdf")
    assert _states(tmp_path / "a.pdf")[0] in {"recognised", "failed"}


def test_an_office_document_that_would_unpack_to_gigabytes(tmp_path: Path) -> None:
    path = made_documents.docx(tmp_path / "a.docx", "x", claims=2 * GIB)
    with pytest.raises(TooLarge) as caught:
        prepare(path, path.name, tmp_path, OPTIONS)
    assert caught.value.params["what"] == "bytes"


def test_the_shared_broken_ones(tmp_path: Path, shared_samples: Path) -> None:
    for path in (shared_samples / "broken").iterdir():
        with pytest.raises(Damaged):
            prepare(path, path.name, tmp_path, OPTIONS)


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.4 but no more",
        b"AT&TFORM\0\0\0\x20DJVUINFO broken",
        b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"II*\0\x08\0\0\0\xff\xff" + bytes(40),
        b"PK\x03\x04 not a zip",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500),
        b"GIF89a\xff\xff\xff\xff",
        b"From: a\nTo: b\nSubject: =?utf-8?q?=ff?=\nContent-Type: multipart/mixed\n\nx",
        b"<html><body>" + b"<div>" * 50_000,
    ],
)
def test_heads_without_a_body_never_surprise(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a"
    path.write_bytes(content)
    try:
        states = _states(path)
    except UnusableInput:
        return
    assert set(states) <= {"failed", "text_layer", "blank", "review"}


def test_pictures_of_hostile_pages_end_in_errors_too(tmp_path: Path) -> None:
    path = made_documents.bomb_pdf(tmp_path / "a.pdf", 3 * GIB)
    with pytest.raises(IndexerError):
        render_page(path, 2)
    assert render_page(path, 1).startswith(b"\xff\xd8")
