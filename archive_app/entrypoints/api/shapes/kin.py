"""Studies going on and ending, who speaks for a person, consents."""

from datetime import date
from typing import Annotated

from pydantic import Field

from archive_app.db.models import Authority, Leaving, Purpose, Settled
from archive_app.entrypoints.api.shapes.base import Answered, Asked, Limit, Line, Number
from archive_app.i18n import mark

Ground = Annotated[Line, Field(description=mark("The paper that proves it, as printed."))]
PaperNumber = Annotated[Number | None, Field(description=mark("The number of that paper where it is filed here."))]
Version = Annotated[Number, Field(description=mark("The version of what was looked at."))]


class GuardianShape(Answered):
    """Who speaks for the person, or for whom the person speaks; `holds`: today."""

    guardianship_id: int
    person_id: int
    name: str
    authority: Authority
    ground: str
    document_id: int | None
    since: date
    until: date | None
    revoked_on: date | None
    revoked_why: str | None
    holds: bool
    version: int


class ConsentShape(Answered):
    """A consent; `holds`: it permits something today; `destroy_by`: the data have to be gone by then."""

    consent_id: int
    purpose: Purpose
    scope: str | None
    giver_id: int
    giver: str
    ground: str
    document_id: int | None
    given_on: date
    until: date | None
    withdrawn_on: date | None
    withdrawn_ground: str | None
    reached_on: date | None
    reached_ground: str | None
    destroy_by: date | None
    overdue: bool
    settled_as: Settled | None
    settled_on: date | None
    settled_ground: str | None
    settled_act_id: int | None
    holds: bool
    version: int


class _Proven(Asked):
    ground: Ground = ""
    document_id: PaperNumber = None


class StudySaid(_Proven):
    """A stay in a group; both days are included. The paper of the end is kept where the stay has ended."""

    group_id: Number
    since: date | None = None
    until: date | None = None
    leaving: Leaving | None = None
    leaving_ground: Annotated[Line, Field(description=mark("The paper that proves the end, as printed."))] = ""
    leaving_document_id: PaperNumber = None


class StudyAdded(Answered):
    """The number of the study."""

    study_id: int


class MoveSaid(_Proven):
    """The study goes on in another group from this day."""

    version: Version
    group_id: Number
    since: date


class LeaveSaid(_Proven):
    """The study ends; `on` is its last day."""

    version: Version
    leaving: Leaving
    on: date


class AuthorityToAdd(_Proven):
    """Who speaks for the person: by number or full name."""

    who: Annotated[Line, Field(min_length=1, max_length=300)]
    authority: Authority
    since: date | None = None
    until: date | None = None


class AuthorityAdded(Answered):
    """The number of the authority."""

    guardianship_id: int


class AuthorityEnd(Asked):
    """From `on` (today) there is no authority."""

    version: Version
    reason: Annotated[Line, Field(min_length=1)]
    on: date | None = None


class ConsentToAdd(_Proven):
    """A consent; without `giver_id` the person gives it."""

    purpose: Purpose
    scope: Line = ""
    giver_id: Number | None = None
    given_on: date | None = None
    until: date | None = None


class ConsentAdded(Answered):
    """The number of the consent."""

    consent_id: int


class ConsentEnd(Asked):
    """Why a consent has ended, and on which day: today where none is said."""

    version: Version
    ground: Annotated[Line, Field(min_length=1)]
    on: date | None = None


class Withdrawal(ConsentEnd):
    """From `on` (today) the consent permits nothing."""


class PurposeReached(ConsentEnd):
    """On `on` (today) the purpose of the consent was reached."""


class OfPerson(Answered):
    """Whose card was changed."""

    person_id: int


class CameOfData(Asked):
    """What came of the data: one of the three is said."""

    act_id: Annotated[Number | None, Field(description=mark("The disposal act that was carried out here."))] = None
    destroyed: Annotated[Line, Field(description=mark("Another act of destruction, as printed."))] = ""
    kept: Annotated[Line, Field(description=mark("The ground on which the data are kept."))] = ""


class SettlementSaid(CameOfData):
    """Of one consent."""

    version: Version


class ConsentChosen(Asked):
    """A consent in the version that was looked at."""

    consent_id: Number
    version: Version


class SettlementOfMany(CameOfData):
    """The same of these consents."""

    consents: Annotated[tuple[ConsentChosen, ...], Field(max_length=1000)]


class SettledMany(Answered):
    """How many consents."""

    settled: int


class SettlementBack(Asked):
    """Why what was written is taken back."""

    version: Version
    reason: Annotated[Line, Field(min_length=1)]


class EndedAsked(Asked):
    """A part of the list."""

    limit: Limit = 50
    after: Annotated[
        str,
        Field(
            pattern=r"^(\d{4}-\d{2}-\d{2}\.\d{1,10})?$",
            description=mark("Where to go on; take the whole address from the answer's field «next»."),
        ),
    ] = ""


class EndedConsentShape(Answered):
    """A consent whose purpose has ended: `why` is withdrawn, reached or expired."""

    consent_id: int
    person_id: int
    name: str
    purpose: Purpose
    scope: str | None
    why: str
    ended_on: date
    ground: str
    destroy_by: date
    overdue: bool
    version: int


class EndedConsents(Answered):
    """A part of the list; `next` is the address of the following one."""

    consents: list[EndedConsentShape]
    next: str | None
