"""What the pages of requests, books of issue, disclosures and the portal show: laid out once for pictures and for axe."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from archive_app.db.models import (
    ApplicantKind,
    Authority,
    Leaving,
    Purpose,
    RegisterBook,
    RequestKind,
    RequestWay,
    User,
)
from archive_app.demo.scans import SCHOOL_PLAN
from archive_app.services import consents, guardians
from archive_app.services.disclosure.journal import Release
from archive_app.services.fileplans import import_plan, plan_years
from archive_app.services.marks.reading import TableSaid
from archive_app.services.outside.applying import Told
from archive_app.services.outside.deciding import Protocol
from archive_app.services.people import cards, keeping, studies
from archive_app.services.people.papers import Paper
from archive_app.services.portal.opening import tie_account
from archive_app.services.registers.blanks import Lot
from archive_app.services.registers.entering import MadeOut
from archive_app.services.requests.answering import Handing
from archive_app.services.requests.asking import OwnAsked
from archive_app.services.requests.receiving import Receiver
from archive_app.services.requests.registering import Asked
from archive_app.services.requests.sources import Source
from archive_app.services.requests.wording import starting
from archive_app.services.signatures.keeping import Sent
from tests.e2e.browser.portfolios_shown import lay_out_portfolio, scan_of
from tests.fixtures.archives import account, actor_of, facts, file_one, note, work
from tests.fixtures.signatures import pdf_of, signature_of
from tests.fixtures.signing_in import give_password

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.auth.actor import Actor
    from archive_app.bootstrap import Archive

GRADUATE, FORMERLY = "Заречная Нина Михайловна", "Треплева Нина Михайловна"
PUPIL, BROTHER, MOTHER = "Сойкина Ада Юрьевна", "Сойкин Лев Юрьевич", "Сойкина Вера Ильинична"
HEAD, PUPIL_LOGIN, MOTHER_LOGIN = "директор-школы", "ученица", "мать"
MARKS = f"""ФИО;Алгебра;Русский язык;Физика;История
{PUPIL};5;4;5;5
{BROTHER};4;4;3;5
Нездешний Пётр Ильич;5;5;5;4
"""


def lay_out(archive: Archive, folder: Path, documents: dict[str, int]) -> dict[str, int]:
    """Requests in each state, two books, blanks, releases, a pupil and her mother with the portal; numbers by name."""
    boss = actor_of(archive)
    if archive.today().year not in plan_years(archive.sessions):  # an answer is filed in the year of its signature
        import_plan(archive.sessions, archive.clock, SCHOOL_PLAN, archive.today().year, boss)
    _approve_wording(archive)
    there = _people(archive, boss, folder)
    there |= _requests(archive, boss, there, documents)
    _books(archive, boss, there)
    _releases(archive, boss, there)
    return there


def _approve_wording(archive: Archive) -> None:
    head, wording = account(archive, HEAD, "director"), archive.requests.wording
    give_password(archive, HEAD)
    for kind in (RequestKind.STUDY_CERTIFICATE, RequestKind.ARCHIVE_CERTIFICATE):
        wording.approve(wording.draft(kind, starting(kind), head), head)
    wording.draft(RequestKind.STUDY_PERIOD, starting(RequestKind.STUDY_PERIOD), head)


def _people(archive: Archive, boss: Actor, folder: Path) -> dict[str, int]:
    people = archive.people
    born = {GRADUATE: date(2004, 5, 17), PUPIL: date(2014, 2, 3), BROTHER: date(2012, 10, 9)}
    there = {name: keeping.add_person(people, name, boss, birth_date=day) for name, day in born.items()}
    keeping.add_former_name(
        people, there[GRADUATE], FORMERLY, boss, version=1, ground="свидетельство о браке № 214 от 20.07.2026"
    )
    groups = {
        name: archive.rights.dictionary.add_group(name, boss, started_on=date(year, 9, 1))
        for name, year in {"11-А": 2021, "5-А": 2025, "7-Б": 2025}.items()
    }
    papers = Paper("приказ от 26.08.2011 № 41-у"), Paper("приказ от 25.06.2022 № 57-у")
    left = studies.Stay(date(2011, 9, 1), date(2022, 6, 30), Leaving.GRADUATED, *papers)
    studies.add_study(people, there[GRADUATE], groups["11-А"], left, boss)
    for name, group in {PUPIL: "5-А", BROTHER: "7-Б"}.items():
        studies.add_study(people, there[name], groups[group], studies.Stay(date(2025, 9, 1)), boss)
        said = guardians.AuthoritySaid(Authority.PARENT, Paper("свидетельство о рождении"), date(2025, 9, 1))
        guardians.add_guardian(people, there[name], MOTHER, said, boss)
        path = note(folder, f"Справка дана {name} в том, что она обучается в школе.", f"справка-{group}.txt")
        there[f"certificate {name}"] = file_one(
            archive, path, name, item="02-12", kind="certificate", title="Справка об обучении", number="17"
        )
    there[MOTHER] = cards.person_card(people, there[PUPIL], boss).guardians[0].person_id
    for purpose, ago in ((Purpose.PUBLICATION, 40), (Purpose.TRANSFER, 12)):
        on = archive.today() - timedelta(days=ago)
        given = consents.ConsentSaid(purpose, Paper("согласие от 02.09.2025"), there[MOTHER], date(2025, 9, 2))
        number = consents.add_consent(people, there[PUPIL], given, boss)
        consents.withdraw_consent(people, number, boss, ground=f"отзыв от {on:%d.%m.%Y}", version=1, on=on)
    there["marks"] = file_one(archive, note(folder, MARKS, "итоговые отметки.csv"), title="Сводная ведомость 5-А")
    there["signed_file"] = _signed(archive, folder, boss)
    work(archive)
    archive.marks.keep(there["marks"], TableSaid(2025, "год"), boss)
    with archive.sessions.begin() as session:
        now = archive.clock()
        session.add_all(
            User(login=login, display_name=name, active=True, created_at=now)
            for login, name in {PUPIL_LOGIN: PUPIL, MOTHER_LOGIN: MOTHER}.items()
        )
    for login, name in {PUPIL_LOGIN: PUPIL, MOTHER_LOGIN: MOTHER}.items():
        tie_account(people, login, there[name], boss)
        give_password(archive, login)
    there |= _own_requests(archive, there)
    there |= _outside_results(archive, folder, boss, there)
    there |= lay_out_portfolio(archive, folder, groups["5-А"], there[PUPIL], PUPIL_LOGIN)
    return there | {
        "brother": there[BROTHER],
        "graduate": there[GRADUATE],
        "pupil": there[PUPIL],
        "certificate": there[f"certificate {PUPIL}"],
    }


def _own_requests(archive: Archive, there: dict[str, int]) -> dict[str, int]:
    """Asked through the portal: one of the pupil, two of the mother, one of which is taken back."""
    ask, mother = archive.requests.asking, archive.actor(MOTHER_LOGIN)
    back, _ = (
        ask.ask(OwnAsked(kind, there[name], "в музыкальную школу", "+7 900 000-00-02"), mother)
        for kind, name in ((RequestKind.STUDY_PERIOD, PUPIL), (RequestKind.STUDY_CERTIFICATE, BROTHER))
    )
    ask.withdraw(back, mother, version=ask.card(back, mother).version)
    said = OwnAsked(RequestKind.STUDY_CERTIFICATE, there[PUPIL], "для летнего лагеря", "ada@school.example")
    return {"own_request": ask.ask(said, archive.actor(PUPIL_LOGIN))}


def _signed(archive: Archive, folder: Path, boss: Actor) -> int:
    """The same as a PDF with its detached signature, as the e-journal gives it out."""
    path, signature = folder / "сводная ведомость 5-А.pdf", folder / "сводная ведомость 5-А.pdf.sig"
    path.write_bytes(pdf_of([line.split(";") for line in MARKS.splitlines()], standing=1))
    signature.write_bytes(signature_of(path.read_bytes()))
    said = facts(kind="class_journal", title="Сводная ведомость 5-А из электронного журнала")
    return archive.signatures.file(path, path.name, Sent(signature, signature.name), said, boss).document_id


def _outside_results(archive: Archive, folder: Path, boss: Actor, there: dict[str, int]) -> dict[str, int]:
    """What the pupil learned elsewhere: counted by a protocol; one more waits for it."""
    made, pupil = archive.outside, there[PUPIL]
    paper = scan_of(folder, "свидетельство.png", "СВИДЕТЕЛЬСТВО")
    told = Told("Робототехника, первый год", "Кванториум «Тверь»", "зачтено", "свидетельство № 12 от 30.05.2026", 72)
    counted = made.applying.apply(pupil, told, archive.actor(MOTHER_LOGIN), (paper,))
    protocol = Protocol(
        accepted=True, number="3", on=archive.today(), commission="Комиссия по зачёту результатов",
        decision="зачесть модуль «Технология» с оценкой 5",
    )  # fmt: skip
    made.deciding.decide(counted, protocol, boss, version=1)
    made.deciding.attach(counted, (scan_of(folder, "протокол № 3.png", "ПРОТОКОЛ № 3"),), boss)
    more = replace(told, subject="Английский язык, уровень A2", organisation="Языковой центр", result="4", hours=None)
    return {"counted_result": counted, "waiting_result": made.applying.register(pupil, more, MOTHER, boss, (paper,))}


def _requests(archive: Archive, boss: Actor, there: dict[str, int], documents: dict[str, int]) -> dict[str, int]:
    made, graduate = archive.requests, there[GRADUATE]
    own = Asked(
        RequestKind.STUDY_CERTIFICATE, GRADUATE, graduate, purpose="для поступления в вуз", ground="заявление № 12",
        contact="+7 900 000-00-01",
    )  # fmt: skip
    issued, signed, drafted, asked = (made.registering.register(own, boss) for _ in range(4))
    for number in (issued, signed, drafted):
        made.answering.draft(number, boss, version=_version(archive, boss, number))
    made.answering.write(
        drafted,
        made.answering.card(drafted, boss).body,  # type: ignore[union-attr]
        (Source(documents["exam_sheet"], (1,)),),
        boss,
        version=_version(archive, boss, drafted),
    )
    for number in (issued, signed):
        made.answering.sign(number, "директор Сорин П. Н.", boss, version=_version(archive, boss, number))
    handing = Handing(GRADUATE, "паспорт 45 01 № 000001", item="02-12")
    made.answering.issue(issued, handing, boss, version=_version(archive, boss, issued))
    long_ago = archive.today() - timedelta(days=60)
    body = Asked(
        RequestKind.BODY, "Отдел полиции по Центральному району", None, RequestWay.WRITTEN,
        ApplicantKind.BODY, ground="запрос № 7/114, ст. 13 закона «О полиции»", asked_on=long_ago,
    )  # fmt: skip
    late = made.registering.register(body, boss)
    return {"issued": issued, "signed": signed, "drafted": drafted, "asked": asked, "late": late}


def _version(archive: Archive, boss: Actor, number: int) -> int:
    return archive.requests.showing.card(number, boss).version


def _books(archive: Archive, boss: Actor, there: dict[str, int]) -> None:
    made, book = archive.registers, RegisterBook.ATTESTAT
    made.blanks.receive(Lot(book, "07724", "0001001", 12, "накладная № 31 от 02.06.2026"), boss)
    made.blanks.receive(Lot(RegisterBook.TRAINING, "СВ", "000120", 3, "накладная № 32 от 02.06.2026"), boss)
    blanks = made.blanks.listed(book, boss)
    title, ground = "Аттестат о среднем общем образовании", "приказ № 44-у от 28.06.2022"
    lines = [
        made.entering.enter(MadeOut(book, there[name], title, ground, blanks[at].blank_id), boss)
        for at, name in enumerate((GRADUATE, PUPIL, BROTHER))
    ]
    made.entering.hand_over(
        lines[0].entry_id, Receiver(GRADUATE, "паспорт 45 01 № 000001"), boss, version=lines[0].version
    )
    made.blanks.spoil(blanks[3].blank_id, "опечатка в фамилии, акт № 2", boss)


def _releases(archive: Archive, boss: Actor, there: dict[str, int]) -> None:
    archive.requests.journal.note(
        Release(
            recipient="Прокуратура района", ground="представление № 18 от 02.11.2026, ст. 22 закона о прокуратуре",
            extent="личное дело, листы 1–4", recipient_kind=ApplicantKind.BODY, person_id=there[PUPIL],
        ),
        boss,
    )  # fmt: skip
