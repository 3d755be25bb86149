"""`/kinds`, `/units`, `/groups`, `/confidentiality`: the dictionaries. Changes name the version in `If-Match`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs, signed_in
from archive_app.entrypoints.api.asked import taken
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.operation import answer, operation
from archive_app.entrypoints.api.shapes import dictionaries as shapes
from archive_app.entrypoints.api.shapes.accounts import Done, Made
from archive_app.entrypoints.api.versions import tag, version_asked
from archive_app.entrypoints.web.current import actor, archive
from archive_app.i18n import mark
from archive_app.numbers import CONFIDENTIALITY, LARGEST
from archive_app.services.administration.kind_form import KEEPERS, FieldSaid
from archive_app.services.administration.kinds import KindTold
from archive_app.services.rights.dictionary import GroupSaid

if TYPE_CHECKING:
    from flask import Response

OPEN = "names of kinds, units and groups are no secret"


@blueprint.get("/kinds")
@signed_in(OPEN)
@operation(mark("Kinds of documents"), answers=shapes.KindList)
def kinds() -> Response:
    """Those that are retired at the end."""
    listed = archive().administration.kinds.listed()
    return answer(shapes.KindList(kinds=[shapes.KindShape.model_validate(kind) for kind in listed]))


@blueprint.post("/kinds")
@needs(*KEEPERS)
@operation(mark("Add a kind of documents"), takes=shapes.KindSaid, answers=shapes.KindCard, statuses=(201,))
def add_kind() -> Response:
    """Its code is made of the title."""
    said = taken(shapes.KindSaid)
    return _kind(archive().administration.kinds.add(said.title, actor(), personal=said.personal), 201)


@blueprint.get("/kinds/<code>")
@signed_in(OPEN)
@operation(mark("A kind with its fields"), answers=shapes.KindCard)
def kind(code: str) -> Response:
    """The version of the kind is in `ETag`, those of the fields beside them."""
    return _kind(code)


@blueprint.put("/kinds/<code>")
@needs(*KEEPERS)
@operation(mark("Change or retire a kind"), takes=shapes.KindChanged, answers=shapes.KindCard, versioned=True)
def change_kind(code: str) -> Response:
    """What was filed keeps it."""
    said, version, book = taken(shapes.KindChanged), version_asked(), archive().administration.kinds
    book.change(code, version, said.title, actor(), personal=said.personal, retired=said.retired)
    return _kind(code)


@blueprint.put("/kinds/<code>/told")
@needs(*KEEPERS)
@operation(
    mark("Say who fills a kind, until when, where it is kept"),
    takes=shapes.KindDescribed,
    answers=shapes.KindCard,
    versioned=True,
)
def describe_kind(code: str) -> Response:
    """Filing shows it and proposes the item."""
    said, version = taken(shapes.KindDescribed), version_asked()
    told = KindTold(said.filler, said.due, said.source, said.item)
    archive().administration.kinds.describe(code, version, told, actor())
    return _kind(code)


@blueprint.post("/kinds/<code>/fields")
@needs(*KEEPERS)
@operation(mark("Ask for one more field"), takes=shapes.FieldSaidShape, answers=Made, statuses=(201,))
def add_field(code: str) -> Response:
    """At the end of the form."""
    said = taken(shapes.FieldSaidShape)
    form = archive().administration.kinds.form
    number = form.add(code, said.type, FieldSaid(said.title, said.required, said.choices), actor())
    return answer(Made(number=number), 201)


@blueprint.put(f"/kinds/<code>/fields/<int(max={LARGEST}):number>")
@needs(*KEEPERS)
@operation(mark("Change or retire a field"), takes=shapes.FieldChanged, answers=shapes.KindCard, versioned=True)
def change_field(code: str, number: int) -> Response:
    """What was typed before stays."""
    said, version, form = taken(shapes.FieldChanged), version_asked(), archive().administration.kinds.form
    field = FieldSaid(said.title, said.required, said.choices)
    form.change(number, version, field, actor(), retired=said.retired)
    return _kind(code)


@blueprint.get("/units")
@signed_in(OPEN)
@operation(mark("Units"), answers=shapes.UnitList)
def units() -> Response:
    """By name."""
    listed = archive().rights.dictionary.units(retired=True)
    return answer(shapes.UnitList(units=[shapes.UnitShape.model_validate(unit) for unit in listed]))


@blueprint.post("/units")
@needs(Act.ACCOUNTS)
@operation(mark("Add a unit"), takes=shapes.UnitSaid, answers=Made, statuses=(201,))
def add_unit() -> Response:
    """Two units cannot bear one name."""
    return answer(Made(number=archive().rights.dictionary.add_unit(taken(shapes.UnitSaid).name, actor())), 201)


@blueprint.put(f"/units/<int(max={LARGEST}):number>")
@needs(Act.ACCOUNTS)
@operation(mark("Rename or retire a unit"), takes=shapes.UnitChanged, answers=Done, versioned=True)
def change_unit(number: int) -> Response:
    """Records stay in it."""
    said, version, book = taken(shapes.UnitChanged), version_asked(), archive().rights.dictionary
    book.rename_unit(number, version, said.name, actor(), retired=said.retired)
    return answer(Done())


@blueprint.get("/groups")
@signed_in(OPEN)
@operation(mark("Groups of study"), answers=shapes.GroupList)
def groups() -> Response:
    """The latest first."""
    listed = archive().rights.dictionary.groups_with_curators(archive().today())
    return answer(shapes.GroupList(groups=[shapes.GroupShape.model_validate(group) for group in listed]))


@blueprint.post("/groups")
@needs(Act.ACCOUNTS)
@operation(mark("Add a group of study"), takes=shapes.GroupSaidShape, answers=Made, statuses=(201,))
def add_group() -> Response:
    """Two groups may bear one name if they begin on different days."""
    said = taken(shapes.GroupSaidShape)
    number = archive().rights.dictionary.add_group(
        said.name, actor(), started_on=said.started_on, ended_on=said.ended_on, unit=said.unit
    )
    return answer(Made(number=number), 201)


@blueprint.put(f"/groups/<int(max={LARGEST}):number>")
@needs(Act.ACCOUNTS)
@operation(mark("Change a group of study"), takes=shapes.GroupSaidShape, answers=Done, versioned=True)
def change_group(number: int) -> Response:
    """A group that is over gets its last day."""
    said = taken(shapes.GroupSaidShape)
    group = GroupSaid(said.name, said.started_on, said.ended_on, said.unit)
    archive().rights.dictionary.change_group(number, version_asked(), group, actor())
    return answer(Done())


@blueprint.get("/confidentiality")
@signed_in(OPEN)
@operation(mark("Levels of confidentiality"), answers=shapes.LevelList)
def levels() -> Response:
    """The most open first."""
    listed = archive().administration.levels.listed()
    return answer(shapes.LevelList(levels=[shapes.LevelShape.model_validate(level) for level in listed]))


@blueprint.put(f"/confidentiality/<int(max={CONFIDENTIALITY[-1]}):level>")
@needs(Act.ACCOUNTS)
@operation(mark("Name a level of confidentiality"), takes=shapes.LevelNamed, answers=Done)
def name_level(level: int) -> Response:
    """An empty name takes it away."""
    archive().administration.levels.name(level, taken(shapes.LevelNamed).title, actor())
    return answer(Done())


def _kind(code: str, status: int = 200) -> Response:
    book = archive().administration.kinds
    one, fields = book.one(code), book.form.fields(code)
    return answer(shapes.KindCard.model_validate({"kind": one, "fields": fields}), status, ETag=tag(one.version))
