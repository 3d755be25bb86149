"""What a person says of a local act, and whether it makes sense by itself."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from archive_app.db.models import LocalActKind
from archive_app.i18n import mark
from archive_app.services.local_acts.errors import (
    AgreementIncomplete,
    ApprovedLater,
    LocalActDaysUnclear,
    LocalActIncomplete,
)
from archive_app.services.names import clean_text
from archive_app.services.typed import at_most, lines, one_line

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

LONGEST = 500
MOST_AGREEMENTS = 20
KIND_WORDS: Mapping[LocalActKind, str] = {
    LocalActKind.REGULATION: mark("regulation (local act)"),
    LocalActKind.PROCEDURE: mark("procedure (local act)"),
    LocalActKind.RULES: mark("rules (local act)"),
    LocalActKind.INSTRUCTION: mark("instruction (local act)"),
    LocalActKind.CHARTER: mark("charter (local act)"),
    LocalActKind.ORDER: mark("order (local act)"),
}


@dataclass(frozen=True, slots=True)
class Agreement:
    """СОГЛАСОВАНО: which body, by which protocol, when."""

    body: str
    protocol: str
    agreed_on: datetime.date | None


@dataclass(frozen=True, slots=True)
class ActSaid:
    """All that is written on an act. `publish`: it is to stand on the site; `publish_named` is the order's own day."""

    kind: LocalActKind
    title: str
    approved_post: str
    approved_name: str
    approved_on: datetime.date | None
    in_force_from: datetime.date | None = None
    in_force_to: datetime.date | None = None
    number: str = ""
    order_number: str = ""
    order_on: datetime.date | None = None
    agreements: tuple[Agreement, ...] = ()
    publish: bool = True
    publish_named: datetime.date | None = None
    document_id: int | None = None

    def checked(self, today: datetime.date) -> CheckedAct:
        """The same in characters that can be stored; without a day of its own it is in force from its approval.

        Raises:
            TooLong, TooMany, LocalActIncomplete, AgreementIncomplete; ApprovedLater: approved or agreed after `today`;
            LocalActDaysUnclear: in force before it was approved, or not a single day.
        """
        words = lines(self, LONGEST, "title", "approved_post", "approved_name", "number", "order_number")
        if self.approved_on is None or not all(words[name] for name in ("title", "approved_post", "approved_name")):
            raise LocalActIncomplete
        agreements = tuple(_checked(one, today) for one in self.agreements if _said(one))
        at_most(agreements, "agreements", MOST_AGREEMENTS)
        if self.approved_on > today:
            raise ApprovedLater(day=self.approved_on)
        since = self.in_force_from or self.approved_on
        if since < self.approved_on:
            raise LocalActDaysUnclear(since=since, earliest=self.approved_on)
        if self.in_force_to is not None and self.in_force_to < since:
            raise LocalActDaysUnclear(since=self.in_force_to, earliest=since)
        given: dict[str, Any] = {one.name: getattr(self, one.name) for one in fields(self)}
        return CheckedAct(**{**given, **words, "in_force_from": since, "agreements": agreements})


@dataclass(frozen=True, slots=True)
class CheckedAct(ActSaid):
    """The same after the checks: its days are there."""

    approved_on: datetime.date
    in_force_from: datetime.date


def folded(title: str) -> str:
    """A title, or a part of one, as a search compares it."""
    return clean_text(title).casefold().replace("ё", "е").strip()


def _said(one: Agreement) -> bool:
    return bool(one.body.strip() or one.protocol.strip() or one.agreed_on)


def _checked(one: Agreement, today: datetime.date) -> Agreement:
    body = one_line(one.body, "body", LONGEST)
    if not body or one.agreed_on is None:
        raise AgreementIncomplete(body=body or "—")
    if one.agreed_on > today:
        raise ApprovedLater(day=one.agreed_on)
    return replace(one, body=body, protocol=one_line(one.protocol, "protocol", LONGEST))
