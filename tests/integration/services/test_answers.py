"""From a request to its answer: worded, signed, handed over, filed, disclosed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from archive_app.auth.errors import NotAllowed
from archive_app.db.engine import reading
from archive_app.db.models import ArchiveRequest, Leaving, RequestKind
from archive_app.errors import NotFound
from archive_app.services.documents import card
from archive_app.services.marks.reading import TableSaid
from archive_app.services.people import moving_on
from archive_app.services.people.cards import person_card
from archive_app.services.people.papers import Paper
from archive_app.services.people.studies import Stay, add_study
from archive_app.services.requests.answering import Handing
from archive_app.services.requests.drafting import BLANK, drafted
from archive_app.services.requests.errors import (
    AnswerMissing,
    BracesUnclear,
    FormApproved,
    FormMissing,
    GroundMissing,
    PlaceMissing,
    PlaceUnknown,
    ReceiverMissing,
    RequestChanged,
    RequestEnded,
    SignatoryMissing,
)
from archive_app.services.requests.places import example
from archive_app.services.requests.sources import Source, read_pages
from archive_app.services.requests.wording import starting
from tests.fixtures.archives import account, file_one, note, work
from tests.integration.services.answering import CLASS, HANDED, KIND, Case, worded
from tests.integration.services.test_requests import BEFORE, NOW, asked

if TYPE_CHECKING:
    from pathlib import Path


SINCE = date(2009, 9, 1)


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
