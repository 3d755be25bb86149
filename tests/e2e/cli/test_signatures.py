"""The yearly export as PDF with its signature: by command, by program, in the browser; its marks fill a certificate."""

from __future__ import annotations

import io
import json
from http import HTTPStatus
from typing import TYPE_CHECKING

from archive_app.db.engine import reading
from archive_app.services.marks import marks_of
from archive_app.services.people import keeping
from tests.fixtures.api import app_of, program, refused
from tests.fixtures.archives import ITEM, YEAR, actor_of, file_one, note
from tests.fixtures.signatures import SIGNER, pdf_of, signature_of
from tests.fixtures.signing_in import csrf_of, give_password
from tests.fixtures.visitors import Visitor, quick_hashes

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.cli.conftest import Cli

NAMES = [f"Сойкина {name} Юрьевна" for name in ("Ада", "Вера", "Ева", "Яна")] * 6
HEADS = ("№", "ФИО", "Дата рождения", "Алгебра", "Русский язык")
ROWS = [HEADS, *((str(n), name, "", "5", "4") for n, name in enumerate(NAMES, start=1))]


def test_by_command_from_the_pdf_to_the_marks(cli: Cli, tmp_path: Path) -> None:
    path, signature = tmp_path / "журнал.pdf", tmp_path / "журнал.pdf.sig"
    path.write_bytes(pdf_of(ROWS))
    signature.write_bytes(signature_of(path.read_bytes()))
    with cli.home.opened() as archive:
        person = keeping.add_person(archive.people, NAMES[0], actor_of(archive))
    done = cli.run("signature", "file", path, signature, "--item", ITEM, "--year", YEAR, "--json")
    assert done.returncode == 0, done.stderr
    number = json.loads(done.stdout)["document_id"]
    assert "соответствует этому файлу" in cli.run("signature", "show", number).stdout
    said = cli.run("person", "marks", number, "--school-year", 2025, "--keep", "--json")
    lines = json.loads(said.stdout)["lines"]
    assert [line["outcome"] for line in lines] == (["ready"] + ["unknown"] * 3) + (["again"] + ["unknown"] * 3) * 5
    with cli.home.opened() as archive, reading(archive.sessions) as session:
        marks = [(mark.subject, mark.value, mark.document_id) for mark in marks_of(session, person)]
    assert marks == [("Алгебра", "5", number), ("Русский язык", "4", number)]
    target = tmp_path / "наружу"
    cli.run("export", number, "--to", target)
    assert signature.read_bytes() in {one.read_bytes() for one in target.glob("*.sig")}
    path.write_bytes(pdf_of(ROWS[:5]))
    changed = cli.run("signature", "file", path, signature, "--item", ITEM, "--year", YEAR)
    assert (changed.returncode != 0, "для другого файла" in changed.stderr) == (True, True)


def test_by_program_and_in_the_browser(cli: Cli, tmp_path: Path) -> None:
    with cli.home.opened() as archive:
        boss, number = actor_of(archive), file_one(archive, note(tmp_path, "приказ о выпуске"))
        content = "приказ о выпуске".encode()
        asking = program(archive, boss)
        refused(asking.get(f"/documents/{number}/signature"), HTTPStatus.NOT_FOUND, "not_found")
        wrong = asking.ask("PUT", f"/documents/{number}/signature", data=signature_of(b"another"))
        refused(wrong, HTTPStatus.CONFLICT, "signature_differs")
        refused(asking.ask("PUT", f"/documents/{number}/signature", data=b"text"), 400, "not_a_signature")
        kept = asking.ask("PUT", f"/documents/{number}/signature", data=signature_of(content))
        assert (kept.status_code, kept.get_json()["signers"][0]["verdict"]) == (HTTPStatus.CREATED, "matches")
        assert asking.get(f"/documents/{number}/signature").get_json()["signers"][0]["name"] == SIGNER
        assert asking.get(f"/documents/{number}/signature/file").data[:1] == b"\x30"
        with quick_hashes():
            give_password(archive, boss.login)
            visitor = Visitor(app_of(archive).test_client())
            visitor.sign_in(boss.login)
            assert SIGNER in visitor.get(f"/documents/{number}/signature").text
            form = {"csrf_token": csrf_of(visitor.get("/intake/signed").text), "item": ITEM, "year": str(YEAR)}

            def send(content: bytes, signature: bytes, **more: str) -> tuple[int, str]:
                files = {"file": (io.BytesIO(content), "ж.csv"), "signature": (io.BytesIO(signature), "ж.csv.sig")}
                sent = visitor.client.post("/intake/signed", data=form | more | files | {"kind": "class_journal"})
                return sent.status_code, sent.text

            table = "ФИО;Алгебра\nСойкина Ада Юрьевна;5".encode()
            status, page = send(table, signature_of(content))
            assert (status, 'name="anyway"' in page) == (HTTPStatus.CONFLICT, True)
            assert send(table, b"")[0] == HTTPStatus.BAD_REQUEST
            assert send(table, signature_of(content), anyway="1")[0] == HTTPStatus.FOUND
            page = visitor.get(f"/documents/{number + 1}/signature").text
            assert "файл изменён или подпись от другого файла" in page
            assert f"/documents/{number + 1}/marks" in page
