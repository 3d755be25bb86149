"""Russian for what stands on the card of a person, shared by the browser, the command line and print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.db.models import Authority, Purpose, Settled
from archive_app.i18n import mark, translate
from archive_app.words import LEAVING_WORDS

if TYPE_CHECKING:
    from archive_app.services.people.life_points import LifePoint

AUTHORITY_WORDS = {
    Authority.PARENT.value: mark("parent"),
    Authority.ADOPTER.value: mark("adopter"),
    Authority.GUARDIAN.value: mark("guardian of a child under 14"),
    Authority.TRUSTEE.value: mark("trustee of a child from 14 on"),
    Authority.PROXY.value: mark("by a power of attorney"),
}
PURPOSE_WORDS = {
    Purpose.EDUCATION.value: mark("processing for education"),
    Purpose.PUBLICATION.value: mark("photographs and achievements on the site and in print"),
    Purpose.DISTRIBUTION.value: mark("distribution to an unlimited circle"),
    Purpose.TRANSFER.value: mark("transfer to other organisations"),
    Purpose.SPECIAL.value: mark("health and other special data"),
    Purpose.BIOMETRIC.value: mark("biometric data"),
    Purpose.OTHER.value: mark("another purpose"),
}
POINT_WORDS = {
    "born": mark("Born"),
    "name": mark("Bears the name {name}"),
    "joined": mark("In the group {name}"),
    "left": mark("Left the group {name}"),
    "guardian": mark("Spoken for by {name}"),
    "guardian_ended": mark("No longer spoken for by {name}"),
    "consent": mark("Consent given by {name}"),
    "withdrawn": mark("Consent withdrawn"),
    "reached": mark("Purpose of the consent reached"),
    "settled": mark("Data of the consent settled"),
}
_DETAILS = AUTHORITY_WORDS | LEAVING_WORDS


ENDED_WORDS = {
    "withdrawn": mark("consent withdrawn"),
    "reached": mark("purpose reached"),
    "expired": mark("term of the consent over"),
}
SETTLED_WORDS = {
    Settled.DESTROYED.value: mark("data destroyed"),
    Settled.KEPT.value: mark("data kept on another ground"),
}


def authority_words(code: str) -> str:
    """By what right one speaks for another."""
    return translate(AUTHORITY_WORDS[code])


def purpose_words(code: str) -> str:
    """What a consent is for."""
    return translate(PURPOSE_WORDS[code])


def ended_words(code: str) -> str:
    """What ended the purpose of a consent."""
    return translate(ENDED_WORDS[code])


def detail_of(point: LifePoint) -> str:
    """What kind it was, in words; of what has no kind nothing."""
    if point.what in {"consent", "withdrawn", "reached", "settled"}:
        return translate(PURPOSE_WORDS[point.detail])
    return translate(_DETAILS[point.detail]) if point.detail else ""


def point_words(point: LifePoint) -> str:
    """A point of the time line as a sentence without its day."""
    said = translate(POINT_WORDS[point.what], name=point.name)
    detail = detail_of(point)
    return f"{said} ({detail})" if detail else said
