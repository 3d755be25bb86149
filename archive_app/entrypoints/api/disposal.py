"""`/disposal-acts`: proposed, decided on, reviewed, approved, carried out, printed; `/case-files/N/extract`."""

from __future__ import annotations

from flask import Response

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.api.asked import asked, taken
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.operation import answer, operation
from archive_app.entrypoints.api.shapes.disposal import (
    ActAsked,
    ActLineShape,
    ActListShape,
    ActsAsked,
    ActShape,
    ConfirmedAsked,
    DecisionAsked,
    ExtractAsked,
    ExtractShape,
    ProtocolAsked,
    RemainsAsked,
    RemainsShape,
    StoneShape,
    WithdrawAsked,
)
from archive_app.entrypoints.web.current import actor, archive
from archive_app.i18n import mark
from archive_app.numbers import LARGEST
from archive_app.services.disposal.reviewing import Member, Protocol

CSV = "text/csv"
ACT = f"/disposal-acts/<int(max={LARGEST}):act_id>"


@blueprint.get("/disposal-acts")
@needs(Act.ARCHIVE)
@operation(mark("Disposal acts, the newest first"), asks=ActsAsked, answers=ActListShape)
def disposal_acts() -> Response:
    """With the numbers of their case files; `before` leads on."""
    wanted = asked(ActsAsked)
    acts = archive().disposal.acts.listed(actor(), before=wanted.before, limit=wanted.limit)
    return answer(ActListShape(acts=[ActLineShape.model_validate(act) for act in acts]))


@blueprint.post("/disposal-acts")
@needs(Act.ARCHIVE)
@operation(mark("Propose an act of what may go, or of the case files that are named"), takes=ActAsked, answers=ActShape)
def propose_act() -> Response:
    """Nothing is destroyed by it."""
    said = taken(ActAsked)
    number = archive().disposal.proposing.propose(
        actor(), case_files=said.case_files or None, up_to_year=said.up_to_year
    )
    return _shown(number)


@blueprint.get(ACT)
@needs(Act.ARCHIVE)
@operation(mark("A disposal act with its lines"), answers=ActShape)
def disposal_act(act_id: int) -> Response:
    """One act."""
    return _shown(act_id)


@blueprint.post(f"{ACT}/decisions")
@needs(Act.ARCHIVE)
@operation(mark("Note the commission's decision on lines of an act"), takes=DecisionAsked, answers=ActShape)
def decide_act(act_id: int) -> Response:
    """Lines with the mark ЭПК one by one."""
    said = taken(DecisionAsked)
    archive().disposal.reviewing.decide(
        act_id, said.lines, said.decision, actor(), until=said.until, reason=said.reason
    )
    return _shown(act_id)


@blueprint.post(f"{ACT}/review")
@needs(Act.ARCHIVE)
@operation(
    mark("Close the review of an act with the protocol of the commission"), takes=ProtocolAsked, answers=ActShape
)
def review_act(act_id: int) -> Response:
    """What the commission keeps leaves the act."""
    said = taken(ProtocolAsked)
    members = tuple(Member(one.name, one.post, one.present, one.chair) for one in said.members)
    archive().disposal.reviewing.conclude(act_id, Protocol(said.number, said.on, members), actor())
    return _shown(act_id)


@blueprint.post(f"{ACT}/approval")
@needs(Act.APPROVE)
@operation(mark("Approve an act that somebody else has proposed"), answers=ActShape)
def approve_act(act_id: int) -> Response:
    """From here on it does not change."""
    archive().disposal.approving.approve(act_id, actor())
    return _shown(act_id)


@blueprint.post(f"{ACT}/execution")
@needs(Act.ARCHIVE)
@operation(mark("Destroy what an approved act names"), takes=ConfirmedAsked, answers=ActShape)
def execute_act(act_id: int) -> Response:
    """`confirm` is the number of the act once more; the worker does it, case file by case file."""
    archive().disposal.approving.execute(act_id, actor(), typed=taken(ConfirmedAsked).confirm)
    return _shown(act_id)


@blueprint.post(f"{ACT}/withdrawal")
@needs(Act.ARCHIVE)
@operation(mark("Give an act up that nobody has approved"), takes=WithdrawAsked, answers=ActShape)
def withdraw_act(act_id: int) -> Response:
    """Its case files are free again."""
    archive().disposal.proposing.withdraw(act_id, actor(), reason=taken(WithdrawAsked).reason)
    return _shown(act_id)


@blueprint.get(f"{ACT}/remains")
@needs(Act.ARCHIVE)
@operation(mark("What is known of the bytes that an act has destroyed"), asks=RemainsAsked, answers=RemainsShape)
def act_remains(act_id: int) -> Response:
    """Checksum, size and moment of each; `after` leads on."""
    wanted = asked(RemainsAsked)
    found = archive().disposal.acts.remains(act_id, actor(), after=wanted.after or 0, limit=wanted.limit)
    return answer(RemainsShape(remains=[StoneShape.model_validate(one) for one in found]))


@blueprint.get(f"{ACT}/personal-data.csv")
@needs(Act.ARCHIVE)
@operation(mark("The log of destroyed personal data (Roskomnadzor order No. 179)"), media=CSV)
def act_log(act_id: int) -> Response:
    """A line for each person and document; the act itself is the form `personal-data-act`."""
    return Response(archive().personal_data.log(act_id, actor()), mimetype=CSV)


@blueprint.post(f"/case-files/<int(max={LARGEST}):case_file_id>/extract")
@needs(Act.ARCHIVE)
@operation(mark("Take summary pages out into a case file of their own"), takes=ExtractAsked, answers=ExtractShape)
def extract_pages(case_file_id: int) -> Response:
    """The source stays until an act destroys the rest."""
    said = taken(ExtractAsked)
    made = archive().disposal.extracting.extract(
        case_file_id, {one.document_id: one.pages for one in said.documents}, actor(), item=said.item, year=said.year
    )
    return answer(ExtractShape.model_validate(made))


def _shown(act_id: int) -> Response:
    return answer(ActShape.model_validate(archive().disposal.acts.card(act_id, actor())))
