"""Kinds of requests: their words, and the term of each until the organisation chooses its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.db.models import ApplicantKind, RequestKind, RequestState, RequestWay
from archive_app.i18n import mark
from retention.deadlines import DeadlineRule, Start

if TYPE_CHECKING:
    from collections.abc import Mapping

KIND_WORDS: Mapping[RequestKind, str] = {
    RequestKind.STUDY_CERTIFICATE: mark("certificate of education"),
    RequestKind.STUDY_PERIOD: mark("certificate of the period of study"),
    RequestKind.GRADES: mark("certificate of marks"),
    RequestKind.DIPLOMA: mark("diploma and its supplement"),
    RequestKind.DIPLOMA_DUPLICATE: mark("duplicate of a diploma"),
    RequestKind.ATTESTAT_DUPLICATE: mark("duplicate of an attestat"),
    RequestKind.ARCHIVE_CERTIFICATE: mark("archival certificate"),
    RequestKind.ARCHIVE_EXTRACT: mark("archival extract"),
    RequestKind.ARCHIVE_COPY: mark("archival copy"),
    RequestKind.OWN_DATA: mark("acquaintance with own data"),
    RequestKind.BODY: mark("request of a body"),
}
WAY_WORDS: Mapping[RequestWay, str] = {
    RequestWay.ORAL: mark("orally"),
    RequestWay.WRITTEN: mark("in writing"),
    RequestWay.PORTAL: mark("through the portal"),
}
APPLICANT_WORDS: Mapping[ApplicantKind, str] = {
    ApplicantKind.SELF: mark("the person personally"),
    ApplicantKind.REPRESENTATIVE: mark("a representative"),
    ApplicantKind.BODY: mark("a body or organisation"),
}
STATE_WORDS: Mapping[RequestState, str] = {
    RequestState.REGISTERED: mark("registered"),
    RequestState.IN_WORK: mark("in work"),
    RequestState.SIGNED: mark("answer is signed"),
    RequestState.ISSUED: mark("answer is issued"),
    RequestState.REFUSED: mark("refused"),
    RequestState.WITHDRAWN: mark("taken back by the applicant"),
}
OWN_STATE_WORDS: Mapping[RequestState, str] = {
    RequestState.REGISTERED: mark("The archive has your request; work begins soon."),
    RequestState.IN_WORK: mark("The answer is being prepared."),
    RequestState.SIGNED: mark("The answer is ready: come for it with an identity document."),
    RequestState.ISSUED: mark("The answer was handed over."),
    RequestState.REFUSED: mark("The request was refused."),
    RequestState.WITHDRAWN: mark("You took the request back."),
}
"""The same for the applicant."""
OWN_TERM = "срок установлен организацией"


@dataclass(frozen=True, slots=True)
class Term:
    """How many days, from what, by which act; `item` is the item of the file plan where issued copies lie."""

    rule: DeadlineRule
    start: Start
    source: str
    item: str | None = None


_ARCHIVE = Term(
    DeadlineRule.THIRTY_DAYS,
    Start.APPLICATION,
    "125-ФЗ от 22.10.2004 и Правила организации хранения архивных документов: 30 дней со дня регистрации запроса",
)
_LOCAL = Term(DeadlineRule.THREE_WORKING_DAYS, Start.APPLICATION, OWN_TERM)
_DUPLICATE = Term(DeadlineRule.THIRTY_DAYS, Start.APPLICATION, OWN_TERM)
STANDARD: Mapping[RequestKind, Term] = {
    RequestKind.STUDY_CERTIFICATE: Term(
        DeadlineRule.THREE_DAYS,
        Start.APPLICATION,
        "положение об индивидуальном учёте, п. 4.4; ч. 5 ст. 61 Федерального закона от 29.12.2012 № 273-ФЗ",
    ),
    RequestKind.STUDY_PERIOD: _LOCAL,
    RequestKind.GRADES: _LOCAL,
    RequestKind.DIPLOMA: Term(
        DeadlineRule.TEN_DAYS,
        Start.EXPULSION_ORDER,
        "п. 14 Порядка, утверждённого приказом Минпросвещения России от 14.10.2022 № 906",
    ),
    RequestKind.DIPLOMA_DUPLICATE: _DUPLICATE,
    RequestKind.ATTESTAT_DUPLICATE: _DUPLICATE,
    RequestKind.ARCHIVE_CERTIFICATE: _ARCHIVE,
    RequestKind.ARCHIVE_EXTRACT: _ARCHIVE,
    RequestKind.ARCHIVE_COPY: _ARCHIVE,
    RequestKind.OWN_DATA: Term(
        DeadlineRule.TEN_WORKING_DAYS, Start.APPLICATION, "ч. 1 ст. 20 Федерального закона от 27.07.2006 № 152-ФЗ"
    ),
    RequestKind.BODY: _ARCHIVE,
}
"""By law where a law says it; where it leaves the term to the organisation, a careful one that it may change."""
