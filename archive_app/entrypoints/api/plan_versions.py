"""`/file-plans/versions`: drafted, changed item by item, agreed, approved, put in force, compared; totals of a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, request, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs, signed_in
from archive_app.entrypoints.api.asked import asked, taken
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.operation import answer, operation
from archive_app.entrypoints.api.sent import UploadTooLarge
from archive_app.entrypoints.api.shapes import plan_versions as shapes
from archive_app.entrypoints.web.current import actor, archive
from archive_app.i18n import mark
from archive_app.numbers import LARGEST
from archive_app.services.fileplans import exported_plan
from archive_app.services.plan_tables import CSV_TYPE, MEDIA_TYPES, XLSX_TYPE, read_table

if TYPE_CHECKING:
    from archive_app.services.plan_tables import Table
    from archive_app.services.plans import Plans
    from archive_app.services.plans.versions import Version

ALL = "/file-plans/versions"
ONE = f"{ALL}/<int(max={LARGEST}):plan_id>"
YEAR = f"/file-plans/<int(max={LARGEST}):year>"
TABLE = "table.<any('csv', 'xlsx'):kind>"
MOST_BYTES = 5 * 1024 * 1024
"""Of a table: a plan has hundreds of lines."""
READERS = (Act.PLANS, Act.APPROVE)


@blueprint.get(ALL)
@needs(*READERS)
@operation(mark("Versions of file plans, the latest year first"), answers=shapes.VersionList)
def plan_versions() -> Response:
    """All of them."""
    lines = [shapes.VersionLineShape.model_validate(line) for line in _plans().listed(actor())]
    return answer(shapes.VersionList(versions=lines))


@blueprint.post(ALL)
@needs(Act.PLANS)
@operation(
    mark("Begin the plan of a year from the one in force of another"),
    takes=shapes.DraftSaid,
    answers=shapes.VersionShape,
    statuses=(201,),
)
def draft_plan() -> Response:
    """A draft that can be changed."""
    said = taken(shapes.DraftSaid)
    return _begun(_plans().drafting.copy(said.year, said.source, actor()))


@blueprint.post(f"{ALL}/table")
@needs(Act.PLANS)
@operation(
    mark("Begin the plan of a year from a table"),
    asks=shapes.TableAsked,
    brings=(CSV_TYPE, XLSX_TYPE),
    answers=shapes.VersionShape,
    statuses=(201,),
)
def draft_plan_of_table() -> Response:
    """Whole or not at all; each row that is not understood is told with its line."""
    year = asked(shapes.TableAsked).year
    table = request.stream.read(MOST_BYTES + 1)
    if len(table) > MOST_BYTES:
        raise UploadTooLarge(limit=MOST_BYTES)
    return _begun(_plans().drafting.take(year, read_table(table), actor()))


@blueprint.get(ONE)
@needs(*READERS)
@operation(mark("A version of a file plan"), answers=shapes.VersionShape)
def plan_version(plan_id: int) -> Response:
    """With its items in the order of print."""
    return _shown(_plans().shown(plan_id, actor())[0])


@blueprint.get(f"{ONE}/comparison")
@needs(*READERS)
@operation(mark("What a version says otherwise than the plan in force before it"), answers=shapes.ComparisonShape)
def plan_comparison(plan_id: int) -> Response:
    """Item by item."""
    return answer(shapes.ComparisonShape.model_validate(_plans().shown(plan_id, actor())[1]))


@blueprint.get(f"{ONE}/{TABLE}")
@needs(*READERS)
@operation(mark("A version of a file plan as a table, CSV or XLSX"), media=(CSV_TYPE, XLSX_TYPE))
def plan_table(plan_id: int, kind: Table) -> Response:
    """As a draft may be begun from."""
    return Response(_plans().table(plan_id, kind, actor()), mimetype=MEDIA_TYPES[kind])


@blueprint.post(f"{ONE}/items")
@needs(Act.PLANS)
@operation(mark("Add an item to a draft"), takes=shapes.ItemSaid, answers=shapes.VersionShape)
def add_plan_item(plan_id: int) -> Response:
    """In its section, by its index."""
    return _put(plan_id, "")


@blueprint.put(f"{ONE}/items/<index>")
@needs(Act.PLANS)
@operation(mark("Change an item of a draft"), takes=shapes.ItemSaid, answers=shapes.VersionShape)
def change_plan_item(plan_id: int, index: str) -> Response:
    """Also its index."""
    return _put(plan_id, index)


@blueprint.post(f"{ONE}/items/<index>/removal")
@needs(Act.PLANS)
@operation(mark("Take an item out of a draft"), takes=shapes.RevisionSaid, answers=shapes.VersionShape)
def drop_plan_item(plan_id: int, index: str) -> Response:
    """Only while it is a draft."""
    return _shown(_plans().drafting.drop_item(plan_id, taken(shapes.RevisionSaid).revision, index, actor()))


@blueprint.post(f"{ONE}/discarding")
@needs(Act.PLANS)
@operation(mark("Give a version up that is not approved"), takes=shapes.RevisionSaid, answers=shapes.VersionShape)
def discard_plan(plan_id: int) -> Response:
    """It stays in the list without effect."""
    _plans().drafting.discard(plan_id, taken(shapes.RevisionSaid).revision, actor())
    return _shown(_plans().shown(plan_id, actor())[0])


@blueprint.post(f"{ONE}/agreement")
@needs(Act.PLANS)
@operation(
    mark("Enter that the commission agreed the draft"), takes=shapes.PlanAgreementSaid, answers=shapes.VersionShape
)
def agree_plan(plan_id: int) -> Response:
    """From now on its items do not change."""
    said = taken(shapes.PlanAgreementSaid)
    return _shown(_plans().confirming.agree(plan_id, said.revision, actor(), protocol=said.protocol))


@blueprint.post(f"{ONE}/approval")
@needs(Act.APPROVE)
@operation(mark("Approve an agreed version that another person drafted"), answers=shapes.VersionShape)
def approve_plan(plan_id: int) -> Response:
    """The director's word."""
    return _shown(_plans().confirming.approve(plan_id, actor()))


@blueprint.post(f"{ONE}/enforcement")
@needs(Act.PLANS)
@operation(mark("Put an approved version in force"), answers=shapes.VersionShape)
def enforce_plan(plan_id: int) -> Response:
    """Case files still open go over to it."""
    return _shown(_plans().confirming.enforce(plan_id, actor()))


@blueprint.get(f"{YEAR}/{TABLE}")
@signed_in("the file plan names no person")
@operation(mark("The file plan in force of a year as a table, CSV or XLSX"), media=(CSV_TYPE, XLSX_TYPE))
def plan_table_of_year(year: int, kind: Table) -> Response:
    """As it may be imported."""
    return Response(exported_plan(archive().sessions, year, kind), mimetype=MEDIA_TYPES[kind])


@blueprint.get(f"{YEAR}/totals")
@needs(Act.PLANS)
@operation(mark("Totals of a year from its case files"), answers=shapes.TotalsShape)
def plan_totals(year: int) -> Response:
    """As fixed, otherwise as they stand."""
    return answer(shapes.TotalsShape.model_validate(_plans().totals.of(year, actor())))


@blueprint.post(f"{YEAR}/totals")
@needs(Act.PLANS)
@operation(mark("Write the totals of a year into its plan, once it is over"), answers=shapes.TotalsShape)
def fix_plan_totals(year: int) -> Response:
    """They do not change any more."""
    return answer(shapes.TotalsShape.model_validate(_plans().totals.fix(year, actor())))


def _plans() -> Plans:
    return archive().plans


def _put(plan_id: int, replacing: str) -> Response:
    said = taken(shapes.ItemSaid)
    cells = said.model_dump(exclude={"revision"}) | {"carrier": said.carrier.value}
    return _shown(_plans().drafting.put_item(plan_id, said.revision, cells, actor(), replacing=replacing))


def _begun(version: Version) -> Response:
    return _shown(version, 201, Location=url_for("api.plan_version", plan_id=version.plan_id))


def _shown(version: Version, status: int = 200, **headers: str) -> Response:
    return answer(shapes.VersionShape.model_validate(version), status, **headers)
