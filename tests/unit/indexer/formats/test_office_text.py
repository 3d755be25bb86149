"""Office documents in pure Python are bounded and refuse what no office program writes."""

import zipfile
from pathlib import Path

import pytest

from indexer.errors import Damaged, TooLarge
from indexer.formats import office_text
from indexer.formats.containers import check_container
from indexer.formats.office_text import office_to_text

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _docx(path: Path, xml: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", xml)
    return path


def test_tabs_and_breaks_are_kept(tmp_path: Path) -> None:
    xml = '<w:d xmlns:w="w"><w:p><w:t>а</w:t><w:tab/><w:t>б</w:t><w:br/><w:t>в</w:t></w:p><w:p/></w:d>'
    assert office_to_text(_docx(tmp_path / "a", xml), DOCX) == "а\tб\nв\n"


def test_an_entity_bomb_is_refused(tmp_path: Path) -> None:
    xml = '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><d><p><t>&b;</t></p></d>'
    with pytest.raises(Damaged):
        office_to_text(_docx(tmp_path / "a", xml), DOCX)


@pytest.mark.parametrize("xml", ["<d><p>", "", "\0"])
def test_broken_xml_is_damage(tmp_path: Path, xml: str) -> None:
    with pytest.raises(Damaged):
        office_to_text(_docx(tmp_path / "a", xml), DOCX)


def test_a_directory_that_lies_about_sizes_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _docx(tmp_path / "a", "<d>" + " " * 10_000 + "</d>")
    monkeypatch.setattr(office_text, "MOST_XML", 1000)
    with pytest.raises(TooLarge) as caught:
        office_to_text(path, DOCX)
    assert caught.value.params["limit"] == 1000


def test_thousands_of_members_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a", "w") as archive:
        for number in range(20_001):
            archive.writestr(str(number), "")
    with pytest.raises(TooLarge) as caught:
        check_container(tmp_path / "a")
    assert caught.value.params["what"] == "files"
