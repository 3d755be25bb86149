"""What is typed on the card of a person about studies going on or ending, authority and consents."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from flask import request

from archive_app.db.models import Authority, Leaving, Purpose
from archive_app.entrypoints.web.current import actor, archive
from archive_app.i18n import translate
from archive_app.numbers import read_number
from archive_app.person_words import AUTHORITY_WORDS, PURPOSE_WORDS, SETTLED_WORDS, point_words
from archive_app.services import consent_ends, consent_settling, consents, guardians
from archive_app.services.batch import BadDate, read_date
from archive_app.services.people import moving_on
from archive_app.services.people.papers import Paper, order_words
from archive_app.words import LEAVING_WORDS

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Mapping
    from enum import StrEnum

E = TypeVar("E", bound="StrEnum")


def kin_words() -> dict[str, object]:
    """What the templates of the card say these things with."""
    return {
        "authority_words": {code: translate(words) for code, words in AUTHORITY_WORDS.items()},
        "purpose_words": {code: translate(words) for code, words in PURPOSE_WORDS.items()},
        "settled_words": {code: translate(words) for code, words in SETTLED_WORDS.items()},
        "point_words": point_words,
    }


def settlement() -> consent_settling.Settlement:
    """What the form says came of the data."""
    given = request.form
    act = read_number(given.get("act", "").strip())
    return consent_settling.Settlement(act, given.get("destroyed", ""), given.get("kept", ""))


def _guardian(person_id: int) -> str:
    said = guardians.AuthoritySaid(
        _one_of(Authority, "authority", Authority.PARENT), _paper(), since=_day("since"), until=_day("until")
    )
    guardians.add_guardian(archive().people, person_id, request.form.get("name", ""), said, actor())
    return translate("It is written down who speaks for the person.")


def _revoke(_person_id: int) -> str:
    guardians.revoke_guardian(
        archive().people, _row(), actor(), reason=request.form.get("reason", ""), version=_version(), on=_day("on")
    )
    return translate("The authority is ended.")


def _consent(person_id: int) -> str:
    given = request.form
    said = consents.ConsentSaid(
        _one_of(Purpose, "purpose", Purpose.EDUCATION),
        _paper(),
        giver_id=read_number(given.get("giver", "")),
        given_on=_day("since"),
        until=_day("until"),
        scope=given.get("scope", ""),
    )
    consents.add_consent(archive().people, person_id, said, actor())
    return translate("The consent is written down.")


def _withdraw(_person_id: int) -> str:
    _ended(consents.withdraw_consent)
    return translate("The withdrawal is written down; terms that waited for it run.")


def _reached(_person_id: int) -> str:
    _ended(consent_ends.reach_purpose)
    return translate("The purpose is reached: thirty days to destroy the data.")


def _ended(end: Callable[..., int]) -> None:
    end(archive().people, _row(), actor(), ground=request.form.get("reason", ""), version=_version(), on=_day("on"))


def _settle(_person_id: int) -> str:
    consent_settling.settle(archive().people, _row(), settlement(), actor(), version=_version())
    return translate("It is written down what came of the data.")


def _unsettle(_person_id: int) -> str:
    consent_settling.take_settlement_back(
        archive().people, _row(), actor(), reason=request.form.get("reason", ""), version=_version()
    )
    return translate("It is taken back; the data wait again for what comes of them.")


def _move(_person_id: int) -> str:
    group = read_number(request.form.get("group", "")) or 0
    moving_on.move_to_group(
        archive().people, _row(), group, _needed_day("since"), _paper(), actor(), version=_version()
    )
    return translate("The person is in the other group from that day on.")


def _leave(_person_id: int) -> str:
    leaving = _one_of(Leaving, "leaving", Leaving.OTHER)
    moving_on.leave(archive().people, _row(), leaving, _needed_day("on"), _paper(), actor(), version=_version())
    return translate("The leaving is written down; terms that waited for it run.")


CHANGES: Mapping[str, Callable[[int], str]] = {
    "guardian": _guardian,
    "revoke": _revoke,
    "consent": _consent,
    "withdraw": _withdraw,
    "reached": _reached,
    "settle": _settle,
    "unsettle": _unsettle,
    "move": _move,
    "leave": _leave,
}
"""By the last part of the address; each gives what is told when it is done."""
LEAVINGS = tuple(code for code in LEAVING_WORDS if code != Leaving.MOVED.value)
"""Ways to leave for good."""


def _paper() -> Paper:
    given = request.form
    words = given.get("ground", "").strip() or order_words(given.get("order_no", "").strip(), _day("order_on"))
    return Paper(words, read_number(given.get("document", "").strip()))


def _one_of(values: type[E], name: str, otherwise: E) -> E:
    given = request.form.get(name, "")
    return next((value for value in values if value.value == given), otherwise)


def _needed_day(name: str) -> datetime.date:
    day = _day(name)
    if day is None:
        raise BadDate("", value="")
    return day


def _day(name: str) -> datetime.date | None:
    text = request.form.get(name, "").strip()
    return read_date(text) if text else None


def _version() -> int:
    return read_number(request.form.get("row_version", "")) or 0


def _row() -> int:
    return read_number(request.form.get("row", "")) or 0
