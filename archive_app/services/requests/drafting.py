"""The places of a wording filled in from the cards of the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.db.queries.studies import studies_of
from archive_app.i18n import translate
from archive_app.services.documents import former_names, spoken_name
from archive_app.services.forms.signing import organisation_of
from archive_app.words import LEAVING_WORDS

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from archive_app.db.models import ArchiveRequest, Study

BLANK = "____________"
"""What is not known is filled in by hand."""


def drafted(session: Session, body: str, request: ArchiveRequest) -> str:
    """`body` with its places filled in; `services.requests.wording` has checked that there are no others."""
    person = request.person
    former = ", ".join(former_names(person)) if person else ""
    studies = [_study(study) for study in studies_of(session, [person.id])] if person else []
    return body.format_map(
        {
            "person": spoken_name(person) if person else request.applicant,
            "former": translate(" (formerly {names})", names=former) if former else "",
            "birth_date": f"{person.birth_date:%d.%m.%Y}" if person and person.birth_date else BLANK,
            "studies": "\n".join(studies) or BLANK,
            "purpose": request.purpose or translate("where it is asked for"),
            "organisation": organisation_of(session)[0] or BLANK,
        }
    )


def _study(study: Study) -> str:
    parts = [translate("group {name}: from {day}", name=study.group.name, day=f"{study.started_on:%d.%m.%Y}")]
    if study.ended_on:
        parts.append(translate("until {day}", day=f"{study.ended_on:%d.%m.%Y}"))
    words = [translate(LEAVING_WORDS[study.leaving.value])] if study.leaving else []
    told = ", ".join([*words, *([study.ground] if study.ground else [])])
    return " ".join(parts) + (f" ({told})" if told else "") + ";"
