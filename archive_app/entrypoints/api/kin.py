"""`/persons/…`: studies going on and ending, who speaks for a person, consents and their withdrawal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.api.asked import BadParameters, asked, taken
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.operation import answer, operation
from archive_app.entrypoints.api.persons import ONE
from archive_app.entrypoints.api.shapes import kin as shapes
from archive_app.entrypoints.web.current import actor, archive
from archive_app.i18n import mark, translate
from archive_app.numbers import LARGEST
from archive_app.services import consent_ends, consent_settling, consents, guardians
from archive_app.services.batch import BadDate
from archive_app.services.people import moving_on, studies
from archive_app.services.people.papers import Paper

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Response

ROW = f"<int(max={LARGEST}):number>"


@blueprint.post(f"{ONE}/studies")
@needs(Act.PERSONS)
@operation(mark("Put a person into a group"), takes=shapes.StudySaid, answers=shapes.StudyAdded, statuses=(201,))
def add_study(person_id: int) -> Response:
    """Stays of one person in one group share no day."""
    said = taken(shapes.StudySaid)
    stay = studies.Stay(
        said.since,
        said.until,
        said.leaving,
        Paper(said.ground, said.document_id),
        Paper(said.leaving_ground, said.leaving_document_id),
    )
    number = studies.add_study(archive().people, person_id, said.group_id, stay, actor())
    return answer(shapes.StudyAdded(study_id=number), 201)


@blueprint.post(f"/persons/studies/{ROW}/move")
@needs(Act.PERSONS)
@operation(mark("Let a study go on in another group"), takes=shapes.MoveSaid, answers=shapes.OfPerson)
def move_study(number: int) -> Response:
    """It ends the day before in its own group."""
    said = taken(shapes.MoveSaid)
    person = moving_on.move_to_group(
        archive().people,
        number,
        said.group_id,
        said.since,
        Paper(said.ground, said.document_id),
        actor(),
        version=said.version,
    )
    return answer(shapes.OfPerson(person_id=person))


@blueprint.post(f"/persons/studies/{ROW}/leave")
@needs(Act.PERSONS)
@operation(mark("End a study by an order"), takes=shapes.LeaveSaid, answers=shapes.OfPerson)
def leave_study(number: int) -> Response:
    """Leaving for good starts the terms that wait for it."""
    said = taken(shapes.LeaveSaid)
    paper = Paper(said.ground, said.document_id)
    person = moving_on.leave(archive().people, number, said.leaving, said.on, paper, actor(), version=said.version)
    return answer(shapes.OfPerson(person_id=person))


@blueprint.post(f"{ONE}/guardians")
@needs(Act.PERSONS)
@operation(
    mark("Write down who speaks for a person"),
    takes=shapes.AuthorityToAdd,
    answers=shapes.AuthorityAdded,
    statuses=(201,),
)
def add_guardian(person_id: int) -> Response:
    """A name that nobody has gets a card."""
    said = taken(shapes.AuthorityToAdd)
    told = guardians.AuthoritySaid(said.authority, Paper(said.ground, said.document_id), said.since, said.until)
    number = guardians.add_guardian(archive().people, person_id, said.who, told, actor())
    return answer(shapes.AuthorityAdded(guardianship_id=number), 201)


@blueprint.post(f"/persons/guardians/{ROW}/revoke")
@needs(Act.PERSONS)
@operation(mark("End an authority over a person"), takes=shapes.AuthorityEnd, answers=shapes.OfPerson)
def revoke_guardian(number: int) -> Response:
    """It stays on the card as one that was in force until then."""
    said = taken(shapes.AuthorityEnd)
    person = guardians.revoke_guardian(
        archive().people, number, actor(), reason=said.reason, version=said.version, on=said.on
    )
    return answer(shapes.OfPerson(person_id=person))


@blueprint.post(f"{ONE}/consents")
@needs(Act.PERSONS)
@operation(mark("Write a consent down"), takes=shapes.ConsentToAdd, answers=shapes.ConsentAdded, statuses=(201,))
def add_consent(person_id: int) -> Response:
    """Given by the person, or by who has authority over the person on that day."""
    said = taken(shapes.ConsentToAdd)
    told = consents.ConsentSaid(
        said.purpose, Paper(said.ground, said.document_id), said.giver_id, said.given_on, said.until, said.scope
    )
    number = consents.add_consent(archive().people, person_id, told, actor())
    return answer(shapes.ConsentAdded(consent_id=number), 201)


@blueprint.post(f"/persons/consents/{ROW}/withdraw")
@needs(Act.PERSONS)
@operation(mark("Write the withdrawal of a consent down"), takes=shapes.Withdrawal, answers=shapes.OfPerson)
def withdraw_consent(number: int) -> Response:
    """With the last consent the terms that wait for the end of consent begin to run."""
    return _ended(consents.withdraw_consent, number, taken(shapes.Withdrawal))


@blueprint.post(f"/persons/consents/{ROW}/reached")
@needs(Act.PERSONS)
@operation(
    mark("Write down that the purpose of a consent is reached"), takes=shapes.PurposeReached, answers=shapes.OfPerson
)
def reach_purpose(number: int) -> Response:
    """Thirty days run in which the data are destroyed."""
    return _ended(consent_ends.reach_purpose, number, taken(shapes.PurposeReached))


@blueprint.post(f"/persons/consents/{ROW}/settlement")
@needs(Act.PERSONS)
@operation(
    mark("Write down what came of data whose purpose has ended"), takes=shapes.SettlementSaid, answers=shapes.OfPerson
)
def settle_consent(number: int) -> Response:
    """One of the three: an act carried out here, another paper of the destruction, a ground for keeping."""
    said = taken(shapes.SettlementSaid)
    person = consent_settling.settle(archive().people, number, _settlement(said), actor(), version=said.version)
    return answer(shapes.OfPerson(person_id=person))


@blueprint.post("/persons/consents/settlements")
@needs(Act.PERSONS)
@operation(
    mark("Write down for many consents what came of the data"),
    takes=shapes.SettlementOfMany,
    answers=shapes.SettledMany,
)
def settle_consents() -> Response:
    """For all that are named or for none; one of the three is said, as for one consent."""
    said = taken(shapes.SettlementOfMany)
    chosen = {one.consent_id: one.version for one in said.consents}
    number = consent_settling.settle_many(archive().people, chosen, _settlement(said), actor())
    return answer(shapes.SettledMany(settled=number))


@blueprint.post(f"/persons/consents/{ROW}/settlement/withdrawal")
@needs(Act.PERSONS)
@operation(
    mark("Take back what was written of data whose purpose has ended"),
    takes=shapes.SettlementBack,
    answers=shapes.OfPerson,
)
def take_settlement_back(number: int) -> Response:
    """The data wait again for what comes of them."""
    said = taken(shapes.SettlementBack)
    person = consent_settling.take_settlement_back(
        archive().people, number, actor(), reason=said.reason, version=said.version
    )
    return answer(shapes.OfPerson(person_id=person))


@blueprint.get("/persons/consents/ended")
@needs(Act.PERSONS)
@operation(mark("Data whose purpose has ended"), asks=shapes.EndedAsked, answers=shapes.EndedConsents)
def ended_consents() -> Response:
    """Those that nothing was said of yet, the most urgent first."""
    wanted = asked(shapes.EndedAsked)
    try:
        after = consent_ends.EndedCursor.read(wanted.after)
    except BadDate as error:
        raise BadParameters((("after", translate("the value cannot be understood")),)) from error
    lines, more = consent_ends.list_ended(archive().people, actor(), after=after, limit=wanted.limit)
    following = url_for("api.ended_consents", limit=wanted.limit, after=str(more)) if more else None
    rows = [shapes.EndedConsentShape.model_validate(line) for line in lines]
    return answer(shapes.EndedConsents(consents=rows, next=following))


def _ended(end: Callable[..., int], number: int, said: shapes.ConsentEnd) -> Response:
    person = end(archive().people, number, actor(), ground=said.ground, version=said.version, on=said.on)
    return answer(shapes.OfPerson(person_id=person))


def _settlement(said: shapes.CameOfData) -> consent_settling.Settlement:
    return consent_settling.Settlement(said.act_id, said.destroyed, said.kept)
