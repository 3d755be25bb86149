"""The wording of answers: versions that the head approves, places in them that are filled in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from archive_app.auth.actor import Actor, require, require_one
from archive_app.db.engine import reading
from archive_app.db.models import Act, AnswerForm, RequestKind
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.names import clean_text
from archive_app.services.requests.errors import FormApproved, FormMissing
from archive_app.services.requests.ground import KEEPERS
from archive_app.services.requests.places import example, to_codes, to_names
from archive_app.services.typed import within

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from archive_app.services.requests.ground import Desk

LONGEST = 10_000
STARTING: Mapping[RequestKind, str] = {
    RequestKind.STUDY_CERTIFICATE: (
        "Справка дана в том, что {ФИО}{прежние имена}, дата рождения {дата рождения}, обучался(лась) в организации: "
        "{организация}.\n{обучение}\nЦель: {цель}."
    ),
    RequestKind.STUDY_PERIOD: (
        "Справка о периоде обучения: {ФИО}{прежние имена}, дата рождения {дата рождения}, обучался(лась) в "
        "организации: {организация}.\n{обучение}\nЦель: {цель}."
    ),
    RequestKind.GRADES: (
        "Справка об успеваемости: {ФИО}{прежние имена}, дата рождения {дата рождения}, организация: {организация}.\n"
        "{обучение}\nОтметки:\n{отметки}\nЦель: {цель}."
    ),
}
_ANY = (
    "Архивный фонд: {организация}. По документам фонда: {ФИО}{прежние имена}, дата рождения {дата рождения}.\n"
    "{обучение}"
)


@dataclass(frozen=True, slots=True)
class FormVersion:
    """A version of the wording; without `approved_by` it is a draft. `example`: filled in about somebody invented."""

    form_id: int
    kind: str
    number: int
    body: str
    example: str
    drafted_by: str
    approved_by: str | None
    approved_at: datetime.datetime | None


@dataclass(frozen=True, slots=True)
class Wording:
    """Drafts, approves and reads versions."""

    desk: Desk

    def versions(self, actor: Actor) -> tuple[FormVersion, ...]:
        """The latest version of each kind and the latest approved one. Raises NotAllowed."""
        require_one(actor, KEEPERS)
        latest = func.max(AnswerForm.number).label("number")
        of_all = select(AnswerForm.kind, latest).group_by(AnswerForm.kind)
        approved = of_all.where(AnswerForm.approved_at.is_not(None))
        wanted = of_all.union(approved).subquery()
        query = select(AnswerForm).join(
            wanted, (AnswerForm.kind == wanted.c.kind) & (AnswerForm.number == wanted.c.number)
        )
        with reading(self.desk.sessions) as session:
            return tuple(_version(row) for row in session.scalars(query.order_by(AnswerForm.kind, AnswerForm.number)))

    def draft(self, kind: RequestKind, body: str, actor: Actor) -> int:
        """A new version, to be approved; its row's number. Raises NotAllowed, and as `checked`."""
        require_one(actor, (*KEEPERS, Act.APPROVE))
        body = checked(body)
        with UnitOfWork(self.desk.sessions) as uow:
            last = uow.session.scalar(select(func.max(AnswerForm.number)).where(AnswerForm.kind == kind))
            form = AnswerForm(
                kind=kind, number=(last or 0) + 1, body=body, drafted_by=actor.login, drafted_at=self.desk.clock()
            )
            uow.session.add(form)
            uow.session.flush()
            self.desk.trail(uow, actor).record("request:form:draft", form, kind=kind.value, number=form.number)
            number = form.id
            uow.commit()
            return number

    def approve(self, form_id: int, actor: Actor) -> FormVersion:
        """Put a version in force for the next drafts. Raises NotAllowed, NotFound, FormApproved."""
        require(actor, Act.APPROVE)
        with UnitOfWork(self.desk.sessions) as uow:
            form = uow.session.get(AnswerForm, form_id, with_for_update=True)
            if form is None:
                raise NotFound(str(form_id), what=translate("Wording {number}", number=form_id))
            if form.approved_at is not None:
                raise FormApproved(number=form.number)
            form.approved_by, form.approved_at = actor.login, self.desk.clock()
            self.desk.trail(uow, actor).record("request:form:approve", form, kind=form.kind.value, number=form.number)
            version = _version(form)
            uow.commit()
            return version


def starting(kind: RequestKind) -> str:
    """What the first version of a kind may begin with."""
    return STARTING.get(kind, _ANY)


def checked(body: str) -> str:
    """The wording as it is stored. Raises FormMissing for an empty one, PlaceUnknown, BracesUnclear."""
    body = clean_lines(body)
    if not body:
        raise FormMissing
    return to_codes(body)


def clean_lines(text: str) -> str:
    """What was typed, each line in characters that can be stored. Raises TooLong."""
    return within("\n".join(map(clean_text, text.splitlines())).strip(), "text", LONGEST)


def in_force(session: Session, kind: RequestKind) -> AnswerForm:
    """The latest approved version. Raises FormMissing."""
    query = select(AnswerForm).where(AnswerForm.kind == kind, AnswerForm.approved_at.is_not(None))
    form = session.scalars(query.order_by(AnswerForm.number.desc()).limit(1)).first()
    if form is None:
        raise FormMissing
    return form


def _version(row: AnswerForm) -> FormVersion:
    body = to_names(row.body)
    return FormVersion(
        row.id, row.kind.value, row.number, body, example(body), row.drafted_by, row.approved_by, row.approved_at
    )
