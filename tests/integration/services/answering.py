"""A request and what is needed to answer it: an approved wording, a signed answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from archive_app.db.models import RequestKind
from archive_app.demo.scans import SCHOOL_PLAN
from archive_app.services.fileplans import import_plan
from archive_app.services.requests.answering import Handing
from tests.fixtures.archives import account, actor_of
from tests.integration.services.test_requests import asked, graduate

if TYPE_CHECKING:
    from archive_app.auth.actor import Actor
    from archive_app.bootstrap import Archive
    from archive_app.services.requests.showing import RequestCard

KIND = RequestKind.STUDY_CERTIFICATE
HANDED = Handing("Смирнова А. П.", "паспорт 45 01 № 000001", item="02-03")
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
