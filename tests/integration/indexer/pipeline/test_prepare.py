"""Every kind of document becomes pages, or is described, or refused with a word for it; nothing is left about."""

import email.message
import subprocess
from pathlib import Path

import pytest

from indexer.errors import Damaged
from indexer.formats import Family
from indexer.pipeline import PageSource, PipelineOptions, Prepared, plain_text, prepare, recognise
from tests.integration.indexer.pipeline import fake_ocr, made_documents

OPTIONS = PipelineOptions(workers=2, read_page=fake_ocr.read, judge=fake_ocr.judge)


def _prepared(path: Path, workdir: Path) -> Prepared:
    before = path.read_bytes()
    prepared = prepare(path, path.name, workdir, OPTIONS)
    assert path.read_bytes() == before
    assert [entry.name for entry in path.parent.iterdir() if entry != workdir] == [path.name]
    return prepared


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    (tmp_path / "inbox").mkdir()
    return tmp_path / "inbox"


@pytest.fixture
def workdir(tmp_path: Path) -> Path:
    (tmp_path / "work").mkdir()
    return tmp_path / "work"


def test_a_pdf_says_what_it_is(inbox: Path, workdir: Path) -> None:
    prepared = _prepared(made_documents.text_pdf(inbox / "a.pdf", "раз", "два"), workdir)
    assert (prepared.identified.family, prepared.page_count, prepared.repaired) == (Family.PDF, 2, False)
    assert not list(workdir.iterdir())


def test_a_truncated_pdf_is_repaired_as_far_as_it_goes(inbox: Path, workdir: Path) -> None:
    path = made_documents.scan_pdf(inbox / "a.pdf", False, False, False)
    path.write_bytes(path.read_bytes()[:-400])
    prepared = _prepared(path, workdir)
    assert prepared.repaired
    assert prepared.pages_path.parent == workdir
    assert [result.state for result in recognise(prepared, OPTIONS)] == ["recognised"] * prepared.page_count


def test_a_pdf_without_any_page_left_is_damaged(inbox: Path, workdir: Path) -> None:
    path = inbox / "a.pdf"
    path.write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n")
    with pytest.raises(Damaged):
        _prepared(path, workdir)


def test_a_tiff_has_many_pages(inbox: Path, workdir: Path) -> None:
    prepared = _prepared(made_documents.tiff(inbox / "a.tif", False, True, False), workdir)
    assert (prepared.page_count, prepared.pages_from) == (3, PageSource.IMAGE)


def test_an_office_document_becomes_a_pdf_with_its_own_text(inbox: Path, workdir: Path) -> None:
    prepared = _prepared(made_documents.docx(inbox / "a.docx", "Личное дело", "Иванова Мария"), workdir)
    results = list(recognise(prepared, OPTIONS))
    assert (prepared.identified.family, prepared.pages_from) == (Family.OFFICE, PageSource.PDF)
    assert [path.name for path in workdir.iterdir()] == ["document.pdf"]
    assert plain_text(results).split() == ["Личное", "дело", "Иванова", "Мария"]
    assert results[0].state == "text_layer"


def test_without_libreoffice_the_text_of_an_office_document_is_kept(
    inbox: Path, workdir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made_documents.docx(inbox / "a.docx", "Личное дело", "Иванова Мария")
    monkeypatch.setenv("PATH", "")
    prepared = _prepared(path, workdir)
    assert prepared.pages_from is PageSource.TEXT
    assert plain_text(recognise(prepared, OPTIONS)) == "Личное дело\nИванова Мария"


def test_rtf_is_read(inbox: Path, workdir: Path) -> None:
    path = inbox / "a.rtf"
    path.write_bytes(rb"{\rtf1\ansi\ansicpg1251 {\fonttbl{\f0\fcharset204 Arial;}}\f0 \'cf\'f0\'e8\'ea\'e0\'e7 12}")
    assert plain_text(recognise(_prepared(path, workdir), OPTIONS)).split() == ["Приказ", "12"]


@pytest.mark.parametrize("kind", ["odt", "xlsx", "ods"])
def test_other_office_kinds_are_read_with_and_without_libreoffice(
    inbox: Path, workdir: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    path = _by_libreoffice(inbox, kind)
    drawn = plain_text(recognise(_prepared(path, workdir), OPTIONS)).split()
    monkeypatch.setenv("PATH", "")
    text = plain_text(recognise(_prepared(path, workdir), OPTIONS)).split()
    assert text == ["Иванова", "2009", "Петров", "2010"]
    assert [word for word in drawn if word in text] == text  # a printed sheet has its name and a page number besides


def _by_libreoffice(folder: Path, kind: str) -> Path:
    """A text or a table in the format wanted, written by the program that people write it with."""
    table = kind in {"xlsx", "ods"}
    source = folder / ("a.csv" if table else "a.txt")
    source.write_text("Иванова,2009\nПетров,2010\n" if table else "Иванова 2009\nПетров 2010\n", encoding="utf-8-sig")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    reader = ["--infilter=CSV:44,34,76,1"] if table else ["--infilter=Text (encoded):UTF8"]
    argv = ["soffice", profile, "--headless", *reader, "--convert-to", kind, "--outdir", str(folder), str(source)]
    subprocess.run(argv, check=True, capture_output=True, timeout=120)
    for entry in list(folder.iterdir()):
        if entry.suffix != f".{kind}":
            subprocess.run(["rm", "-r", str(entry)], check=True)
    return folder / f"a.{kind}"


@pytest.mark.parametrize("encoding", ["cp1251", "utf-8", "utf-16"])
def test_texts_tables_and_web_pages_are_read_in_their_encoding(inbox: Path, workdir: Path, encoding: str) -> None:
    contents = {
        "a.txt": ("Приказ\nпервый", "Приказ\nпервый"),
        "a.csv": ("имя;год\nИванова;2009\n", "имя;год\nИванова;2009"),
        "a.html": ("<html><head><title>x</title></head><body><p>Приказ<br>12</p></body></html>", "Приказ\n12"),
    }
    for name, (content, text) in contents.items():
        path = inbox / name
        path.write_bytes(content.encode(encoding))
        results = list(recognise(_prepared(path, workdir), OPTIONS))
        assert [(result.number, result.state, result.text) for result in results] == [(1, "text_layer", text)]
        path.unlink()


def test_a_letter_gives_headers_body_and_names_of_attachments(inbox: Path, workdir: Path) -> None:
    letter = email.message.EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "Школа <school@example.ru>", "archive@example.ru", "Справка"
    letter.set_content("Просим выдать справку.", charset="koi8-r")
    letter.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="заявление.pdf")
    path = inbox / "a.eml"
    path.write_bytes(letter.as_bytes())
    prepared = _prepared(path, workdir)
    text = plain_text(recognise(prepared, OPTIONS))
    assert prepared.metadata["subject"] == "Справка"
    assert text.split("\n") == [
        "From: Школа <school@example.ru>",
        "To: archive@example.ru",
        "Subject: Справка",
        "Attachment: заявление.pdf",
        "",
        "Просим выдать справку.",
    ]


@pytest.mark.parametrize(
    ("content", "family"),
    [(b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", Family.MEDIA), (bytes(range(256)) * 4, Family.UNKNOWN)],
)
def test_other_kinds_are_described_and_have_no_pages(
    inbox: Path, workdir: Path, content: bytes, family: Family
) -> None:
    path = inbox / "a.bin"
    path.write_bytes(content)
    prepared = _prepared(path, workdir)
    assert (prepared.identified.family, prepared.page_count) == (family, 0)
    assert prepared.identified.description
    assert list(recognise(prepared, OPTIONS)) == []


def test_the_shared_djvu_has_four_pages(shared_samples: Path, workdir: Path) -> None:
    prepared = prepare(shared_samples / "scans" / "table.djvu", "table.djvu", workdir, OPTIONS)
    assert (prepared.page_count, prepared.page_dpi) == (4, (300, 300, 300, 300))
    assert {result.number: result.width_px for result in recognise(prepared, OPTIONS)} == dict.fromkeys(
        range(1, 5), 2481
    )
    assert not list(workdir.iterdir())
