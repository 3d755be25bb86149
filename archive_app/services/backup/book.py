"""«Журнал резервного копирования» of a year: each backup, check, restore, drill and repair, with its outcome."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from archive_app.auth.actor import require_one
from archive_app.db.engine import reading
from archive_app.db.models import Act, BackupRun, RunKind
from archive_app.drill_words import DRILL_CHECK_WORDS
from archive_app.i18n import mark, translate
from archive_app.messages import sentence_for
from archive_app.mornings import first_instant
from archive_app.services.backup.ground import INCOMPLETE
from archive_app.services.backup.responsible import Responsibles
from archive_app.services.forms.form import Column, Form, Sign, Table
from archive_app.services.forms.signing import organisation_of
from archive_app.words import size_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from archive_app.auth.actor import Actor
    from archive_app.services.backup.ground import Ground
    from archive_app.services.backup.state import PlaceState, Run

READERS = (Act.OPERATE, Act.ARCHIVE, Act.APPROVE)
"""Whoever operates the system, keeps the archive or approves (the director) may read the journal of backups."""
AT_ONCE = 500
RUN_WORDS = {
    RunKind.BACKUP: mark("backup"),
    RunKind.LEDGER: mark("list of destroyed records"),
    RunKind.VERIFY: mark("check of a copy"),
    RunKind.PRUNE: mark("removal of old copies"),
    RunKind.RESTORE: mark("restoring"),
    RunKind.DRILL: mark("drill of restoring"),
    RunKind.FIXITY: mark("check of the stored bytes"),
    RunKind.REPAIR: mark("repair of stored bytes"),
}

OF_PLACES = frozenset(RunKind) - {RunKind.RESTORE}
"""Runs whose messages speak of places and snapshots only."""
TOLD_OF_RESTORED = ("document", "case_file", "files", "blobs", "bytes")


@dataclass(frozen=True, slots=True)
class BackupBook:
    """Prints it."""

    ground: Ground

    def form(self, year: int, actor: Actor, _volume: int | None = None) -> Iterator[Form]:
        """The journal of `year`. Raises NotAllowed."""
        require_one(actor, READERS)
        with reading(self.ground.sessions) as session:
            organisation, _ = organisation_of(session)
        persons = Responsibles(self.ground).listed().persons
        yield Form(
            title=translate("Journal of backups of the year {year}", year=year),
            left=[organisation],
            facts=[(translate("Place of the copies"), place.shown) for place in self.ground.places]
            + [(translate("Responsible"), f"{one.name}, {one.post}, {one.ground}") for one in persons],
            table=Table(_columns(), self._rows(year)),
            signs=[Sign(one.post, one.name) for one in persons] or [Sign(translate("Responsible for backups"))],
            landscape=True,
        )

    def _rows(self, year: int) -> Iterator[tuple[object, ...]]:
        """In the order of the journal, a page of rows at a time."""
        since, until = (first_instant(datetime.date(one, 1, 1), self.ground.zone) for one in _years(year))
        query = select(BackupRun).where(BackupRun.started_at >= since, BackupRun.started_at < until)
        after = 0
        while True:
            with reading(self.ground.sessions) as session:
                rows = session.scalars(query.where(BackupRun.id > after).order_by(BackupRun.id).limit(AT_ONCE)).all()
            if not rows:
                return
            yield from map(self._cells, rows)
            after = rows[-1].id

    def _cells(self, run: BackupRun) -> tuple[object, ...]:
        return (
            run.id,
            f"{run.started_at.astimezone(self.ground.zone):%d.%m.%Y %H:%M}",
            translate(RUN_WORDS[run.kind]),
            run.place,
            outcome_words(run),
            found_words(run),
            run.by,
        )


def failed_words(states: Iterable[PlaceState]) -> list[str]:
    """A sentence for each thing that did not succeed when it was done last."""
    return [
        translate("{place}: did not succeed the last time: {what}", place=one.place, what=translate(RUN_WORDS[kind]))
        for one in states
        for kind in one.failed
    ]


def outcome_words(run: BackupRun | Run) -> str:
    """What became of it."""
    if run.ok is None:
        return translate("not finished")
    if run.code == "fixity_found":
        return translate("damage found")
    return translate("successful") if run.ok else translate("failed")


def found_words(run: BackupRun | Run) -> str:
    """What it did, or why it failed; nothing of any document."""
    words = _done_words(run.kind, run.facts, run.snapshot)
    if not run.code:
        return words
    why = _incomplete_words(run) if run.code == INCOMPLETE else _failure_words(run, run.code)
    return f"{words}. {why[:1].upper()}{why[1:]}" if words else why


def told_facts(run: Run) -> dict[str, Any]:
    """The facts of a run without what names records: single ones are brought back for whoever may read them."""
    if run.kind is not RunKind.RESTORE:
        return run.facts
    return {name: run.facts[name] for name in TOLD_OF_RESTORED if name in run.facts}


def _failure_words(run: BackupRun | Run, code: str) -> str:
    if run.kind in OF_PLACES and run.facts.get("message"):
        return str(run.facts["message"])
    found: Mapping[str, int] = run.facts.get("found") or {}  # type: ignore[assignment]
    return sentence_for(code, {"count": sum(found.values())} if found else {}, code)


def _incomplete_words(run: BackupRun | Run) -> str:
    """What was found wanting by a run that came to its end."""
    facts: Mapping[str, Any] = run.facts
    if run.kind is RunKind.DRILL:
        failed = (DRILL_CHECK_WORDS[check["name"]] for check in facts["checks"] if not check["ok"])
        return translate("did not pass: {checks}", checks="; ".join(map(translate, failed)))
    if run.kind is RunKind.BACKUP:
        rotten, lost = facts["rotten"], facts["lost"]
        return translate(
            "Damaged in the archive: {rotten}, lost: {lost}; the first: {first}. Run: archive doctor.",
            rotten=len(rotten),
            lost=len(lost),
            first=[*rotten, *lost][0],
        )
    if facts["faults"]:
        return translate("Damaged or missing in the backup: {n}", n=len(facts["faults"]))
    return translate("The restored archive has faults. Run there: archive doctor.")


def _done_words(kind: RunKind, facts: Mapping[str, Any], snapshot: str | None) -> str:
    if kind in DONE_WORDS and DONE_WORDS[kind][0] in facts:
        return DONE_WORDS[kind][1](facts, snapshot or "")
    return snapshot or ""


def _copied(facts: Mapping[str, Any], snapshot: str) -> str:
    return translate(
        "snapshot {snapshot}: copied {copied} ({size}), there before {there}",
        snapshot=snapshot,
        copied=facts["copied"],
        size=size_words(int(facts["copied_bytes"])),
        there=facts["there"],
    )


def _drilled(facts: Mapping[str, Any], _snapshot: str) -> str:
    if not facts["proven"]:
        return ""
    return translate("snapshot {snapshot}, restored in {n} s", snapshot=facts["proven"], n=round(facts["rto"]))


def _checked(facts: Mapping[str, Any], _snapshot: str) -> str:
    number = facts["checked"] if "checked" in facts else facts["objects"]
    return translate("checked: {n}, {size}", n=number, size=size_words(int(facts["bytes"])))


def _pruned(facts: Mapping[str, Any], _snapshot: str) -> str:
    return translate("kept {kept}, taken away {gone}", kept=facts["kept"], gone=len(facts["gone"]))


def _repaired(facts: Mapping[str, Any], _snapshot: str) -> str:
    return translate("repaired: {n}", n=sum(one["ok"] for one in facts["repaired"]))


DONE_WORDS: Mapping[RunKind, tuple[str, Callable[[Mapping[str, Any], str], str]]] = {
    RunKind.BACKUP: ("copied", _copied),
    RunKind.DRILL: ("proven", _drilled),
    RunKind.FIXITY: ("checked", _checked),
    RunKind.VERIFY: ("objects", _checked),
    RunKind.PRUNE: ("gone", _pruned),
    RunKind.REPAIR: ("repaired", _repaired),
}
"""Kind of a run -> the fact without which there is nothing to say, and what says it."""


def _years(year: int) -> tuple[int, int]:
    """This year and the next, within what a calendar holds."""
    first = min(max(year, datetime.MINYEAR), datetime.MAXYEAR - 1)
    return first, first + 1


def _columns() -> list[Column]:
    return [
        Column(translate("No."), 5, number=True),
        Column(translate("Date and time"), 11),
        Column(translate("What was done"), 13),
        Column(translate("Place"), 18),
        Column(translate("Outcome"), 11),
        Column(translate("Found"), 32),
        Column(translate("Begun by"), 10),
    ]
