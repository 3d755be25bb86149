"""The life of case files: closing and reopening, volumes, events, holds, verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.api.asked import asked, taken
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.operation import answer, operation
from archive_app.entrypoints.api.shapes.case_files import LifePointShape
from archive_app.entrypoints.api.shapes.life import (
    CarryAsked,
    CloseAsked,
    DueAsked,
    DueShape,
    EventAsked,
    EventShape,
    ExaminedShape,
    FindingShape,
    HoldAsked,
    HoldList,
    HoldsAsked,
    HoldShape,
    JudgedShape,
    LifeSheetShape,
    MadeShape,
    OnAsked,
    ProposalShape,
    ReasonAsked,
    SplitAsked,
)
from archive_app.entrypoints.web.current import actor, archive
from archive_app.i18n import mark
from archive_app.numbers import LARGEST
from archive_app.retention_shapes import judged_shape
from archive_app.services.life.events import Told, read_trigger
from archive_app.services.life.finding_words import finding_sentence

if TYPE_CHECKING:
    from flask import Response

    from archive_app.services.life.closing import Examined
    from archive_app.services.life.judging import Judged

ONE = f"/case-files/<int(max={LARGEST}):case_file_id>"


@blueprint.get(f"{ONE}/life")
@needs(Act.ARCHIVE, Act.PLANS)
@operation(mark("The life of a case file, its holds and events, what closing would find"), answers=LifeSheetShape)
def case_file_life(case_file_id: int) -> Response:
    """Everything on one sheet."""
    sheet = archive().life.showing.sheet(case_file_id, actor())
    return answer(
        LifeSheetShape(
            verdict=_judged(sheet.judged),
            state=sheet.state,
            carried_to=sheet.carried_to,
            life=[LifePointShape.model_validate(each) for each in sheet.life],
            holds=[HoldShape.model_validate(each) for each in sheet.holds],
            events=[EventShape.model_validate(each) for each in sheet.events],
            examined=_examined(sheet.examined) if sheet.examined else None,
        )
    )


@blueprint.get(f"{ONE}/verdict")
@needs(Act.ARCHIVE, Act.PLANS)
@operation(mark("From when a case file may be put forward for destruction, and why"), asks=OnAsked, answers=JudgedShape)
def case_file_verdict(case_file_id: int) -> Response:
    """Without the event that the term waits for there is no date."""
    return answer(_judged(archive().life.judging.explain(case_file_id, actor(), asked(OnAsked).on)))


@blueprint.post(f"{ONE}/close")
@needs(Act.ARCHIVE, Act.PLANS)
@operation(mark("Close a case file: sheets, rule and cut-off are fixed"), takes=CloseAsked, answers=ExaminedShape)
def close_case_file(case_file_id: int) -> Response:
    """What stands in the way is named."""
    said = taken(CloseAsked)
    closing = archive().life.closing
    found = closing.close(case_file_id, actor(), finished_on=said.finished_on, knowingly=said.knowingly)
    return answer(_examined(found))


@blueprint.post(f"{ONE}/reopen")
@needs(Act.ARCHIVE, Act.PLANS)
@operation(mark("Open a closed case file again"), takes=ReasonAsked, answers=MadeShape)
def reopen_case_file(case_file_id: int) -> Response:
    """With the reason."""
    archive().life.closing.reopen(case_file_id, actor(), reason=taken(ReasonAsked).reason)
    return answer(MadeShape(number=case_file_id))


@blueprint.get(f"{ONE}/split")
@needs(Act.ARCHIVE, Act.PLANS)
@operation(mark("How thick volumes of a case file may be split"), answers=ProposalShape)
def split_proposal(case_file_id: int) -> Response:
    """Nothing is changed yet."""
    return answer(ProposalShape.model_validate(archive().life.splitting.propose(case_file_id, actor())))


@blueprint.post(f"{ONE}/split")
@needs(Act.ARCHIVE, Act.PLANS)
@operation(mark("Split the volumes as was proposed"), takes=SplitAsked, answers=ProposalShape)
def split_case_file(case_file_id: int) -> Response:
    """A proposal that is out of date is refused."""
    done = archive().life.splitting.confirm(case_file_id, taken(SplitAsked).stamp, actor())
    return answer(ProposalShape.model_validate(done))


@blueprint.post(f"{ONE}/carry")
@needs(Act.ARCHIVE, Act.PLANS)
@operation(mark("Carry a case file over into another year"), takes=CarryAsked, answers=MadeShape)
def carry_case_file(case_file_id: int) -> Response:
    """What is filed under its item in that year goes into it."""
    archive().life.carrying.over(case_file_id, taken(CarryAsked).year, actor())
    return answer(MadeShape(number=case_file_id))


@blueprint.get("/retention/due")
@needs(Act.ARCHIVE, Act.PLANS)
@operation(mark("Closed case files whose period is over, also those that are held"), asks=DueAsked, answers=DueShape)
def retention_due() -> Response:
    """By number, in pages."""
    wanted = asked(DueAsked)
    found = archive().life.judging.due(actor(), wanted.on, after=wanted.after, limit=wanted.limit)
    kept = wanted.model_dump(mode="json", exclude_unset=True)
    full = len(found) == wanted.limit
    following = url_for("api.retention_due", **(kept | {"after": found[-1].case_file_id})) if full else None
    return answer(DueShape(case_files=[_judged(one) for one in found], next=following))


@blueprint.post("/events")
@needs(Act.ARCHIVE, Act.PLANS)
@operation(mark("Enter an event that terms wait for"), takes=EventAsked, answers=MadeShape, statuses=(201,))
def enter_event() -> Response:
    """Of a case file or of a person."""
    said = taken(EventAsked)
    told = Told(
        read_trigger(said.trigger),
        said.on,
        said.ground,
        case_file_id=said.case_file_id,
        person_id=said.person_id,
        document_id=said.document_id,
    )
    return answer(MadeShape(number=archive().life.events.enter(told, actor())), 201)


@blueprint.post(f"/events/<int(max={LARGEST}):event_id>/cancel")
@needs(Act.ARCHIVE, Act.PLANS)
@operation(mark("Say that an event was entered by mistake"), takes=ReasonAsked, answers=MadeShape)
def cancel_event(event_id: int) -> Response:
    """The row stays, struck out."""
    archive().life.events.cancel(event_id, actor(), reason=taken(ReasonAsked).reason)
    return answer(MadeShape(number=event_id))


@blueprint.get("/holds")
@needs(Act.ARCHIVE)
@operation(mark("Holds on destruction"), asks=HoldsAsked, answers=HoldList)
def holds() -> Response:
    """By number."""
    wanted = asked(HoldsAsked)
    listed = archive().life.holding.listed(actor(), past=bool(wanted.past), after=wanted.after, limit=wanted.limit)
    return answer(HoldList(holds=[HoldShape.model_validate(each) for each in listed]))


@blueprint.post("/holds")
@needs(Act.ARCHIVE)
@operation(mark("Forbid a destruction"), takes=HoldAsked, answers=MadeShape, statuses=(201,))
def add_hold() -> Response:
    """Of a document, a case file, a person's files, an item."""
    said = taken(HoldAsked)
    number = archive().life.holding.add(
        said.target,
        said.target_id,
        actor(),
        reference=said.reference,
        reason=said.reason,
        since=said.since,
        until=said.until,
    )
    return answer(MadeShape(number=number), 201)


@blueprint.post(f"/holds/<int(max={LARGEST}):hold_id>/release")
@needs(Act.ARCHIVE)
@operation(mark("End a hold"), takes=ReasonAsked, answers=MadeShape)
def release_hold(hold_id: int) -> Response:
    """The row stays."""
    archive().life.holding.release(hold_id, actor(), reason=taken(ReasonAsked).reason)
    return answer(MadeShape(number=hold_id))


def _judged(judged: Judged) -> JudgedShape:
    return JudgedShape.model_validate(judged_shape(judged))


def _examined(found: Examined) -> ExaminedShape:
    findings = [FindingShape(code=one.code, blocks=one.blocks, text=finding_sentence(one)) for one in found.findings]
    return ExaminedShape(
        case_file_id=found.case_file_id,
        documents=found.documents,
        sheets=found.sheets,
        finished_on=found.finished_on,
        findings=findings,
    )
