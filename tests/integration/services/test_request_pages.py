"""Pages of requests, answers, registers and disclosures: each opens for who may, and for nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from archive_app.db.models import PersonName, RequestKind
from archive_app.demo.scans import SCHOOL_PLAN
from archive_app.entrypoints.web.app import create_app
from archive_app.services.fileplans import import_plan
from archive_app.services.people.keeping import add_person
from archive_app.services.persons import FullName
from archive_app.services.requests.registering import Asked
from tests.fixtures.archives import *  # noqa: F403 - fixtures are found by name
from tests.fixtures.archives import Home, account, actor_of, file_one, note
from tests.fixtures.signing_in import give_password
from tests.fixtures.visitors import Visitor

if TYPE_CHECKING:
    from pathlib import Path

PAGES = (
    "/requests",
    "/requests?view=all",
    "/requests/new",
    "/requests/new?name=Орлова",
    "/requests/new?person=1",
    "/requests/1",
    "/requests/terms",
    "/requests/wording",
    "/requests/wording?kind=own_data",
    "/registers",
    "/registers?view=unclaimed",
    "/registers/blanks?book=diploma",
    "/disclosures",
    "/disclosures?person=1&since=01.03.2026",
    "/disclosures/looks?person=1&since=01.03.2026&until=31.12.2026",
)


@pytest.mark.parametrize("role", ["director", "teacher"])
def test_every_page(embedded_home: Home, role: str) -> None:
    with embedded_home.opened() as archive:
        keeper = actor_of(archive)
        import_plan(archive.sessions, archive.clock, SCHOOL_PLAN, archive.today().year, keeper)
        person = add_person(archive.people, "Орлова Вера Ивановна", keeper)
        asked = Asked(RequestKind.STUDY_CERTIFICATE, "Орлова", person, ground="заявление № 1")
        number = archive.requests.registering.register(asked, keeper)
        account(archive, "кто-то", role)
        give_password(archive, "кто-то")
        visitor = Visitor(create_app(archive).test_client())
        visitor.sign_in("кто-то")
        wanted = 200 if role == "director" else 403
        assert {page: visitor.get(page).status_code for page in PAGES} == dict.fromkeys(PAGES, wanted)
        if role == "teacher":
            return
        at = f"/requests/{number}"
        visitor.send("/requests/wording", kind="study_certificate", body="Дана {person}, {purpose}")
        visitor.send("/requests/wording/1/approve", "/requests/wording")
        visitor.send(f"{at}/draft", at, version="1")
        visitor.send(f"{at}/answer", at, version="2", body="Дана Орловой")
        assert "Дана Орловой" in visitor.get(at).text
        assert visitor.send(f"{at}/sign", at, version="2", signatory="директор").status_code == 409
        visitor.send(f"{at}/sign", at, version="3", signatory="директор Сорин")
        assert visitor.get(f"{at}/answer.pdf").data.startswith(b"%PDF")
        assert (
            visitor.send(f"{at}/issue", at, version="4", received_by="Орлова", shown=" ", item="02-03").status_code
            == 400
        )
        visitor.send(f"{at}/issue", at, version="4", received_by="Орлова", shown="паспорт", item="02-03")
        assert "ответ выдан" in visitor.get(at).text
        assert "паспорт" in visitor.get("/disclosures").text
        visitor.send("/registers/blanks", book="attestat", series="А", first="01", count="2", ground="накладная")
        entered = {"book": "attestat", "person": "Орловой Вере", "title": "Аттестат", "ground": "приказ", "blank": "1"}
        visitor.send("/registers", **entered)
        assert visitor.send("/registers", **entered).status_code == 409
        visitor.send("/registers/1/handed", "/registers", version="1", received_by="Орлова", shown="паспорт")
        assert "Аттестат № 1/" in visitor.get("/disclosures").text
        assert "Аттестат № 1/" in visitor.get("/disclosures?person=Орлова Вера").text
        for page in ("/disclosures", "/disclosures/looks"):
            assert "Никтов: нет в архиве" in visitor.get(f"{page}?person=Никтов").text
        assert "директор" not in visitor.get("/disclosures/looks?person=1&until=01.01.2026").text.split("<main")[1]


def test_an_answer_that_is_refused_keeps_its_words_and_its_pages(embedded_home: Home, tmp_path: Path) -> None:
    with embedded_home.opened() as archive:
        keeper = actor_of(archive)
        document = file_one(archive, note(tmp_path, "приказ"), "Орлова Вера Ивановна")
        person = FullName.parse("Орлова Вера Ивановна")
        with archive.sessions() as session:
            (known,) = session.scalars(select(PersonName.person_id).where(PersonName.folded == person.folded))
        asked = Asked(RequestKind.STUDY_CERTIFICATE, "Орлова", known, ground="заявление № 1")
        number = archive.requests.registering.register(asked, keeper)
        form = archive.requests.wording.draft(RequestKind.STUDY_CERTIFICATE, "Дана {person}", keeper)
        account(archive, "другой", "director")
        give_password(archive, "другой")
        visitor = Visitor(create_app(archive).test_client())
        visitor.sign_in("другой")
        at = f"/requests/{number}"
        visitor.send(f"/requests/wording/{form}/approve", "/requests/wording")
        visitor.send(f"{at}/draft", at, version="1")
        sent = {"version": "2", "source": str(document), f"pages-{document}": "1-500"}
        refused = visitor.send(f"{at}/answer", at, body="Дана Орловой Вере", **sent)
        assert refused.status_code == 422
        assert "«Страницы»: пришло 500" in refused.text
        assert "Дана Орловой Вере</textarea>" in refused.text
        assert f'value="{document}" checked' in refused.text
        assert 'value="1-500"' in refused.text
        refused = visitor.send(f"{at}/answer", at, body="ж" * 10_001, version="2")
        assert "«Текст» — знаков 10001, а помещается 10000" in refused.text
        assert f'value="{document}" checked' not in refused.text
