"""From a request to its answer: worded, signed, handed over, filed, disclosed; other people's rows stay behind."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytesseract
import pytest
from PIL import Image, ImageDraw, ImageFont
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from archive_app.auth.errors import NotAllowed
from archive_app.db.engine import reading
from archive_app.db.models import (
    ArchiveRequest,
    AuditEvent,
    Disclosure,
    DocumentPerson,
    Leaving,
    NumberSeries,
    Page,
    RequestAnswer,
    RequestKind,
    RequestState,
)
from archive_app.demo.scans import SCHOOL_PLAN
from archive_app.errors import NotFound
from archive_app.services.disclosure.journal import Release
from archive_app.services.documents import card
from archive_app.services.fileplans import import_plan
from archive_app.services.marks.reading import TableSaid
from archive_app.services.people import moving_on
from archive_app.services.people.cards import person_card
from archive_app.services.people.keeping import add_person
from archive_app.services.people.papers import Paper
from archive_app.services.people.studies import Stay, add_study
from archive_app.services.requests.answering import Handing
from archive_app.services.requests.drafting import BLANK, drafted
from archive_app.services.requests.errors import (
    AnswerMissing,
    BracesUnclear,
    ExtractOutdated,
    FormApproved,
    FormMissing,
    GroundMissing,
    PlaceMissing,
    PlaceUnknown,
    ReceiverMissing,
    ReceiverUnproved,
    RequestChanged,
    RequestEnded,
    RequestIncomplete,
    RowNamesOthers,
    RowsMissing,
    SignatoryMissing,
)
from archive_app.services.requests.places import example
from archive_app.services.requests.receiving import Receiver
from archive_app.services.requests.sources import Source, read_pages
from archive_app.services.requests.wording import starting
from tests.fixtures.archives import account, actor_of, file_one, note, work
from tests.fixtures.pdfa import broken_rules
from tests.integration.services.test_requests import BEFORE, NOW, asked, graduate

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.auth.actor import Actor
    from archive_app.bootstrap import Archive
    from archive_app.services.requests.showing import RequestCard

SINCE = date(2009, 9, 1)
KIND = RequestKind.STUDY_CERTIFICATE
HANDED = Handing("Смирнова А. П.", "паспорт 45 01 № 000001", item="02-03")
FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
CLASS = ("Иванова Анна Петровна", "Кузнецов Олег Ильич", "Лебедева Дарья Павловна")


@dataclass
class Case:
    """An archive, who answers, a graduate and her request."""

    archive: Archive
    keeper: Actor
    person: int
    request: int

    def card(self) -> RequestCard:
        return self.archive.requests.showing.card(self.request, self.keeper)

    @property
    def version(self) -> int:
        return self.card().version


@pytest.fixture
def case(fresh_archive: Archive) -> Case:
    archive, keeper = fresh_archive, actor_of(fresh_archive)
    import_plan(archive.sessions, archive.clock, SCHOOL_PLAN, archive.today().year, keeper)
    person = graduate(archive, keeper)
    return Case(archive, keeper, person, archive.requests.registering.register(asked(person), keeper))


def worded(archive: Archive, body: str = "Дана {ФИО}{прежние имена}. {обучение}", kind: RequestKind = KIND) -> int:
    """An approved wording."""
    head = account(archive, "директор", "director")
    form = archive.requests.wording.draft(kind, body, head)
    archive.requests.wording.approve(form, head)
    return form


def signed(case: Case) -> Case:
    worded(case.archive)
    answering = case.archive.requests.answering
    answering.draft(case.request, case.keeper, version=case.version)
    answering.sign(case.request, "директор Орлов П. П.", case.keeper, version=case.version)
    return case


def test_an_answer_names_the_order_of_enrolment_and_that_of_leaving(case: Case) -> None:
    archive, keeper, answering = case.archive, case.keeper, case.archive.requests.answering
    eight, nine = (archive.rights.dictionary.add_group(n, keeper, started_on=SINCE) for n in ("8-К", "9-К"))
    enrolled, moved, left = (f"приказ от 25.0{month}.20{year}" for month, year in ((8, "09"), (8, 10), (6, 11)))
    study = add_study(archive.people, case.person, eight, Stay(SINCE, enrolled=Paper(enrolled)), keeper)
    moving_on.move_to_group(archive.people, study, nine, date(2010, 9, 1), Paper(moved), keeper, version=1)
    later = person_card(archive.people, case.person, keeper).studies[1].study_id
    moving_on.leave(archive.people, later, Leaving.GRADUATED, date(2011, 6, 25), Paper(left), keeper, version=1)
    worded(archive, "{обучение}\n{приказ о зачислении} / {приказ об отчислении}")
    answering.draft(case.request, keeper, version=case.version)
    drafted = answering.card(case.request, keeper)
    assert drafted is not None
    assert drafted.body.splitlines() == [
        f"группа 8-К: с 01.09.2009 ({enrolled}) по 31.08.2010 (переведён(а) в другую группу, {moved});",
        f"группа 9-К: с 01.09.2010 ({moved}) по 25.06.2011 (выпущен(а), {left});",
        f"{enrolled} / {left}",
    ]


def test_an_order_of_a_move_or_of_an_earlier_leaving_is_named_by_no_answer(case: Case) -> None:
    archive, keeper = case.archive, case.keeper
    eight, nine = (archive.rights.dictionary.add_group(n, keeper, started_on=SINCE) for n in ("8-К", "9-К"))
    study = add_study(archive.people, case.person, eight, Stay(SINCE), keeper)
    moving_on.move_to_group(archive.people, study, nine, date(2010, 9, 1), Paper("перевод"), keeper, version=1)
    later = person_card(archive.people, case.person, keeper).studies[1].study_id
    moving_on.leave(archive.people, later, Leaving.EXPELLED, date(2010, 12, 1), Paper("отчисление"), keeper, version=1)
    with reading(archive.sessions) as session:
        body, request = "{enrolment} / {leaving}", session.get_one(ArchiveRequest, case.request)
        assert drafted(session, body, request) == f"{BLANK} / отчисление", "that of the first day is not known"
    back = Stay(date(2011, 2, 1), enrolled=Paper("восстановление"))
    add_study(archive.people, case.person, nine, back, keeper)
    with reading(archive.sessions) as session:
        request = session.get_one(ArchiveRequest, case.request)
        assert drafted(session, body, request) == f"{BLANK} / {BLANK}", "who studies has not left"


def test_from_the_wording_to_the_case_file(case: Case, tmp_path: Path) -> None:
    archive, keeper, made = case.archive, case.keeper, case.archive.requests
    journal = file_one(archive, note(tmp_path, "Журнал 9 «А»"), BEFORE, title="Журнал 9 «А»")
    form = worded(archive)
    assert made.answering.card(case.request, keeper) is None
    made.answering.draft(case.request, keeper, version=case.version)
    drafted = made.answering.card(case.request, keeper)
    assert drafted is not None
    assert (NOW in drafted.body, BEFORE in drafted.body) == (True, True)
    seen = case.version
    sources = (Source(journal, read_pages("3, 5-6")),)
    made.answering.write(case.request, drafted.body + "\nПриказ № 5", sources, keeper, version=seen)
    with pytest.raises(RequestChanged):
        made.answering.write(case.request, "другое", (), keeper, version=seen)
    with pytest.raises(RequestEnded):
        made.answering.issue(case.request, HANDED, keeper, version=case.version)
    made.answering.sign(case.request, "директор Орлов П. П.", keeper, version=case.version)
    paper = archive.forms.written("request-answer", case.request, keeper).content
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(paper))
    assert all(words in text for words in (NOW, "Приказ № 5", "л. 3, 5, 6", "Орлов П. П."))
    copy = made.answering.issue(case.request, HANDED, keeper, version=case.version)
    answer = made.answering.card(case.request, keeper)
    assert answer is not None
    assert (answer.number.partition("/")[0], answer.document_id, answer.received_by) == ("1", copy, "Смирнова А. П.")
    filed = card(archive.journal.reads, copy, keeper)
    assert (filed.kind, filed.item, [one.person_id for one in filed.persons]) == ("certificate", "02-03", [case.person])
    (line,) = made.journal.listed(keeper, person_id=case.person)
    assert (line.request_id, line.document_id, line.ground) == (case.request, copy, "заявление № 3")
    assert "паспорт" in line.recipient
    assert case.card().state == "issued"
    assert made.wording.versions(keeper)[0].form_id == form
    with pytest.raises(RequestEnded):
        made.answering.issue(case.request, HANDED, keeper, version=case.version)
    assert len(made.journal.listed(keeper)) == 1


def test_the_book_of_certificates_shows_what_was_signed_and_who_has_it(case: Case) -> None:
    book, year = case.archive.registers.certificates, case.archive.today().year
    assert book.listed(case.keeper, year) == []
    signed(case)
    (waiting,) = book.listed(case.keeper, year)
    assert (waiting.number, waiting.person_id, waiting.issued_on) == (1, case.person, None)
    case.archive.requests.answering.issue(case.request, HANDED, case.keeper, version=case.version)
    (line,) = book.listed(case.keeper, year)
    assert (line.request_id, line.received_by, line.issued_on) == (case.request, "Смирнова А. П.", case.archive.today())
    assert (book.listed(case.keeper, year, before=1), book.listed(case.keeper, year - 1)) == ([], [])
    with case.archive.sessions() as session:
        looks = session.scalars(select(AuditEvent.details).where(AuditEvent.action == "register:list:read"))
        assert [json.loads(details)["requests"] for details in looks] == [[], [case.request]]
    with pytest.raises(NotAllowed):
        book.listed(account(case.archive, "учитель", "curator"), year)


def test_the_copy_goes_to_the_person_meant_and_not_to_a_namesake(case: Case) -> None:
    """Same spelling, born on different days: the card is named by its number, never by the name."""
    twin = add_person(case.archive.people, NOW, case.keeper)
    signed(case)
    copy = case.archive.requests.answering.issue(case.request, HANDED, case.keeper, version=case.version)
    with case.archive.sessions() as session:
        named = session.scalars(select(DocumentPerson.person_id).where(DocumentPerson.document_id == copy)).all()
    assert (named, twin in named) == ([case.person], False)


@pytest.mark.parametrize(
    ("said", "kind", "ground"),
    [
        (Receiver("Смирнова", "паспорт"), "self", "заявление № 3"),
        (Receiver("Иванова А.П.", "паспорт"), "self", "заявление № 3"),
        (Receiver("смирнова анна петровна", "паспорт"), "self", "заявление № 3"),
        (Receiver("Смирнова Ольга Ивановна", "паспорт", "доверенность № 5"), "representative",
         "заявление № 3; доверенность № 5"),
        (Receiver("Смирнова Анна Петровна", "паспорт", "доверенность № 5"), "representative",
         "заявление № 3; доверенность № 5"),
        (Receiver("Смирнова Ольга Ивановна", "паспорт"), None, None),
        (Receiver("Смирнова О.", "паспорт"), None, None),
        (Receiver("Смирнов А. П.", "паспорт"), None, None),
        (Receiver("Смирнова Анна Петровна Оглы", "паспорт"), None, None),
    ],
)  # fmt: skip
def test_whoever_receives_is_the_person_or_shows_a_paper(
    case: Case, said: Receiver, kind: str | None, ground: str | None
) -> None:
    """Nobody takes another's answer by coming for it, and the journal does not call a mother the person."""
    signed(case)
    made = case.archive.requests
    handing = Handing(said.received_by, said.shown, "02-03", said.authority)
    if kind is None:
        with pytest.raises(ReceiverUnproved):
            made.answering.issue(case.request, handing, case.keeper, version=case.version)
        assert (case.card().state, made.journal.listed(case.keeper)) == ("signed", ())
        return
    made.answering.issue(case.request, handing, case.keeper, version=case.version)
    (line,) = made.journal.listed(case.keeper)
    assert (line.recipient_kind, line.ground) == (kind, ground)


def test_what_is_not_answered(case: Case) -> None:
    archive, keeper, made = case.archive, case.keeper, case.archive.requests
    head = account(archive, "директор", "director")
    with pytest.raises(FormMissing):
        made.answering.draft(case.request, keeper, version=case.version)
    for wrong, error in (("{person.id}", PlaceUnknown), ("{0}", PlaceUnknown), ("{person!r}", PlaceUnknown),
                         ("{nobody}", PlaceUnknown), ("{", BracesUnclear), (" \n", FormMissing)):  # fmt: skip
        with pytest.raises(error):
            made.wording.draft(KIND, wrong, head)
    with pytest.raises(PlaceUnknown) as unknown:
        made.wording.draft(KIND, "Дана {ФИО}, {СНИЛС}", head)
    assert (unknown.value.params["place"], "{дата рождения}" in str(unknown.value.params["places"])) == ("СНИЛС", True)
    form = made.wording.draft(KIND, "{{фигурные}} {person}", head)
    with pytest.raises(FormMissing):
        made.answering.draft(case.request, keeper, version=case.version)
    with pytest.raises(NotAllowed):
        made.wording.approve(form, keeper)
    made.wording.approve(form, head)
    with pytest.raises(FormApproved):
        made.wording.approve(form, head)
    with pytest.raises(AnswerMissing):
        made.answering.sign(case.request, "директор", keeper, version=case.version)
    made.answering.draft(case.request, keeper, version=case.version)
    with pytest.raises(NotFound):
        made.answering.write(case.request, "слова", (Source(999),), keeper, version=case.version)
    with pytest.raises(SignatoryMissing):
        made.answering.sign(case.request, " ", keeper, version=case.version)
    groundless = made.registering.register(asked(case.person, ground=" "), keeper)
    made.answering.draft(groundless, keeper, version=1)
    with pytest.raises(GroundMissing):
        made.answering.sign(groundless, "директор", keeper, version=2)
    made.answering.sign(case.request, "директор", keeper, version=case.version)
    for handing, wrong_hand in ((Handing("", "паспорт", "02-03"), ReceiverMissing),
                                (Handing("Смирнова", " ", "02-03"), ReceiverMissing),
                                (Handing("Смирнова", "паспорт"), PlaceMissing)):  # fmt: skip
        with pytest.raises(wrong_hand):
            made.answering.issue(case.request, handing, keeper, version=case.version)
    clerk = account(archive, "делопроизводитель", "clerk")
    with pytest.raises(NotAllowed):
        made.answering.issue(case.request, HANDED, clerk, version=case.version)
    with pytest.raises(RequestChanged):
        made.answering.issue(case.request, HANDED, keeper, version=case.version - 1)
    assert case.card().state == "signed"
    assert made.journal.listed(keeper) == ()


def test_the_wording_is_read_and_written_in_russian(case: Case) -> None:
    """Whoever approves types names of places in any case, sees an example, and never a code."""
    wording, head = case.archive.requests.wording, account(case.archive, "директор", "director")
    wording.draft(KIND, "Дана {фио}{Прежние  имена} {{так}}, {birth_date}", head)
    (version,) = wording.versions(head)
    assert version.body == "Дана {ФИО}{прежние имена} {{так}}, {дата рождения}"
    assert version.example == "Дана Орлова Анна Сергеевна (прежде Петрова Анна Сергеевна) {так}, 14.05.2008"
    wording.draft(KIND, version.body, head)
    assert [one.body for one in wording.versions(head)] == [version.body]
    for kind in RequestKind:
        assert not set("{}") & set(example(starting(kind))), kind


def test_a_certificate_of_marks_starts_filled(case: Case, tmp_path: Path) -> None:
    """From the table of the e-journal that is filed here, which becomes the archive reference of the answer."""
    archive, keeper, made = case.archive, case.keeper, case.archive.requests
    table = f"ФИО;Алгебра;Физика\n{NOW};5;4\n{CLASS[1]};3;3\n"
    filed = file_one(archive, note(tmp_path, table, "итоги.csv"), title="Сводная ведомость 9 «А»")
    work(archive)
    archive.marks.keep(filed, TableSaid(2025, "год"), keeper)
    worded(archive, starting(RequestKind.GRADES), RequestKind.GRADES)
    request = made.registering.register(asked(case.person, kind=RequestKind.GRADES), keeper)
    made.answering.draft(request, keeper, version=1)
    answer = made.answering.card(request, keeper)
    assert answer is not None
    assert "2025/2026, год: Алгебра – 5; Физика – 4." in answer.body
    assert "3" not in answer.body.partition("год:")[2].partition("\n")[0]
    assert [(one.document_id, one.title) for one in answer.references] == [(filed, "Сводная ведомость 9 «А»")]
    made.answering.draft(request, keeper, version=2)
    again = made.answering.card(request, keeper)
    assert again is not None
    assert again.sources == answer.sources


def test_nothing_is_released_without_a_ground(case: Case) -> None:
    """Neither by the service nor past it."""
    journal, keeper = case.archive.requests.journal, case.keeper
    for wrong, error in ((Release("Прокуратура", " ", "личное дело"), GroundMissing),
                         (Release("", "запрос № 1", "личное дело"), RequestIncomplete),
                         (Release("Прокуратура", "запрос № 1", ""), RequestIncomplete),
                         (Release("Прокуратура", "запрос № 1", "дело", document_id=99), NotFound)):  # fmt: skip
        with pytest.raises(error):
            journal.note(wrong, keeper)
    with pytest.raises(NotAllowed):
        journal.note(Release("Отец", "просьба", "оценки"), account(case.archive, "учитель", "teacher"))
    with pytest.raises(NotAllowed):
        journal.listed(account(case.archive, "учитель", "teacher"))
    number = journal.note(
        Release("Прокуратура", "запрос № 1", "личное дело", person_id=case.person), keeper
    ).disclosure_id
    officer = account(case.archive, "офицер", "pd_officer")
    assert [line.disclosure_id for line in journal.listed(officer, person_id=case.person)] == [number]
    with case.archive.sessions() as session:
        row = session.get_one(Disclosure, number)
        values = {column.name: getattr(row, column.name) for column in Disclosure.__table__.columns}
        assert session.get_one(NumberSeries, f"disclosure:{row.year}").last == 1, "a refusal takes no number"
    for column in ("ground", "recipient", "extent"):
        with pytest.raises(IntegrityError), case.archive.sessions.begin() as session:
            session.execute(insert(Disclosure).values(values | {"id": 999, "number": 2, column: "  "}))
    signed(case)
    with pytest.raises(IntegrityError), case.archive.sessions.begin() as session:
        session.execute(update(RequestAnswer).values(issued_on=case.archive.today()))


@pytest.fixture
def list_of_class(case: Case, tmp_path: Path) -> int:
    """A scanned list with a handwritten-like mark that recognition does not read, recognised for real."""
    page = Image.new("RGB", (1240, 1754), "white")
    pen, font = ImageDraw.Draw(page), ImageFont.truetype(FONT, 34)
    pen.text((120, 120), "Сводная ведомость успеваемости", fill="black", font=font)
    for at, name in enumerate(CLASS):
        pen.text((120, 300 + at * 120), f"{at + 1}. {name}   отлично", fill="black", font=font)
    for offset in range(0, 90, 12):
        pen.line((700, 640 + offset, 1100, 690 - offset), fill="blue", width=5)
    path = tmp_path / "ведомость.png"
    page.save(path, dpi=(150, 150))
    for name in CLASS[1:]:
        add_person(case.archive.people, name, case.keeper)
    number = file_one(case.archive, path, title="Сводная ведомость", kind="exam_sheet", item="02-13")
    work(case.archive)
    return number


def test_an_extract_holds_the_persons_rows_alone(case: Case, list_of_class: int, tmp_path: Path) -> None:
    made, keeper = case.archive.requests, case.keeper
    worded(case.archive)
    made.answering.draft(case.request, keeper, version=case.version)
    offered = made.extracting.offered(case.request, list_of_class, 1, keeper)
    (mine,) = offered.proposed
    others = [row.place for row in offered.rows if row.others]
    assert len(others) == 2, offered.rows
    assert CLASS[0].split()[0] in offered.rows[mine].text

    def choose(rows: list[int], page_version: int = offered.version) -> None:
        made.extracting.choose(
            case.request, list_of_class, 1, rows, keeper, page_version=page_version, version=case.version
        )

    with pytest.raises(RowNamesOthers):
        choose([mine, others[0]])
    with pytest.raises(RowNamesOthers):
        made.extracting.preview(case.request, list_of_class, 1, others, keeper)
    with pytest.raises(RowsMissing):
        choose([99])
    with pytest.raises(ExtractOutdated):
        choose([mine], offered.version + 1)
    with pytest.raises(NotAllowed):
        made.extracting.offered(case.request, list_of_class, 1, account(case.archive, "клерк", "clerk"))
    with pytest.raises(NotFound):
        made.extracting.offered(case.request, list_of_class, 7, keeper)
    choose([mine])
    made.answering.sign(case.request, "директор", keeper, version=case.version)
    paper = made.printing.paper(case.request, keeper)
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        assert len(pdf.pages) == 2
    assert broken_rules({"certificate with its extract": paper}, tmp_path) == {}
    document = pypdfium2.PdfDocument(paper)
    text = document[1].get_textpage().get_text_range()
    seen = document[1].render(scale=3).to_pil()
    read = pytesseract.image_to_string(seen, lang="rus")
    for found in (text, read):
        assert "Иванова" in found
        assert not any(part in found for name in CLASS[1:] for part in name.split()), found
    assert not any(
        blue > red + 60 for red, _, blue in {color for _, color in seen.convert("RGB").getcolors(2**24) or ()}
    ), "the scrawl stays behind"
    with case.archive.sessions.begin() as session:
        session.execute(update(Page).where(Page.document_id == list_of_class).values(version=offered.version + 1))
    with pytest.raises(ExtractOutdated):
        made.answering.issue(case.request, HANDED, keeper, version=case.version)
    assert case.card().state == RequestState.SIGNED
