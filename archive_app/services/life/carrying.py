"""Books and registers that are not finished with the year go on in the next one (переходящие дела)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.auth.actor import Actor, require_one
from archive_app.db.models import CaseFileState, StepKind
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.services.case_files import CaseFileClosed, find_item
from archive_app.services.life.errors import CarriedBackwards, PersonalFileGoesOn
from archive_app.services.life.judging import KEEPERS
from archive_app.services.life.steps import Step, case_file_row, record_step

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from sqlalchemy.orm import Session, sessionmaker


@dataclass(frozen=True, slots=True)
class Carrying:
    """Carries case files over."""

    sessions: sessionmaker[Session]
    clock: Callable[[], datetime.datetime]
    today: Callable[[], datetime.date]

    def over(self, case_file_id: int, year: int, actor: Actor) -> None:
        """Go on with the case file in `year`: what is filed under its item in that year goes into it.

        Raises:
            NotAllowed, NotFound, CaseFileClosed; PersonalFileGoesOn: such a one goes on by itself; CarriedBackwards;
            YearWithoutPlan, UnknownItem: the plan of the year has no such item.
        """
        require_one(actor, KEEPERS)
        with UnitOfWork(self.sessions) as uow:
            case_file = case_file_row(uow.session, case_file_id)
            if case_file.state is not CaseFileState.OPEN:
                raise CaseFileClosed(case_file.title, title=case_file.title)
            if case_file.person_id is not None:
                raise PersonalFileGoesOn(case_file=case_file_id)
            reached = case_file.carried_to or case_file.year
            if year <= reached:
                raise CarriedBackwards(year=year, reached=reached)
            find_item(uow.session, case_file.item.index, year)
            case_file.carried_to = year
            record_step(uow, Step(case_file, StepKind.CARRIED, actor, self.clock(), self.today(), str(year)))
            uow.commit()
