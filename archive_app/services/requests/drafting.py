"""The places of a wording filled in from the cards of the archive and the marks of its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.db.models import Leaving
from archive_app.db.queries.studies import studies_of
from archive_app.i18n import translate
from archive_app.mark_words import school_year_words
from archive_app.services.documents import former_names, spoken_name
from archive_app.services.forms.signing import organisation_of
from archive_app.services.marks import marks_of
from archive_app.words import LEAVING_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy.orm import Session

    from archive_app.db.models import ArchiveRequest, Study
    from archive_app.services.marks import MarkLine

BLANK = "____________"
"""What is not known is filled in by hand."""


MARKS = "{marks}"


def drafted(session: Session, body: str, request: ArchiveRequest) -> str:
    """`body` with its places filled in; `services.requests.places` has checked that there are no others."""
    person = request.person
    former = ", ".join(former_names(person)) if person else ""
    studies = studies_of(session, [person.id]) if person else []
    marks = marks_of(session, person.id) if person and MARKS in body else ()
    return body.format_map(
        {
            "person": spoken_name(person) if person else request.applicant,
            "former": translate(" (formerly {names})", names=former) if former else "",
            "birth_date": f"{person.birth_date:%d.%m.%Y}" if person and person.birth_date else BLANK,
            "studies": "\n".join(map(_study, studies)) or BLANK,
            "enrolment": _enrolled_by(studies) or BLANK,
            "leaving": _left_by(studies) or BLANK,
            "marks": "\n".join(_marks(marks)) or BLANK,
            "purpose": request.purpose or translate("where it is asked for"),
            "organisation": organisation_of(session)[0] or BLANK,
        }
    )


def tables_of_marks(session: Session, body: str, request: ArchiveRequest) -> tuple[int, ...]:
    """The filed tables that the marks of `body` stand in, in the order of the marks; none where it has no marks."""
    if MARKS not in body or request.person_id is None:
        return ()
    return tuple(dict.fromkeys(line.document_id for line in marks_of(session, request.person_id)))


def _marks(lines: Iterable[MarkLine]) -> Iterator[str]:
    """«2025/2026, год: Алгебра – 5; Физика – 4.», a line for each period of a year, as the tables have them."""
    periods: dict[tuple[int, str], list[MarkLine]] = {}
    for line in lines:
        periods.setdefault((line.school_year, line.period), []).append(line)
    for (year, period), said in periods.items():
        head = ", ".join(filter(None, (school_year_words(year), period)))
        yield f"{head}: {'; '.join(f'{line.subject} – {line.value}' for line in said)}."


def _study(study: Study) -> str:
    begins = translate("group {name}: from {day}", name=study.group.name, day=f"{study.started_on:%d.%m.%Y}")
    parts = [begins, _bracketed(study.ground)]
    if study.ended_on:
        leaving = translate(LEAVING_WORDS[study.leaving.value]) if study.leaving else None
        parts += [
            translate("until {day}", day=f"{study.ended_on:%d.%m.%Y}"),
            _bracketed(leaving, study.leaving_ground),
        ]
    return " ".join(filter(None, parts)) + ";"


def _enrolled_by(studies: Sequence[Study]) -> str | None:
    """The paper of the first day; that of a later one is of a move, and proves no enrolment."""
    return next((one.ground for one in studies if one.ground and one.started_on == studies[0].started_on), None)


def _left_by(studies: Sequence[Study]) -> str | None:
    """The paper of the last day. Whoever goes on studying has not left, whatever there was before."""
    if not studies or any(one.ended_on is None for one in studies):
        return None
    last = max(one.ended_on for one in studies if one.ended_on)
    for_good = (one for one in studies if one.ended_on == last and one.leaving is not Leaving.MOVED)
    return next((one.leaving_ground for one in for_good if one.leaving_ground), None)


def _bracketed(*words: str | None) -> str:
    told = ", ".join(filter(None, words))
    return f"({told})" if told else ""
