"""Print forms composed of the services that know what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.db.models import RegisterBook
from archive_app.services.disclosure.contingent_day import ContingentDays
from archive_app.services.disclosure.monitoring import Monitoring
from archive_app.services.disclosure.subject_report import SubjectReport
from archive_app.services.disposal.personal_data import PersonalData
from archive_app.services.forms.case_forms import CaseForms
from archive_app.services.forms.fonds_form import FondsForm
from archive_app.services.forms.plan_form import PlanForm
from archive_app.services.forms.registry import Forms
from archive_app.wiring.answering import registers_over

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterable

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.audit.reads import ReadLog
    from archive_app.auth.actor import Actor
    from archive_app.regulation_kinds.places import Sort
    from archive_app.services.control import Control
    from archive_app.services.disposal import Disposal
    from archive_app.services.forms.form import Form
    from archive_app.services.lending import Lending
    from archive_app.services.people import People
    from archive_app.services.portfolio.listing import Listing
    from archive_app.services.presence import PresenceChecks
    from archive_app.services.registers.printing import Printing as RegisterPrinting
    from archive_app.services.requests import Requests
    from archive_app.wiring.archiving import Archiving
    from archive_app.wiring.backing_up import Backups


def forms_of(
    sessions: sessionmaker[Session],
    reads: ReadLog,
    archiving: Archiving,
    disposal: Disposal,
    lending: Lending,
    presence: PresenceChecks,
    backups: Backups,
    requests: Requests,
    control: Control,
    people: People,
    achievements: Listing,
    zone: datetime.tzinfo,
    sort: Sort | None,
) -> Forms:
    """The makers of all forms, by name."""
    cases = CaseForms(sessions)
    makers = {
        "file-plan": PlanForm(sessions).form,
        "inventory": _alone(archiving.inventories.printing.form),
        "internal-inventory": cases.internal_inventory,
        "certification": cases.certification,
        "cover": cases.cover,
        "transfer-act": _alone(archiving.accessions.printing.form),
        "disposal-act": _alone(disposal.printing.form),
        "substitution-card": lending.printing.card,
        "lending-book": lending.printing.lending_book,
        "presence-act": presence.printing.act,
        "personal-data-act": _alone(PersonalData(disposal.acts, reads, zone).form),
        "request-answer": requests.printing.form,
        **_registers(registers_over(requests).printing, sort),
        "fonds-sheet": FondsForm(sessions, zone).form,
        "backup-journal": backups.book.form,
        "yearly-analysis": control.printing.form,
        "achievements": achievements.form,
        "subject-report": SubjectReport(people, requests.journal, requests.looks).form,
    }
    return Forms(makers, reads)


def _registers(
    printing: RegisterPrinting, sort: Sort | None
) -> dict[str, Callable[[int, Actor, int | None], Iterable[Form]]]:
    """The books by their names in the list of forms."""
    return {
        **{f"register-{book.value}": printing.book(book) for book in RegisterBook},
        "register-certificates": printing.certificates,
        "blanks": printing.balance,
        "monitoring": Monitoring(printing.desk, ContingentDays(printing.desk.today, sort)).form,
    }


def _alone(form: Callable[[int, Actor], Form]) -> Callable[[int, Actor, int | None], Iterable[Form]]:
    return lambda number, actor, _volume: [form(number, actor)]
