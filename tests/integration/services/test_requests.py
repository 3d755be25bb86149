"""The register of requests: numbers, terms, who works at what, what is late; nothing lost between two clerks."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from archive_app.auth.errors import NotAllowed
from archive_app.db.models import ApplicantKind, ArchiveRequest, NumberSeries, RequestKind, RequestState, User
from archive_app.errors import NotFound
from archive_app.mail import MailNotSent
from archive_app.services.desk import what_waits
from archive_app.services.numbering import next_number
from archive_app.services.people.keeping import add_former_name, add_person
from archive_app.services.requests.errors import (
    AuthorityMissing,
    DayToCome,
    OrderDayMissing,
    RefusalUnexplained,
    RequestChanged,
    RequestEnded,
    RequestIncomplete,
    TermUnclear,
)
from archive_app.services.requests.kinds import Term
from archive_app.services.requests.registering import Asked
from archive_app.services.requests.reminding import Reminding
from retention.deadlines import DeadlineRule, Start
from tests.fixtures.archives import account, actor_of
from tests.fixtures.statements import statements_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archive_app.auth.actor import Actor
    from archive_app.bootstrap import Archive

NOW = "Смирнова Анна Петровна"
BEFORE = "Иванова Анна Петровна"


def graduate(archive: Archive, keeper: Actor) -> int:
    """A person with a changed surname."""
    number = add_person(archive.people, NOW, keeper, birth_date=date(2004, 5, 6))
    add_former_name(archive.people, number, BEFORE, keeper, version=1, ground="свидетельство о браке")
    return number


def asked(person: int | None, kind: RequestKind = RequestKind.STUDY_CERTIFICATE, **more: object) -> Asked:
    return replace(Asked(kind, NOW, person, ground="заявление № 3"), **more)  # type: ignore[arg-type]


def test_the_way_of_a_request(fresh_archive: Archive) -> None:
    archive, keeper = fresh_archive, actor_of(fresh_archive)
    made, person, today = archive.requests, graduate(archive, actor_of(fresh_archive)), archive.today()
    number = made.registering.register(asked(person), keeper)
    card = made.showing.card(number, keeper)
    assert (card.number, card.person, card.former) == (f"1/{today.year}", NOW, (BEFORE,))
    assert card.due_on == today + timedelta(days=3) >= card.do_by
    assert "273-ФЗ" in card.deadline_words
    (waiting,) = (one for one in what_waits(archive.sessions, keeper) if one.code == "requests")
    assert waiting.count == 1
    clerk = account(archive, "делопроизводитель", "clerk")
    made.registering.assign(number, clerk.login, keeper, version=card.version)
    with pytest.raises(RequestChanged):
        made.registering.assign(number, "", keeper, version=card.version)
    assert made.showing.listed(keeper, only="mine") == ()
    (mine,) = made.showing.listed(clerk, only="mine")
    assert (mine.state, mine.assignee) == ("in_work", "делопроизводитель")
    fresh = made.showing.card(number, clerk)
    made.registering.change(number, asked(person, purpose="в вуз"), clerk, version=fresh.version)
    with pytest.raises(RefusalUnexplained):
        made.registering.refuse(number, " ", clerk, version=fresh.version + 1)
    made.registering.refuse(number, "заявление отозвано", clerk, version=fresh.version + 1)
    with pytest.raises(RequestEnded):
        made.registering.assign(number, "", clerk, version=fresh.version + 2)
    ended = made.showing.card(number, keeper)
    assert (ended.state, ended.purpose, ended.refusal) == ("refused", "в вуз", "заявление отозвано")
    assert [moment.action.rpartition(":")[2] for moment in ended.line] == ["register", "assign", "change", "refuse"]
    assert made.showing.listed(keeper) == ()
    assert len(made.showing.listed(keeper, only="all", person_id=person)) == 1


def test_what_is_not_registered(fresh_archive: Archive) -> None:
    archive, keeper = fresh_archive, actor_of(fresh_archive)
    register, person = archive.requests.registering.register, graduate(archive, actor_of(fresh_archive))
    tomorrow = archive.today() + timedelta(days=1)
    for wrong, error in (
        (asked(None), RequestIncomplete),
        (asked(person, applicant=" \0"), RequestIncomplete),
        (asked(person, applicant_kind=ApplicantKind.REPRESENTATIVE), AuthorityMissing),
        (asked(person, RequestKind.DIPLOMA), OrderDayMissing),
        (asked(person, asked_on=tomorrow), DayToCome),
        (asked(999), NotFound),
    ):
        with pytest.raises(error):
            register(wrong, keeper)
    body = asked(None, RequestKind.BODY, applicant="Отдел полиции", applicant_kind=ApplicantKind.BODY)
    first = register(body, keeper)
    assert archive.requests.showing.card(first, keeper).number.startswith("1/"), "refusals take no number"
    teacher = account(archive, "учитель", "teacher")
    made = archive.requests
    for call in (
        lambda: register(asked(person), teacher),
        lambda: made.showing.card(first, teacher),
        lambda: made.showing.listed(teacher),
        lambda: made.showing.answerers(teacher),
        lambda: made.registering.refuse(first, "нет", teacher, version=1),
        lambda: made.terms.all(teacher),
        lambda: made.terms.set_day(tomorrow, account(archive, "клерк", "clerk"), works=True, why="приказ"),
    ):
        with pytest.raises(NotAllowed):
            call()
    with pytest.raises(NotFound):
        made.showing.card(999, keeper)


def test_the_organisations_terms_and_days(fresh_archive: Archive) -> None:
    archive, head = fresh_archive, account(fresh_archive, "директор", "director")
    made, person, today = archive.requests, graduate(archive, head), archive.today()
    with pytest.raises(TermUnclear):
        made.terms.choose(RequestKind.GRADES, Term(DeadlineRule.SAME_DAY, Start.APPLICATION, " "), head)
    by_order = Term(DeadlineRule.THREE_DAYS, Start.EXPULSION_ORDER, "ч. 5 ст. 61 273-ФЗ", "02-03")
    made.terms.choose(RequestKind.STUDY_CERTIFICATE, by_order, head)
    assert made.terms.all(head)[RequestKind.STUDY_CERTIFICATE] == by_order
    with pytest.raises(OrderDayMissing):
        made.registering.register(asked(person), head)
    ordered = today - timedelta(days=1)
    number = made.registering.register(asked(person, order_on=ordered), head)
    assert made.showing.card(number, head).due_on == ordered + timedelta(days=3)
    off = [today + timedelta(days=n) for n in range(1, 6)]
    for day in off:
        made.terms.set_day(day, head, works=False, why="карантин, приказ № 7")
    grades = made.registering.register(asked(person, RequestKind.GRADES), head)
    assert made.showing.card(grades, head).due_on > off[-1]
    assert [one.day for one in made.terms.days(head)] == off[::-1]
    made.terms.forget_day(off[0], head)
    made.terms.forget_day(off[0], head)
    assert len(made.terms.days(head)) == len(off) - 1
    assert made.showing.card(grades, head).due_on > off[-1], "what is registered keeps its term"


def test_two_clerks_take_numbers_without_gaps_or_doubles(fresh_archive: Archive) -> None:
    """Every third registration is given up after its number was taken: the number is taken again."""
    archive, keeper = fresh_archive, actor_of(fresh_archive)
    person = graduate(archive, keeper)

    def register(at: int) -> None:
        if at % 3 == 0:
            with archive.sessions() as session:
                next_number(session, f"request:{archive.today().year}")
                session.rollback()
        else:
            archive.requests.registering.register(asked(person), keeper)

    with ThreadPoolExecutor(4) as clerks:
        list(clerks.map(register, range(18)))
    lines = archive.requests.showing.listed(keeper, only="all")
    assert sorted(int(line.number.partition("/")[0]) for line in lines) == list(range(1, 13))
    with archive.sessions() as session:
        assert session.get_one(NumberSeries, f"request:{archive.today().year}").last == 12


def test_what_the_database_itself_refuses(fresh_archive: Archive) -> None:
    archive, keeper = fresh_archive, actor_of(fresh_archive)
    number = archive.requests.registering.register(asked(graduate(archive, keeper), ground=""), keeper)
    for wrong in ({"state": RequestState.SIGNED}, {"state": RequestState.ISSUED}, {"state": RequestState.REFUSED},
                  {"applicant_kind": ApplicantKind.REPRESENTATIVE}, {"person_id": None}):  # fmt: skip
        with pytest.raises(IntegrityError), archive.sessions.begin() as session:
            session.execute(update(ArchiveRequest).where(ArchiveRequest.id == number).values(**wrong))


class Letters:
    """Keeps what is sent; `broken`: nothing goes."""

    def __init__(self) -> None:
        self.sent: list[tuple[tuple[str, ...], str]] = []
        self.broken = False

    def send(self, recipients: Sequence[str], _subject: str, text: str) -> None:
        if self.broken:
            raise MailNotSent("no server")
        self.sent.append((tuple(recipients), text))


def test_reminders_and_what_is_late(fresh_archive: Archive) -> None:
    archive, keeper = fresh_archive, actor_of(fresh_archive)
    clerk = account(archive, "делопроизводитель", "clerk")
    account(archive, "директор", "director")
    with archive.sessions.begin() as session:
        for user in session.query(User).where(User.login.in_(("делопроизводитель", "директор"))):
            user.email = "clerk@x.ru" if user.login == clerk.login else "head@x.ru"
    person, made, mailer = graduate(archive, keeper), archive.requests, Letters()
    first = made.registering.register(asked(person), keeper)
    made.registering.assign(first, clerk.login, keeper, version=1)
    made.registering.register(asked(person, RequestKind.ARCHIVE_COPY), keeper)
    day = archive.today()

    def run(on: date) -> tuple[int, int]:
        return Reminding(archive.sessions, archive.clock, lambda: on, mailer, "http://архив").run()  # type: ignore[arg-type]

    mailer.broken = True
    with pytest.raises(MailNotSent):
        run(day + timedelta(days=3))
    mailer.broken = False
    assert run(day + timedelta(days=3)) == (1, 0), "a letter that did not go is written again"
    assert run(day + timedelta(days=3)) == (0, 0)
    assert [to for to, _ in mailer.sent] == [("clerk@x.ru",)]
    assert NOW not in mailer.sent[0][1]
    assert run(day + timedelta(days=4)) == (0, 1)
    assert mailer.sent[-1][0] == ("head@x.ru",)
    late = {one.code: one.count for one in what_waits(archive.sessions, clerk)}
    assert late["overdue_requests"] == 1
    assert made.showing.listed(keeper, only="overdue") == (), "by the clock of the archive nothing is late yet"


def test_letters_that_went_are_not_repeated_when_a_later_one_fails(fresh_archive: Archive) -> None:
    archive, keeper = fresh_archive, actor_of(fresh_archive)
    logins = ("первая", "вторая", "третья")
    for login in logins:
        account(archive, login, "clerk")
    with archive.sessions.begin() as session:
        for user in session.query(User).where(User.login.in_(logins)):
            user.email = f"{logins.index(user.login)}@x.ru"
    person, made = graduate(archive, keeper), archive.requests
    for login in (*logins, ""):
        number = made.registering.register(asked(person), keeper)
        if login:
            made.registering.assign(number, login, keeper, version=1)

    class Refusing(Letters):
        """Does not take letters to the second clerk alone."""

        refuses = True

        def send(self, recipients: Sequence[str], subject: str, text: str) -> None:
            if self.refuses and tuple(recipients) == ("1@x.ru",):
                raise MailNotSent("refused")
            super().send(recipients, subject, text)

    mailer, day = Refusing(), archive.today() + timedelta(days=3)
    reminding = Reminding(archive.sessions, archive.clock, lambda: day, mailer, "http://архив")  # type: ignore[arg-type]
    for _ in range(2):
        with pytest.raises(MailNotSent):
            reminding.run()
    mailer.refuses = False
    assert reminding.run() == (3, 0)
    assert reminding.run() == (0, 0)
    assert [to for to, _ in mailer.sent] == [("0@x.ru",), ("1@x.ru",), ("2@x.ru",), ("0@x.ru", "1@x.ru", "2@x.ru")]


def test_the_register_asks_no_query_per_row(fresh_archive: Archive) -> None:
    archive, keeper = fresh_archive, actor_of(fresh_archive)
    person = graduate(archive, keeper)
    sums = []
    for _ in range(2):
        for _ in range(3):
            archive.requests.registering.register(asked(person), keeper)
        with statements_of(archive.database) as statements:
            archive.requests.showing.listed(keeper)
        sums.append(len(statements))
    assert sums[0] == sums[1]


def test_the_register_is_read_in_parts(fresh_archive: Archive) -> None:
    """By whatever is to be done first, by the newest; nothing twice, nothing left out, at the same price everywhere."""
    archive, keeper = fresh_archive, actor_of(fresh_archive)
    made, person, today = archive.requests, graduate(archive, actor_of(fresh_archive)), archive.today()
    kinds = (RequestKind.ARCHIVE_COPY, RequestKind.STUDY_CERTIFICATE)
    for at in range(7):
        made.registering.register(asked(person, kinds[at % 2], asked_on=today - timedelta(days=at // 2)), keeper)
    for only in ("open", "all", "overdue"):
        whole = [line.request_id for line in made.showing.listed(keeper, only=only)]
        parts, sums, after = [], set(), None
        while True:
            with statements_of(archive.database) as statements:
                part = made.showing.listed(keeper, only=only, after=after, limit=2)
            if not part:
                break
            sums.add(sum("archive_request" in one or "person_name" in one for one in statements))
            after = part[-1].request_id
            parts += [line.request_id for line in part]
        assert parts == whole
        assert sums <= {2}, "the lines with their persons, and the names of the persons"
    assert len(made.showing.listed(keeper)) == 7
