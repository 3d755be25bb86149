"""`/portfolio`: the student's entries with their files, the curator's decisions, the whole as one archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.api.asked import asked, taken
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.operation import BYTES, JPEG, answer, operation
from archive_app.entrypoints.api.sent import sent_file
from archive_app.entrypoints.api.shapes import portfolio as shapes
from archive_app.entrypoints.api.shapes.documents import ImageAsked
from archive_app.entrypoints.web.attachments import as_download
from archive_app.entrypoints.web.current import actor, archive
from archive_app.i18n import mark
from archive_app.numbers import LARGEST
from archive_app.services.page_images import FULL_WIDTH, THUMBNAIL_WIDTH
from archive_app.services.portfolio.filling import Achievement

if TYPE_CHECKING:
    from archive_app.services.portfolio import Portfolios

PERSON = f"/portfolio/persons/<int(max={LARGEST}):person_id>"
ENTRY = f"/portfolio/entries/<int(max={LARGEST}):entry_id>"
FILE = f"/portfolio/files/<int(max={LARGEST}):file_id>"
ZIP = "application/zip"


@blueprint.get(PERSON)
@needs(Act.SEE)
@operation(mark("The portfolio of a person"), asks=shapes.PortfolioAsked, answers=shapes.PortfolioShape)
def portfolio(person_id: int) -> Response:
    """The newest entries first."""
    wanted = asked(shapes.PortfolioAsked)
    found = _made().showing.portfolio(person_id, actor(), before=wanted.before, limit=wanted.limit)
    return answer(shapes.PortfolioShape.model_validate(found))


@blueprint.post(f"{PERSON}/entries")
@needs(Act.FILE)
@operation(
    mark("Add an achievement to the own portfolio"),
    takes=shapes.AchievementSaid,
    answers=shapes.EntryCardShape,
    statuses=(201,),
)
def add_achievement(person_id: int) -> Response:
    """A draft."""
    told = Achievement(**taken(shapes.AchievementSaid).model_dump())
    number = _made().filling.add(person_id, told, actor())
    return _shown(number, 201, Location=url_for("api.achievement", entry_id=number))


@blueprint.get(f"{PERSON}/archive")
@needs(Act.DOWNLOAD)
@operation(mark("The portfolio of a person as one ZIP archive"), media=ZIP)
def portfolio_archive(person_id: int) -> Response:
    """Accepted entries with their files, an index, the SHA-256 of each file."""
    packed = _made().exporting.pack(person_id, actor())
    return as_download(packed.pieces, packed.name, kind=ZIP)


@blueprint.post(f"{PERSON}/list")
@needs(Act.CHANGE)
@operation(mark("Put the list of achievements into the case file"), answers=shapes.ListFiledShape)
def file_achievements(person_id: int) -> Response:
    """As PDF/A, unless nothing was accepted since the last one."""
    return answer(shapes.ListFiledShape.model_validate(_made().listing.file(person_id, actor())))


@blueprint.get(ENTRY)
@needs(Act.SEE)
@operation(mark("An entry of a portfolio"), answers=shapes.EntryCardShape)
def achievement(entry_id: int) -> Response:
    """With its files."""
    return _shown(entry_id)


@blueprint.put(ENTRY)
@needs(Act.FILE)
@operation(
    mark("Correct an entry of the own portfolio"), takes=shapes.AchievementCorrected, answers=shapes.EntryCardShape
)
def change_achievement(entry_id: int) -> Response:
    """Before it is sent, or after a return."""
    said = taken(shapes.AchievementCorrected)
    told = Achievement(**said.model_dump(exclude={"version"}))
    _made().filling.change(entry_id, told, actor(), version=said.version)
    return _shown(entry_id)


@blueprint.post(f"{ENTRY}/files")
@needs(Act.FILE)
@operation(
    mark("Attach a file to an entry of the own portfolio"),
    asks=shapes.AttachmentAsked,
    brings=(BYTES,),
    answers=shapes.EntryCardShape,
    statuses=(201,),
)
def attach_to_achievement(entry_id: int) -> Response:
    """The body is the file."""
    with sent_file() as file:
        _made().filling.attach(entry_id, (file,), actor())
    return _shown(entry_id, 201)


@blueprint.get(FILE)
@needs(Act.DOWNLOAD, Act.PERSONS)
@operation(mark("A file of a portfolio"), media=BYTES)
def portfolio_file(file_id: int) -> Response:
    """Its bytes."""
    line, stream = _made().showing.file(file_id, actor())
    return as_download(stream, line.name, line.size)


@blueprint.get(f"{FILE}/pages/<int(max={LARGEST}):number>/image")
@needs(Act.SEE, Act.PERSONS)
@operation(mark("The image of a page of a file of a portfolio"), asks=ImageAsked, media=JPEG)
def portfolio_file_page(file_id: int, number: int) -> Response:
    """An upright JPEG of a picture or a PDF."""
    width = THUMBNAIL_WIDTH if asked(ImageAsked).thumbnail else FULL_WIDTH
    return Response(_made().looking.picture(file_id, number, actor(), width).jpeg, mimetype=JPEG)


@blueprint.delete(FILE)
@needs(Act.FILE)
@operation(mark("Take a file off an entry of the own portfolio"), answers=shapes.EntryCardShape)
def detach_from_achievement(file_id: int) -> Response:
    """Before it is sent, or after a return."""
    return _shown(_made().filling.detach(file_id, actor()))


@blueprint.post(f"{ENTRY}/send")
@needs(Act.FILE)
@operation(mark("Send an entry to the curator"), takes=shapes.VersionSaid, answers=shapes.EntryCardShape)
def send_achievement(entry_id: int) -> Response:
    """It is not changed while the curator looks."""
    _made().filling.send(entry_id, actor(), version=taken(shapes.VersionSaid).version)
    return _shown(entry_id)


@blueprint.post(f"{ENTRY}/discard")
@needs(Act.FILE)
@operation(mark("Throw an entry of the own portfolio away"), takes=shapes.VersionSaid, answers=shapes.PortfolioShape)
def discard_achievement(entry_id: int) -> Response:
    """Before it is sent, or after a return; what is left is answered."""
    person = _made().filling.discard(entry_id, actor(), version=taken(shapes.VersionSaid).version)
    return answer(shapes.PortfolioShape.model_validate(_made().showing.portfolio(person, actor())))


@blueprint.get("/portfolio/waiting")
@needs(Act.CHANGE)
@operation(mark("Entries of portfolios that wait"), asks=shapes.WaitingAsked, answers=shapes.WaitingEntries)
def waiting_achievements() -> Response:
    """Of the groups of this curator, the longest waiting first."""
    wanted = asked(shapes.WaitingAsked)
    lines = _made().judging.waiting(actor(), after=wanted.after, limit=wanted.limit)
    return answer(shapes.WaitingEntries(entries=[shapes.EntryShape.model_validate(line) for line in lines]))


@blueprint.post(f"{ENTRY}/accept")
@needs(Act.CHANGE)
@operation(mark("Accept an entry into the portfolio"), takes=shapes.DecisionSaid, answers=shapes.EntryCardShape)
def accept_achievement(entry_id: int) -> Response:
    """It is not changed any more."""
    said = taken(shapes.DecisionSaid)
    _made().judging.accept(entry_id, actor(), version=said.version, comment=said.comment)
    return _shown(entry_id)


@blueprint.post(f"{ENTRY}/return")
@needs(Act.CHANGE)
@operation(mark("Return an entry for correction"), takes=shapes.DecisionSaid, answers=shapes.EntryCardShape)
def return_achievement(entry_id: int) -> Response:
    """With a word on what to correct."""
    said = taken(shapes.DecisionSaid)
    _made().judging.give_back(entry_id, said.comment, actor(), version=said.version)
    return _shown(entry_id)


def _made() -> Portfolios:
    return archive().portfolios


def _shown(entry_id: int, status: int = 200, **headers: str) -> Response:
    return answer(shapes.EntryCardShape.model_validate(_made().showing.card(entry_id, actor())), status, **headers)
