"""Requests through the portal: asked for oneself or one's child alone, seen and taken back by who asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest

from archive_app.db.models import ApplicantKind, RequestKind, RequestWay
from archive_app.errors import NotFound
from archive_app.services import guardians
from archive_app.services.people import cards
from archive_app.services.requests import errors
from archive_app.services.requests.asking import MOST_UNANSWERED, OFFERED, OwnAsked
from archive_app.services.requests.kinds import Term
from archive_app.services.requests.registering import Asked
from retention.deadlines import DeadlineRule, Start
from tests.fixtures.api import app_of, program, refused
from tests.fixtures.archives import account, actor_of
from tests.fixtures.families import ADA, LEV, MOTHER, YANA, family_school
from tests.fixtures.signing_in import give_password
from tests.fixtures.statements import statements_of
from tests.fixtures.visitors import Visitor, quick_hashes

if TYPE_CHECKING:
    from archive_app.auth.actor import Actor
    from archive_app.bootstrap import Archive
    from tests.e2e.cli.conftest import Cli

STUDY = RequestKind.STUDY_CERTIFICATE
LIST, NEW = "/portal/requests", "/portal/requests/new"


def _revoke(archive: Archive, child: int) -> None:
    boss = actor_of(archive)
    (line,) = cards.person_card(archive.people, child, boss).guardians
    guardians.revoke_guardian(archive.people, line.guardianship_id, boss, reason="суд", version=line.version)


def _entered(archive: Archive, login: str) -> Visitor:
    give_password(archive, login)
    visitor = Visitor(app_of(archive).test_client())
    visitor.sign_in(login)
    return visitor


def test_a_request_of_the_portal_is_on_the_list_of_the_office_at_once(fresh_archive: Archive) -> None:
    archive, boss = fresh_archive, actor_of(fresh_archive)
    there, made = family_school(archive), archive.requests
    mother, ada = archive.actor("мать"), archive.actor("ада")
    theirs = made.asking.ask(OwnAsked(STUDY, there[LEV], "в музыкальную школу", "+7 900 000-00-02"), mother)
    own = made.asking.ask(OwnAsked(RequestKind.GRADES, there[ADA]), ada)
    lines = {line.request_id: line for line in made.showing.listed(boss)}
    assert {theirs, own} == set(lines)
    card = made.showing.card(theirs, boss)
    by_clerk = made.showing.card(
        made.registering.register(Asked(STUDY, LEV, there[LEV], ground="заявление № 1"), boss), boss
    )
    assert (card.due_on, card.do_by, card.deadline_words) == (by_clerk.due_on, by_clerk.do_by, by_clerk.deadline_words)
    assert (card.way, card.applicant, card.applicant_kind) == ("portal", MOTHER, "representative")
    assert (card.authority, card.person) == ("свидетельство о рождении", LEV)
    today = archive.today()
    assert card.ground == f"заявление через личный кабинет от {today:%d.%m.%Y}", "it can be answered"
    assert (lines[own].applicant, lines[own].way) == (ADA, "portal")
    seen = made.asking.card(theirs, mother)
    assert (seen.state, seen.do_by, seen.deadline_words, seen.withdrawable) == (
        "registered",
        card.do_by,
        card.deadline_words,
        True,
    )
    assert [one.request_id for one in made.asking.listed(mother)] == [theirs], "the child's own request is the child's"
    assert [one.request_id for one in made.asking.listed(ada)] == [own]
    assert [one.request_id for one in made.asking.listed(archive.actor("лев"))] == [by_clerk.request_id]


def test_nobody_asks_about_others(fresh_archive: Archive) -> None:
    archive = fresh_archive
    there, ask = family_school(archive), fresh_archive.requests.asking.ask
    father = account(archive, "вожатый", "curator", group_id=there["5-А"])
    for login, others in {"ада": (LEV, YANA, MOTHER), "яна": (ADA, MOTHER), "мать": (YANA,)}.items():
        for name in others:
            with pytest.raises(NotFound):
                ask(OwnAsked(STUDY, there[name]), archive.actor(login))
    for who in (actor_of(archive), father):  # the staff has the register; a curator sees the class and asks nothing
        with pytest.raises(NotFound):
            ask(OwnAsked(STUDY, there[ADA]), who)
    with pytest.raises(NotFound):
        ask(OwnAsked(STUDY, 999_999), archive.actor("мать"))
    assert archive.requests.showing.listed(actor_of(archive), only="all") == ()
    stale = archive.actor("мать")
    _revoke(archive, there[LEV])
    for who in (stale, archive.actor("мать")):  # also with rights that were read a moment ago
        with pytest.raises(NotFound):
            ask(OwnAsked(STUDY, there[LEV]), who)
    assert ask(OwnAsked(STUDY, there[ADA]), archive.actor("мать"))


def test_a_revoked_representative_sees_and_withdraws_nothing(fresh_archive: Archive) -> None:
    archive, asking = fresh_archive, fresh_archive.requests.asking
    there, stale = family_school(archive), fresh_archive.actor("мать")
    lost, kept = (asking.ask(OwnAsked(STUDY, there[name]), stale) for name in (LEV, ADA))
    _revoke(archive, there[LEV])
    for who in (stale, archive.actor("мать")):
        assert [one.request_id for one in asking.listed(who)] == [kept]
        with pytest.raises(NotFound):
            asking.card(lost, who)
        with pytest.raises(NotFound):
            asking.withdraw(lost, who, version=1)
    assert asking.card(kept, stale).withdrawable
    assert archive.requests.showing.card(lost, actor_of(archive)).state == "registered", "the office goes on"


def test_what_is_not_answered_may_be_taken_back_once(fresh_archive: Archive) -> None:
    archive, boss, made = fresh_archive, actor_of(fresh_archive), fresh_archive.requests
    there, ada = family_school(archive), archive.actor("ада")

    def version(number: int) -> int:
        return made.showing.card(number, boss).version

    taken_back, answered, worked_at = (made.asking.ask(OwnAsked(STUDY, there[ADA]), ada) for _ in range(3))
    with pytest.raises(NotFound):
        made.asking.withdraw(taken_back, archive.actor("мать"), version=version(taken_back))
    made.asking.withdraw(taken_back, ada, version=version(taken_back))
    with pytest.raises(errors.RequestEnded):
        made.asking.withdraw(taken_back, ada, version=version(taken_back))
    card = made.showing.card(taken_back, boss)
    assert (card.state, card.ended_on) == ("withdrawn", archive.today())
    assert [moment.action for moment in card.line] == ["request:record:register", "request:record:withdraw"]
    with pytest.raises(errors.RequestEnded):  # nobody works at it any more
        made.answering.draft(taken_back, boss, version=card.version)
    assert taken_back not in {line.request_id for line in made.showing.listed(boss)}
    made.registering.refuse(answered, "нет сведений", boss, version=version(answered))
    with pytest.raises(errors.RequestEnded):
        made.asking.withdraw(answered, ada, version=version(answered))
    looked_at = version(worked_at)
    made.registering.assign(worked_at, "", boss, version=looked_at)
    with pytest.raises(errors.RequestChanged):
        made.asking.withdraw(worked_at, ada, version=looked_at)
    made.asking.withdraw(worked_at, ada, version=version(worked_at))
    assert [one.state for one in made.asking.listed(ada)] == ["withdrawn", "refused", "withdrawn"]


def test_what_is_asked_wrongly_is_not_registered(fresh_archive: Archive) -> None:
    archive, made = fresh_archive, fresh_archive.requests
    there, ada = family_school(archive), archive.actor("ада")
    for kind in set(RequestKind) - set(OFFERED):
        with pytest.raises(errors.KindNotOffered):
            made.asking.ask(OwnAsked(kind, there[ADA]), ada)
    head = account(archive, "директор", "director")
    term = Term(DeadlineRule.THREE_DAYS, Start.EXPULSION_ORDER, "ч. 5 ст. 61 273-ФЗ")
    made.terms.choose(STUDY, term, head)
    with pytest.raises(errors.OrderDayMissing):
        made.asking.ask(OwnAsked(STUDY, there[ADA]), ada)
    with pytest.raises(errors.DayToCome):
        made.asking.ask(OwnAsked(STUDY, there[ADA], order_on=archive.today() + timedelta(days=1)), ada)
    made.asking.ask(OwnAsked(STUDY, there[ADA], order_on=archive.today()), ada)
    for _ in range(MOST_UNANSWERED - 1):
        made.asking.ask(OwnAsked(RequestKind.GRADES, there[ADA]), ada)
    with pytest.raises(errors.TooManyRequests):
        made.asking.ask(OwnAsked(RequestKind.GRADES, there[ADA]), ada)
    numbers = sorted(int(line.number.partition("/")[0]) for line in made.asking.listed(ada))
    assert numbers == list(range(1, MOST_UNANSWERED + 1)), "refusals take no number"


def test_what_others_ask_about_a_child_is_theirs(fresh_archive: Archive) -> None:
    archive, boss, made = fresh_archive, actor_of(fresh_archive), fresh_archive.requests
    there = family_school(archive)
    police = Asked(
        RequestKind.BODY, "Отдел полиции", there[ADA], RequestWay.WRITTEN, ApplicantKind.BODY, ground="запрос № 7"
    )
    father = replace(
        police, kind=STUDY, applicant="Сойкин Юрий Петрович", applicant_kind=ApplicantKind.REPRESENTATIVE,
        authority="решение суда",
    )  # fmt: skip
    hidden = [made.registering.register(one, boss) for one in (police, father)]
    for login in ("ада", "мать"):
        who = archive.actor(login)
        assert made.asking.listed(who) == ()
        for number in hidden:
            with pytest.raises(NotFound):
                made.asking.card(number, who)
            with pytest.raises(NotFound):
                made.asking.withdraw(number, who, version=1)


def test_the_list_costs_the_same_however_long_it_is(fresh_archive: Archive) -> None:
    archive, asking = fresh_archive, fresh_archive.requests.asking
    there, ada = family_school(archive), archive.actor("ада")
    sums = set()
    for _ in range(3):
        last = asking.ask(OwnAsked(STUDY, there[ADA]), ada)
        with statements_of(archive.database) as statements:
            asking.listed(ada)
        sums.add(sum("FROM archive_request" in one or "FROM person" in one for one in statements))
    assert sums == {1}
    assert [one.request_id for one in asking.listed(ada, before=last, limit=1)] == [last - 1]


def test_pages_and_operations_of_the_portal(cli: Cli) -> None:
    with cli.home.opened() as archive, quick_hashes():
        there = family_school(archive)
        mother, classmate = _entered(archive, "мать"), _entered(archive, "яна")
        page = mother.get(NEW).text
        assert (ADA in page, LEV in page, YANA in page) == (True, True, False)
        assert "запрос органа" not in page
        done = mother.send(NEW, person=str(there[LEV]), kind="study_certificate", purpose="в лагерь", contact="")
        address = done.headers["Location"]
        shown = mother.get(address).text
        assert "Запрос у архива" in shown
        assert "в лагерь" in shown
        assert "273-ФЗ" in shown, "how the term was counted"
        assert address in mother.get(LIST).text
        wrong = mother.send(NEW, person=str(there[LEV]), kind="body", purpose="запомнено", contact="")
        assert wrong.status_code == HTTPStatus.BAD_REQUEST
        assert "запомнено" in wrong.text
        _nothing_of_others(archive, there, classmate, address)
        version = str(archive.requests.asking.card(int(address.rpartition("/")[2]), archive.actor("мать")).version)
        assert mother.send(f"{address}/withdraw", address, version="999").status_code == HTTPStatus.CONFLICT
        assert mother.send(f"{address}/withdraw", address, version=version).status_code == HTTPStatus.FOUND
        assert "Вы отозвали запрос" in mother.get(address).text
        again = mother.send(f"{address}/withdraw", NEW, version=str(int(version) + 1))
        assert again.status_code == HTTPStatus.CONFLICT
        boss = _entered(archive, actor_of(archive).login)
        assert boss.get(LIST).status_code == HTTPStatus.NOT_FOUND, "whoever has no own records"
        assert "отозван заявителем" in boss.get("/requests?view=all").text
    assert "отозван" in cli.says("--user", actor_of(archive).login, "request", "list", "--only", "all")


def _nothing_of_others(archive: Archive, there: dict[str, Any], classmate: Visitor, address: str) -> None:
    """The classmate takes every address and field with the number of somebody else's child or request."""
    for road in (address, f"{address}/withdraw"):
        answer = classmate.get(road) if road == address else classmate.send(road, NEW, version="1")
        assert answer.status_code == HTTPStatus.NOT_FOUND, road
        assert LEV not in answer.text
    for person in (str(there[LEV]), str(there[MOTHER]), "999999", "", "0", "-1", "а"):
        said = {"person": person, "kind": "study_certificate", "purpose": "", "contact": ""}
        assert classmate.send(NEW, **said).status_code == HTTPStatus.NOT_FOUND, person
    page = classmate.get(f"{NEW}?person={there[LEV]}").text
    assert (LEV in page, YANA in page) == (False, True)
    _operations(archive, there, int(address.rpartition("/")[2]))


def _operations(archive: Archive, there: dict[str, Any], number: int) -> None:
    yana: Actor = archive.actor("яна")
    asking = program(archive, yana)
    for person in (there[LEV], there[MOTHER], 999_999):
        answer = asking.ask("POST", LIST, json={"kind": "study_certificate", "person_id": person})
        refused(answer, HTTPStatus.NOT_FOUND, "not_found")
    refused(asking.get(f"{LIST}/{number}"), HTTPStatus.NOT_FOUND, "not_found")
    refused(asking.ask("POST", f"{LIST}/{number}/withdraw", json={"version": 1}), HTTPStatus.NOT_FOUND, "not_found")
    refused(asking.get(f"/requests/{number}"), HTTPStatus.FORBIDDEN, "not_allowed")
    assert asking.get(LIST).get_json() == {"requests": []}
    made = asking.ask("POST", LIST, json={"kind": "grades", "person_id": there[YANA], "purpose": "в лицей"})
    assert made.status_code == HTTPStatus.CREATED
    own = made.get_json()
    assert (own["state"], own["purpose"], own["withdrawable"]) == ("registered", "в лицей", True)
    road = f"{LIST}/{own['request_id']}"
    taken = asking.ask("POST", f"{road}/withdraw", json={"version": own["version"]}).get_json()
    assert (taken["state"], taken["withdrawable"]) == ("withdrawn", False)
    again = asking.ask("POST", f"{road}/withdraw", json={"version": taken["version"]})
    refused(again, HTTPStatus.CONFLICT, "request_ended")
