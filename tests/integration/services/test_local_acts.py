"""Local acts: editions never overlap, the site has its term, two clerks never replace one act twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from archive_app.auth.errors import NotAllowed
from archive_app.db.models import LocalActKind
from archive_app.entrypoints.web.app import create_app
from archive_app.errors import NotFound
from archive_app.services.desk import what_waits
from archive_app.services.local_acts import errors
from archive_app.services.local_acts.said import ActSaid, Agreement
from tests.fixtures.archives import account, actor_of, file_one, note
from tests.fixtures.signing_in import give_password
from tests.fixtures.statements import statements_of
from tests.fixtures.visitors import Visitor, quick_hashes

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.bootstrap import Archive
    from tests.fixtures.archives import Home

TITLE = "Положение об индивидуальном учёте результатов"
COUNCIL = Agreement("Педагогический совет", "8", date(2026, 5, 4))
FIRST = ActSaid(
    LocalActKind.REGULATION,
    TITLE,
    "Директор",
    "А. А. Батрак",
    date(2026, 5, 4),
    order_number="01-03-083",
    order_on=date(2026, 5, 4),
    agreements=(Agreement("Студенческий совет", "8", date(2026, 5, 4)), COUNCIL),
    publish_named=date(2026, 5, 12),
)
"""As the title page of the college's regulation and its order have it."""
SECOND = replace(FIRST, approved_on=date(2026, 9, 1), agreements=(), publish_named=None)


def test_the_college_regulation_from_approval_to_the_next_edition(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, keeper, made = fresh_archive, actor_of(fresh_archive), fresh_archive.local_acts
    document = file_one(archive, note(tmp_path, "ПОЛОЖЕНИЕ об учёте"))
    first = made.keeping.enter(replace(FIRST, document_id=document), keeper)
    card = made.showing.card(first, keeper)
    assert card.line.in_force_from == date(2026, 5, 4)
    assert card.line.publish_by == date(2026, 5, 12), "the order names an earlier day than the law"
    assert "19.05.2026" in card.publish_words
    assert "ст. 29" in card.publish_words
    assert [one.body for one in card.agreements] == ["Студенческий совет", "Педагогический совет"]
    assert card.kept is not None
    assert card.kept.document_id == document
    assert card.kept.case_file_id is not None
    with pytest.raises(errors.DocumentOfAnotherAct):
        made.keeping.enter(replace(SECOND, document_id=document), keeper)
    second = made.keeping.enter(replace(SECOND, in_force_from=date(2026, 9, 10)), keeper, replaces=first)
    chain = made.showing.card(first, keeper).chain
    assert [(one.in_force_from, one.in_force_to) for one in chain] == [
        (date(2026, 5, 4), date(2026, 9, 9)),
        (date(2026, 9, 10), None),
    ]

    def on(day: date) -> list[int]:
        return [one.act_id for one in made.showing.listed(keeper, on=day, sought="УЧЕТЕ")]

    assert [on(day) for day in (date(2026, 5, 3), date(2026, 5, 4), date(2026, 9, 9), date(2026, 9, 10))] == [
        [], [first], [first], [second],
    ]  # fmt: skip
    assert made.showing.listed(keeper, on=date(2026, 9, 10), sought="об%") == ()
    third = replace(SECOND, in_force_from=date(2026, 10, 1))
    with pytest.raises(errors.AlreadyReplaced):
        made.keeping.enter(third, keeper, replaces=first)
    with pytest.raises(errors.EditionsOverlap):
        made.keeping.enter(replace(third, in_force_from=date(2026, 9, 10)), keeper, replaces=second)
    latest = made.showing.card(second, keeper)
    moved = replace(SECOND, in_force_from=date(2026, 9, 5))
    made.keeping.change(second, moved, keeper, version=latest.version)
    assert made.showing.card(first, keeper).line.in_force_to == date(2026, 9, 4), "the former edition follows"
    with pytest.raises(errors.LocalActChanged):
        made.keeping.change(second, moved, keeper, version=latest.version)
    early = made.showing.card(first, keeper).version
    with pytest.raises(errors.EditionsOverlap):
        made.keeping.change(first, replace(FIRST, in_force_to=date(2026, 9, 5)), keeper, version=early)
    made.keeping.change(first, replace(FIRST, agreements=(COUNCIL,)), keeper, version=early)
    assert made.showing.card(first, keeper).line.in_force_to == date(2026, 9, 4)
    assert [one.body for one in made.showing.card(first, keeper).agreements] == ["Педагогический совет"]
    with pytest.raises(errors.AlreadyReplaced):
        made.keeping.end(first, date(2026, 6, 1), "приказ", keeper, version=made.showing.card(first, keeper).version)


def test_the_site_and_the_end(fresh_archive: Archive) -> None:
    archive, keeper, made = fresh_archive, actor_of(fresh_archive), fresh_archive.local_acts
    number = made.keeping.enter(FIRST, keeper)
    inner = made.keeping.enter(replace(FIRST, title="Инструкция", publish=False), keeper)
    (late,) = made.showing.listed(keeper, only="overdue")
    assert late.act_id == number
    assert late.overdue_days >= (date(2026, 11, 22) - date(2026, 5, 12)).days
    assert {one.code for one in what_waits(archive.sessions, keeper, archive.today())} == {"overdue_acts"}
    version = made.showing.card(number, keeper).version
    for address in ("www.school.ru", "javascript:alert(1)", "https://", "https://x y", "http://[1"):
        with pytest.raises(errors.PublicationUnclear):
            made.keeping.publish(number, date(2026, 5, 10), address, keeper, version=version)
    for day in (date(2026, 5, 3), date(2900, 1, 1)):
        with pytest.raises(errors.ApprovedLater):
            made.keeping.publish(number, day, "https://school.ru/sveden", keeper, version=version)
    made.keeping.publish(number, date(2026, 5, 11), "https://school.ru/sveden", keeper, version=version)
    assert made.showing.listed(keeper, only="to_publish") == ()
    with pytest.raises(errors.NotForTheSite):
        made.keeping.publish(number, date(2026, 5, 11), "https://school.ru", keeper, version=version + 1)
    plain = made.showing.card(inner, keeper)
    with pytest.raises(errors.NotForTheSite):
        made.keeping.publish(inner, date(2026, 5, 11), "https://school.ru", keeper, version=plain.version)
    with pytest.raises(errors.EndUnexplained):
        made.keeping.end(inner, date(2026, 6, 1), " ", keeper, version=plain.version)
    with pytest.raises(errors.LocalActDaysUnclear):
        made.keeping.end(inner, date(2026, 5, 3), "приказ № 9", keeper, version=plain.version)
    made.keeping.end(inner, date(2026, 6, 1), "приказ № 9", keeper, version=plain.version)
    assert made.showing.card(inner, keeper).line.state == "ended"


def test_what_is_refused(fresh_archive: Archive) -> None:
    archive, keeper, made = fresh_archive, actor_of(fresh_archive), fresh_archive.local_acts
    morrow = date(2900, 1, 1)
    for wrong, error in (
        (replace(FIRST, title=" "), errors.LocalActIncomplete),
        (replace(FIRST, approved_on=None), errors.LocalActIncomplete),
        (replace(FIRST, approved_on=morrow), errors.ApprovedLater),
        (replace(FIRST, in_force_from=date(2026, 5, 3)), errors.LocalActDaysUnclear),
        (replace(FIRST, in_force_to=date(2026, 5, 3)), errors.LocalActDaysUnclear),
        (replace(FIRST, agreements=(replace(COUNCIL, agreed_on=None),)), errors.AgreementIncomplete),
        (replace(FIRST, agreements=(replace(COUNCIL, agreed_on=morrow),)), errors.ApprovedLater),
        (replace(FIRST, document_id=999), NotFound),
    ):
        with pytest.raises(error):
            made.keeping.enter(wrong, keeper)
    assert made.showing.listed(keeper, only="all") == ()
    with pytest.raises(NotFound):
        made.keeping.enter(FIRST, keeper, replaces=999)
    number = made.keeping.enter(FIRST, keeper)
    teacher = account(archive, "учитель", "teacher")
    assert made.showing.card(number, teacher).document_id is None
    for call in (
        lambda: made.keeping.enter(FIRST, teacher),
        lambda: made.keeping.change(number, FIRST, teacher, version=1),
        lambda: made.keeping.publish(number, date(2026, 5, 11), "https://x.ru", teacher, version=1),
        lambda: made.keeping.end(number, date(2026, 6, 1), "приказ", teacher, version=1),
        lambda: made.showing.listed(account(archive, "ревизор", "auditor")),
    ):
        with pytest.raises(NotAllowed):
            call()


def test_a_document_that_is_closed_to_the_reader(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, keeper, made = fresh_archive, actor_of(fresh_archive), fresh_archive.local_acts
    document = file_one(archive, note(tmp_path, "ПОЛОЖЕНИЕ"))
    number = made.keeping.enter(replace(FIRST, document_id=document), keeper)
    assert made.showing.card(number, account(archive, "учитель", "teacher")).kept is None


def test_two_clerks_replace_one_act(fresh_archive: Archive) -> None:
    keeper, made = actor_of(fresh_archive), fresh_archive.local_acts
    first = made.keeping.enter(FIRST, keeper)

    def enter(day: int) -> bool:
        try:
            made.keeping.enter(replace(SECOND, in_force_from=date(2026, 9, day)), keeper, replaces=first)
        except (errors.LocalActChanged, errors.AlreadyReplaced):
            return False
        return True

    with ThreadPoolExecutor(4) as clerks:
        assert sum(clerks.map(enter, range(1, 9))) == 1
    assert len(made.showing.card(first, keeper).chain) == 2


def test_a_list_costs_one_statement(fresh_archive: Archive) -> None:
    archive, keeper, made = fresh_archive, actor_of(fresh_archive), fresh_archive.local_acts
    for number in range(5):
        made.keeping.enter(replace(FIRST, number=str(number)), keeper)
    with statements_of(archive.database) as seen:
        assert len(made.showing.listed(keeper, only="all")) == 5
    assert len([one for one in seen if one != "BEGIN"]) == 1, seen
    newest = made.showing.listed(keeper, only="all", limit=2)
    assert [one.number for one in newest] == ["4", "3"]
    further = made.showing.listed(keeper, only="all", before=newest[-1].act_id)
    assert [one.number for one in further] == ["2", "1", "0"]


def test_the_pages(embedded_home: Home) -> None:
    with embedded_home.opened() as archive, quick_hashes():
        keeper = actor_of(archive)
        number = archive.local_acts.keeping.enter(FIRST, keeper)
        for login, role in (("делопроизводитель", "clerk"), ("учитель", "teacher")):
            account(archive, login, role)
            give_password(archive, login)
        visitor = Visitor(create_app(archive).test_client())
        visitor.sign_in("делопроизводитель")
        at = f"/local-acts/{number}"
        assert "дней просрочки" in visitor.get("/local-acts/overdue").text or "просроч" in visitor.get(at).text
        assert visitor.get("/local-acts?on=32.13.2026").status_code == 400
        assert TITLE in visitor.get("/local-acts?on=05.05.2026").text
        assert TITLE not in visitor.get("/local-acts?on=03.05.2026").text
        form = {"kind": "regulation", "title": TITLE, "approved_post": "Директор", "approved_name": "Батрак"}
        answer = visitor.send(f"/local-acts/new?replaces={number}", **form, approved_on="31.02.2026")
        assert answer.status_code == 400
        assert "31.02.2026" in answer.text, "what was typed is not lost"
        bodies = {"body-1": "Совет", "protocol-1": "3", "agreed_on-1": "01.09.2026"}
        answer = visitor.send(f"/local-acts/new?replaces={number}", **form, **bodies, approved_on="01.09.2026")
        assert answer.status_code == 302
        page = visitor.get(answer.headers["Location"]).text
        assert "Совет" in page
        assert "01.09.2026" in page
        assert (
            visitor.send(f"{at}/published", at, version="9", on="11.05.2026", address="https://a.ru").status_code == 409
        )
        version = str(archive.local_acts.showing.card(number, keeper).version)
        assert visitor.send(f"{at}/published", at, version=version, on="", address="https://a.ru").status_code == 400
        visitor.send(f"{at}/published", at, version=version, on="11.05.2026", address="https://a.ru/akt?x=<b>")
        assert 'href="https://a.ru/akt?x=&lt;b&gt;"' in visitor.get(at).text
        assert visitor.get(f"{at}/edit").status_code == 200
        reader = Visitor(create_app(archive).test_client())
        reader.sign_in("учитель")
        assert reader.get(at).status_code == 200
        assert {reader.get(path).status_code for path in (f"{at}/edit", "/local-acts/new", "/local-acts/overdue")} == {
            403
        }
