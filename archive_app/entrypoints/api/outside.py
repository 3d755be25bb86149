"""`/outside-results`: what was learned in other organisations, applied for and decided by a protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.api.asked import asked, taken
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.operation import BYTES, answer, operation
from archive_app.entrypoints.api.sent import sent_file
from archive_app.entrypoints.api.shapes import outside as shapes
from archive_app.entrypoints.api.shapes.portfolio import AttachmentAsked
from archive_app.entrypoints.web.current import actor, archive
from archive_app.i18n import mark
from archive_app.numbers import LARGEST
from archive_app.services.outside.applying import Told
from archive_app.services.outside.deciding import Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archive_app.services.outside import OutsideResults
    from archive_app.services.outside.showing import ResultLine

ALL = "/outside-results"
PERSON = f"{ALL}/persons/<int(max={LARGEST}):person_id>"
ONE = f"{ALL}/<int(max={LARGEST}):result_id>"


@blueprint.get(PERSON)
@needs(Act.SEE, Act.PERSONS)
@operation(mark("Results of a person from other organisations"), asks=shapes.ResultsAsked, answers=shapes.ResultList)
def outside_results(person_id: int) -> Response:
    """The newest first; none of whom one may not look at."""
    wanted = asked(shapes.ResultsAsked)
    return _list(_made().showing.of_person(person_id, actor(), before=wanted.before, limit=wanted.limit))


@blueprint.post(PERSON)
@needs(Act.SEE, Act.PERSONS)
@operation(
    mark("Apply to count results from another organisation"),
    takes=shapes.ResultSaid,
    answers=shapes.ResultCardShape,
    statuses=(201,),
)
def apply_outside_result(person_id: int) -> Response:
    """For oneself or one's child; by the office, with the applicant."""
    said = taken(shapes.ResultSaid)
    told = Told(**said.model_dump(exclude={"applicant", "applied_on"}))
    if said.applicant:
        number = _made().applying.register(person_id, told, said.applicant, actor(), applied_on=said.applied_on)
    else:
        number = _made().applying.apply(person_id, told, actor())
    return _shown(number, 201, Location=url_for("api.outside_result", result_id=number))


@blueprint.get(f"{ALL}/waiting")
@needs(Act.PERSONS)
@operation(
    mark("Results from other organisations without a protocol"),
    asks=shapes.WaitingResultsAsked,
    answers=shapes.ResultList,
)
def waiting_outside_results() -> Response:
    """The oldest first."""
    wanted = asked(shapes.WaitingResultsAsked)
    return _list(_made().showing.waiting(actor(), after=wanted.after, limit=wanted.limit))


@blueprint.get(ONE)
@needs(Act.SEE, Act.PERSONS)
@operation(mark("A result from another organisation"), answers=shapes.ResultCardShape)
def outside_result(result_id: int) -> Response:
    """With its papers and its protocol; the papers are read under `/portfolio/files`."""
    return _shown(result_id)


@blueprint.post(f"{ONE}/files")
@needs(Act.SEE, Act.PERSONS)
@operation(
    mark("Attach a paper to an application for results"),
    asks=AttachmentAsked,
    brings=(BYTES,),
    answers=shapes.ResultCardShape,
    statuses=(201,),
)
def attach_to_outside_result(result_id: int) -> Response:
    """The body is the file."""
    with sent_file() as file:
        _made().applying.attach(result_id, (file,), actor())
    return _shown(result_id, 201)


@blueprint.post(f"{ONE}/protocol")
@needs(Act.PERSONS)
@operation(
    mark("Write down the protocol on results from another organisation"),
    takes=shapes.ProtocolSaid,
    answers=shapes.ResultCardShape,
)
def decide_outside_result(result_id: int) -> Response:
    """It stands from then on."""
    said = taken(shapes.ProtocolSaid)
    _made().deciding.decide(result_id, Protocol(**said.model_dump(exclude={"version"})), actor(), version=said.version)
    return _shown(result_id)


@blueprint.post(f"{ONE}/protocol/files")
@needs(Act.PERSONS)
@operation(
    mark("Put the protocol on results as a file into the case file"),
    asks=AttachmentAsked,
    brings=(BYTES,),
    answers=shapes.ResultCardShape,
    statuses=(201,),
)
def attach_protocol_on_outside_result(result_id: int) -> Response:
    """The body is the file."""
    with sent_file() as file:
        _made().deciding.attach(result_id, (file,), actor())
    return _shown(result_id, 201)


@blueprint.post(f"{ONE}/withdrawal")
@needs(Act.SEE, Act.PERSONS)
@operation(mark("Take an application for results back"), takes=shapes.WithdrawalSaid, answers=shapes.ResultCardShape)
def withdraw_outside_result(result_id: int) -> Response:
    """Before its protocol: by whoever handed it in, or by the office."""
    said = taken(shapes.WithdrawalSaid)
    _made().withdrawing.withdraw(result_id, said.reason, actor(), version=said.version)
    return _shown(result_id)


def _made() -> OutsideResults:
    return archive().outside


def _list(lines: Sequence[ResultLine]) -> Response:
    return answer(shapes.ResultList(results=[shapes.ResultShape.model_validate(line) for line in lines]))


def _shown(result_id: int, status: int = 200, **headers: str) -> Response:
    card = _made().showing.card(result_id, actor())
    return answer(shapes.ResultCardShape.model_validate(card), status, **headers)
