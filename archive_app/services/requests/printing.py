"""The answer on paper, and the copy that is kept: the certificate, its archive references, masked extracts of pages."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf

from archive_app.auth.actor import Actor, require_one
from archive_app.db.engine import reading
from archive_app.i18n import translate
from archive_app.services.forms.form import Column, Form, Sign, Table
from archive_app.services.forms.printed import as_pdf
from archive_app.services.forms.signing import organisation_of
from archive_app.services.requests.ground import KEEPERS, unknown_request
from archive_app.services.requests.kinds import KIND_WORDS
from archive_app.services.requests.sources import references, sources_in
from archive_app.services.requests.stored import answer_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from archive_app.db.models import RequestAnswer
    from archive_app.services.requests.extracting import Extracting
    from archive_app.services.requests.ground import Desk
    from archive_app.services.requests.sources import Reference


@dataclass(frozen=True, slots=True)
class Printing:
    """Prints answers; one that is not signed says so."""

    desk: Desk
    extracting: Extracting

    def form(self, request_id: int, actor: Actor, _volume: int | None = None) -> Iterator[Form]:
        """What the certificate says. Raises NotAllowed; NotFound: there is no answer."""
        require_one(actor, KEEPERS)
        with reading(self.desk.sessions) as session:
            answer = answer_of(session, request_id)
            if answer is None:
                raise unknown_request(request_id)
            found = references(session, sources_in(answer.sources))
            organisation = organisation_of(session)[0]
            made = _form(answer, organisation, found)
        yield made

    def paper(self, request_id: int, actor: Actor) -> bytes:
        """PDF/A of the certificate with its extracts. Raises NotAllowed, NotFound, ExtractOutdated."""
        certificate, extracts = as_pdf(self.form(request_id, actor)), self.extracting.pdf(request_id, actor)
        return certificate if extracts is None else _joined(certificate, extracts)


def _joined(first: bytes, second: bytes) -> bytes:
    target = BytesIO()
    with pikepdf.open(BytesIO(first)) as whole, pikepdf.open(BytesIO(second)) as more:
        whole.pages.extend(more.pages)
        whole.save(target)
    return target.getvalue()


def _form(answer: RequestAnswer, organisation: str, found: Sequence[Reference]) -> Form:
    kind = translate(KIND_WORDS[answer.request.kind]).upper()
    number = f"{answer.number}/{answer.year}" if answer.number else "_______"
    day = f"{answer.signed_on:%d.%m.%Y}" if answer.signed_on else "__.__.____"
    columns = [Column(translate("Ground: document"), 50), Column(translate("Archive reference"), 50)]
    rows = ((one.title, one.words) for one in found)
    return Form(
        title=kind,
        under=[translate("No. {number} of {day}", number=number, day=day)],
        left=[organisation],
        right=[] if answer.number else [translate("Draft: not signed")],
        opening=answer.body.splitlines(),
        table=Table(columns, rows) if found else None,
        signs=[Sign(answer.signatory or translate("Head of the organisation")), Sign(translate("Seal"))],
    )
