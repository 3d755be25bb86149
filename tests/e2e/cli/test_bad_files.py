"""What people really try to file. Each gets a clear word or becomes a document; the rest of the batch goes on."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from PIL import Image

from tests.fixtures.archives import note

if TYPE_CHECKING:
    from tests.e2e.cli.conftest import Cli

FILE = ("--item", "02-03", "--year", "2025")
NOBODY = ("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "--")


def test_a_folder_of_good_and_bad(cli: Cli, tmp_path: Path) -> None:
    folder = _mixed_folder(tmp_path / "сканы")
    answer = cli.json("file", folder, *FILE, "--wait", code=3)
    by_name = {Path(each["path"]).name: each for each in answer["files"]}
    assert {name: each["code"] for name, each in by_name.items() if each["outcome"] == "refused"} == {
        "пустой.pdf": "empty_file",
        "не картинка.jpg": "damaged",
        "обрыв.jpg": "damaged",
        "тайна.pdf": "password_protected",
        "труба": "cannot_read",
    }
    assert all(each["message"] for each in by_name.values() if each["outcome"] == "refused")
    filed = {name for name, each in by_name.items() if each["outcome"] == "filed"}
    assert filed == {"😀 смайл.txt", "не кино.mp4", "кино.bin", "бомба.pdf", "внутри.txt", "приказ.txt"} - {
        "бомба.pdf" if by_name["бомба.pdf"]["outcome"] == "refused" else ""
    } | {_cp1251_shown()}
    assert by_name["кино.bin"]["state"] == "not_applicable"
    assert by_name["не кино.mp4"]["state"] == "recognised"
    assert ".скрытый.txt" not in by_name
    again = cli.json("file", folder, *FILE, code=3)
    assert (again["filed"], again["duplicates"]) == (0, len(filed))
    assert cli.json("search", "улыбка")["total"] == 1
    assert cli.json("doctor")["blobs"]["unknown"] == 0
    said = cli.says("file", folder, *FILE, code=3)
    assert len(said.strip().splitlines()) >= len(by_name)


def test_a_manifest(cli: Cli, tmp_path: Path) -> None:
    note(tmp_path, "раз", "1.txt")
    note(tmp_path, "два", "2.txt")
    rows = (
        "path;item;year;title;date;persons",
        "1.txt;02-03;2025;Первый;26.05.2025;Иванова Анна|Петров Пётр",
        "2.txt;;;Второй;;",
        "3.txt;02-03;2025;Нет такого;;",
        "1.txt;02-03;2025;Снова;;",
        "2.txt;02-03;2025;Плохая дата;вчера;",
        "../2.txt;02-03;год;Плохой год;;",
    )
    manifest = note(tmp_path, "\n".join(rows), "опись.csv")
    answer = cli.json("file", "--manifest", manifest, *FILE, code=3)
    assert [(each["outcome"], each["code"]) for each in answer["files"]] == [
        ("filed", None),
        ("filed", None),
        ("refused", "cannot_read"),
        ("duplicate", None),
        ("refused", "bad_manifest_line"),
        ("refused", "bad_manifest_line"),
    ]
    assert [person["name"] for person in cli.json("show", 1)["persons"]] == ["Иванова Анна", "Петров Пётр"]
    assert cli.json("file", "--manifest", note(tmp_path, "a;b", "x.csv"), code=2)["error"]["code"] == "bad_manifest"
    assert cli.json("file", "--manifest", tmp_path / "нет.csv", code=2)["error"]["code"] == "bad_manifest"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--item", "99-99", "--year", "2025"), "unknown_item"),
        (("--item", "02-03", "--year", "1999"), "year_without_plan"),
        (("--item", "02-03", "--year", "2025", "--kind", "роман"), "unknown_kind"),
        (("--item", "02-03", "--year", "2025", "--person", "Иванова 2"), "name_not_understood"),
    ],
)
def test_wrong_facts(shared_cli: Cli, tmp_path: Path, arguments: tuple[str, ...], code: str) -> None:
    answer = shared_cli.json("file", note(tmp_path, "текст"), *arguments, code=3)
    assert [each["code"] for each in answer["files"]] == [code]


def test_facts_in_the_encoding_of_an_old_terminal(shared_cli: Cli, tmp_path: Path) -> None:
    title = "Ведомость".encode("cp1251")
    answer = shared_cli.json("file", note(tmp_path, "из старого терминала"), *FILE, "--title", title)
    assert shared_cli.json("show", answer["files"][0]["document_id"])["title"] == "Ведомость"


def test_paths_that_are_not_there(shared_cli: Cli, tmp_path: Path) -> None:
    paths = [tmp_path / "нет.pdf", tmp_path / ("я" * 300), tmp_path / ".." / ".." / "нет"]
    answer = shared_cli.json("file", *paths, *FILE, code=3)
    assert [each["code"] for each in answer["files"]] == ["cannot_read"] * 3


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_what_another_user_may_not_read(shared_cli: Cli) -> None:
    """The archive belongs to nobody here, so that only what is to be filed is closed."""
    with tempfile.TemporaryDirectory() as name:  # pytest's own folders are closed to other users
        root = Path(name)
        home = Path(shutil.copytree(shared_cli.home.folder, root / "home"))
        for path in (root, home, *home.rglob("*")):
            os.chown(path, 65534, 65534)
        closed, opened = note(root, "тайна", "closed.txt"), note(root, "явь", "open.txt")
        closed.chmod(0o600)
        opened.chmod(0o644)  # whatever mask of files another test has left behind
        (root / "folder").mkdir(mode=0o700)
        paths = (closed, opened, root / "folder")
        done = shared_cli.process("file", *paths, *FILE, "--json", before=NOBODY, ARCHIVE_HOME=str(home))
        if not done.stdout and "Permission denied" in done.stderr:
            pytest.skip("the interpreter itself is closed to other users here")
        outcomes = {Path(each["path"]).name: each["code"] for each in json.loads(done.stdout)["files"]}
        assert outcomes == {"closed.txt": "cannot_read", "open.txt": None, "folder": "cannot_read"}
        home.chmod(0o000)
        closed_home = shared_cli.process("doctor", "--json", before=NOBODY, ARCHIVE_HOME=str(home))
        assert (closed_home.returncode, json.loads(closed_home.stdout)["error"]["code"]) == (7, "settings")


def test_10000_pages(cli: Cli, tmp_path: Path) -> None:
    path = _blank_pages(tmp_path / "том.pdf", 10_000)
    refused = cli.json("file", path, *FILE, code=3, ARCHIVE_MAX_PAGES="9999")["files"][0]
    assert refused["code"] == "too_many_pages"
    assert "9999" in refused["message"].replace("\xa0", "").replace(" ", "")
    assert cli.json("file", path, *FILE)["filed"] == 1


def test_a_picture_of_30000_by_30000(shared_cli: Cli, tmp_path: Path) -> None:
    Image.new("1", (30_000, 30_000)).save(tmp_path / "план.png", compress_level=1)
    answer = shared_cli.json("file", tmp_path / "план.png", *FILE, code=3)
    assert answer["files"][0]["code"] == "too_large"


def test_broken_documents_of_the_samples(shared_cli: Cli, shared_samples: Path) -> None:
    """A broken djvu is refused at once; what is found out later is told on the document."""
    answer = shared_cli.json("file", shared_samples / "broken", *FILE, "--wait", code=3)
    told = {Path(each["path"]).name: (each["outcome"], each["code"] or each["state"]) for each in answer["files"]}
    assert told["broken.djvu"][0] == "refused"
    assert told["broken.docx"] in {("refused", "damaged"), ("filed", "failed"), ("filed", "not_applicable")}


def _mixed_folder(folder: Path) -> Path:
    (folder / "глубже").mkdir(parents=True)
    note(folder, "", "пустой.pdf")
    note(folder, "улыбка", "😀 смайл.txt")
    note(folder, "просто текст с неверным расширением", "не картинка.jpg")
    note(folder, "и здесь текст", "не кино.mp4")
    note(folder, "не видно", ".скрытый.txt")
    note(folder, "приказ о каникулах", "приказ.txt")
    note(folder / "глубже", "в глубине", "внутри.txt")
    (folder / "кино.bin").write_bytes(bytes(range(256)) * 40)
    (Path(os.fsdecode(os.fsencode(folder) + b"/" + "опись.txt".encode("cp1251")))).write_text(
        "опись дел", encoding="utf-8"
    )
    whole = folder / "обрыв.jpg"
    Image.effect_noise((300, 300), 90).save(whole)
    whole.write_bytes(whole.read_bytes()[:200])
    os.mkfifo(folder / "труба")
    _locked(folder / "тайна.pdf")
    _bomb(folder / "бомба.pdf")
    return folder


def _cp1251_shown() -> str:
    return "опись.txt"


def _blank_pages(path: Path, count: int) -> Path:
    """Written by hand: page after page through a library takes a minute."""
    kids = " ".join(f"{number} 0 R" for number in range(3, count + 3))
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Count {count} /Kids [{kids}] >>"]
    objects += ["<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"] * count
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj {content} endobj\n".encode()
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    tail = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer << /Size {size} /Root 1 0 R >>\n"
    path.write_bytes(body + f"{tail}startxref\n{len(body)}\n%%EOF\n".encode())
    return path


def _locked(path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(path, encryption=pikepdf.Encryption(owner="a", user="b"))


def _bomb(path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        packed = zlib.compress(zlib.compress(b"\0" * 100_000_000, 9), 9)
        pdf.pages[0].Contents = pikepdf.Stream(pdf, packed, Filter=_filters())
        pdf.save(path, compress_streams=False)


def _filters() -> Any:
    return pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode])
