"""The register of requests: what came, numbered without gaps, with its deadline; who works at it; refused."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from sqlalchemy import select

from archive_app.auth.actor import Actor, require_one
from archive_app.db.models import (
    UNANSWERED,
    ApplicantKind,
    ArchiveRequest,
    RequestKind,
    RequestState,
    RequestWay,
    User,
)
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.numbering import next_number
from archive_app.services.people.ground import known_person
from archive_app.services.requests.errors import (
    AuthorityMissing,
    DayToCome,
    RefusalUnexplained,
    RequestIncomplete,
)
from archive_app.services.requests.ground import KEEPERS
from archive_app.services.requests.terms import deadline_of
from archive_app.services.typed import lines, one_line

if TYPE_CHECKING:
    import datetime

    from sqlalchemy.orm import Session

    from archive_app.services.requests.ground import Desk

LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Asked:
    """What an applicant says. `order_on` is the day of the expulsion order, `named` the day that a body names."""

    kind: RequestKind
    applicant: str
    person_id: int | None = None
    way: RequestWay = RequestWay.WRITTEN
    applicant_kind: ApplicantKind = ApplicantKind.SELF
    authority: str = ""
    contact: str = ""
    purpose: str = ""
    ground: str = ""
    asked_on: datetime.date | None = None
    order_on: datetime.date | None = None
    named: datetime.date | None = None

    def cleaned(self) -> Self:
        """The same in characters that can be stored. Raises TooLong, RequestIncomplete, AuthorityMissing."""
        words = lines(self, LONGEST, "applicant", "authority", "contact", "purpose", "ground")
        if not words["applicant"] or (self.person_id is None and self.applicant_kind is not ApplicantKind.BODY):
            raise RequestIncomplete
        if self.applicant_kind is ApplicantKind.REPRESENTATIVE and not words["authority"]:
            raise AuthorityMissing
        return replace(self, **words)


@dataclass(frozen=True, slots=True)
class Registering:
    """Changes the register."""

    desk: Desk

    def register(self, asked: Asked, actor: Actor) -> int:
        """Enter a request today; its row's number (`id`).

        Raises:
            NotAllowed; NotFound: no such person.
            TooLong, RequestIncomplete, AuthorityMissing, OrderDayMissing, DayToCome.
        """
        require_one(actor, KEEPERS)
        asked = asked.cleaned()
        require_past(self.desk.today(), asked.asked_on, asked.order_on)
        with UnitOfWork(self.desk.sessions) as uow:
            about = asked.person_id
            person = known_person(uow.session, about, actor).id if about is not None else None
            number = register_within(self.desk, uow, asked, person, actor).id
            uow.commit()
            return number

    def change(self, request_id: int, said: Asked, actor: Actor, *, version: int) -> None:
        """Correct what the applicant said, in all but the kind, the person and the days. Raises as `register`.

        RequestChanged: somebody else was first. RequestEnded: it is answered.
        """
        require_one(actor, KEEPERS)
        said = said.cleaned()
        with self.desk.changing(request_id, version, UNANSWERED) as (uow, request):
            changed = {name: words for name, words in _said(said).items() if getattr(request, name) != words}
            for name, words in changed.items():
                setattr(request, name, words)
            self.desk.trail(uow, actor).record("request:record:change", request, fields=sorted(changed))
            uow.commit()

    def assign(self, request_id: int, login: str, actor: Actor, *, version: int) -> None:
        """Give it to whoever is to answer it; an empty `login`: to oneself. Raises NotAllowed, NotFound, …Changed."""
        require_one(actor, KEEPERS)
        with self.desk.changing(request_id, version, UNANSWERED) as (uow, request):
            user = _active(uow.session, login.strip() or actor.login)
            request.assignee_id, request.state, request.reminded_at = user.id, RequestState.IN_WORK, None
            self.desk.trail(uow, actor).record("request:record:assign", request, to=user.login)
            uow.commit()

    def refuse(self, request_id: int, why: str, actor: Actor, *, version: int) -> None:
        """End it without an answer. Raises NotAllowed, NotFound, RefusalUnexplained, RequestEnded, RequestChanged."""
        require_one(actor, KEEPERS)
        why = one_line(why, "why", LONGEST)
        if not why:
            raise RefusalUnexplained
        with self.desk.changing(request_id, version, UNANSWERED) as (uow, request):
            request.state, request.refusal, request.ended_on = RequestState.REFUSED, why, self.desk.today()
            self.desk.trail(uow, actor).record("request:record:refuse", request, why=why)
            uow.commit()


def register_within(desk: Desk, uow: UnitOfWork, asked: Asked, person: int | None, actor: Actor) -> ArchiveRequest:
    """Enter what is `cleaned` in the caller's transaction, for a caller that has asked for the right to this person.

    Raises OrderDayMissing.
    """
    session, today = uow.session, desk.today()
    started_on, until = deadline_of(session, asked.kind, asked.asked_on or today, asked.order_on, asked.named)
    request = ArchiveRequest(
        **_said(asked),
        year=today.year,
        person_id=person,
        kind=asked.kind,
        way=asked.way,
        started_on=started_on,
        due_on=until.due_on,
        do_by=until.do_by,
        deadline_words=until.words,
        registered_at=desk.clock(),
        registered_by=actor.login,
    )
    request.number = next_number(session, f"request:{today.year}")
    session.add(request)
    session.flush()
    desk.trail(uow, actor).record(
        "request:record:register", request, number=request.number, kind=asked.kind.value, person=person
    )
    return request


def _said(asked: Asked) -> dict[str, object]:
    """What may be corrected afterwards, by the columns."""
    return {
        "applicant": asked.applicant,
        "applicant_kind": asked.applicant_kind,
        "authority": asked.authority or None,
        "contact": asked.contact,
        "purpose": asked.purpose,
        "ground": asked.ground,
    }


def require_past(today: datetime.date, *days: datetime.date | None) -> None:
    """Let only days pass that have come. Raises DayToCome."""
    for day in days:
        if day is not None and day > today:
            raise DayToCome(day=day)


def _active(session: Session, login: str) -> User:
    user = session.scalar(select(User).where(User.login == login, User.active))
    if user is None:
        raise NotFound(login, what=translate("Account {login}", login=login))
    return user
