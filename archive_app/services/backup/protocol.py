"""The protocol of drills on paper, for the journal of backups."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from archive_app.db.engine import reading
from archive_app.drill_words import DRILL_CHECK_WORDS
from archive_app.i18n import translate
from archive_app.services.backup.sampling import sampled_words
from archive_app.services.forms.form import Column, Form, Sign, Table
from archive_app.services.forms.printed import as_pdf
from archive_app.services.forms.signing import organisation_of
from archive_app.words import size_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive_app.services.backup.ground import Ground
    from archive_app.services.backup.sampling import Told
    from archive_app.services.backup.state import Run


def drill_form(ground: Ground, run: Run) -> Form:
    """The protocol of one drill at one place."""
    with reading(ground.sessions) as session:
        organisation, _ = organisation_of(session)
    facts: dict[str, Any] = run.facts
    at = run.started_at.astimezone(ground.zone)
    outcome = translate("Proven: the archive can be restored.") if run.ok else translate("NOT PROVEN.")
    return Form(
        title=translate("Protocol No. {number} of a drill of restoring", number=run.id),
        left=[organisation],
        right=[f"{at:%d.%m.%Y}"],
        facts=[
            (translate("Place of the copy"), run.place),
            (translate("Snapshot"), facts.get("proven") or "—"),
            (translate("Looked at"), _looked_at(facts.get("sample"))),
            (translate("Restored"), f"{facts.get('blobs', 0)}, {size_words(int(facts.get('bytes', 0)))}"),
            (translate("Work that would be lost, hours (RPO)"), _hours(facts.get("rpo"))),
            (_rto_words(facts.get("sample")), _hours(facts.get("rto"))),
            (translate("Begun by"), run.by),
            *((translate("Report signed by the key"), one) for one in _signer(run)),
        ],
        table=Table(
            [Column(translate("Check"), 30), Column(translate("Outcome"), 12), Column(translate("Found"), 58)],
            ((_words(check["name"]), _verdict(ok=check["ok"]), check["message"]) for check in facts.get("checks", [])),
        ),
        closing=[outcome, str(facts.get("message") or "")],
        signs=[Sign(translate("Responsible for backups")), Sign(translate("Seen by"))],
    )


def drill_pdf(ground: Ground, run: Run) -> bytes:
    """The same as PDF/A."""
    return as_pdf([drill_form(ground, run)])


def _signer(run: Run) -> Iterator[str]:
    if run.report:
        yield json.loads(run.report.splitlines()[0])["signer"]


def _looked_at(sample: Told | None) -> str:
    return sampled_words(**sample) if sample else translate("all pieces of content")


def _rto_words(sample: Told | None) -> str:
    """Nobody knows from a part how long all of it takes."""
    if sample:
        return translate("Time until the part was there, hours (all of it takes longer: the RTO was not measured)")
    return translate("Time until an archive is there again, hours (RTO)")


def _words(name: str) -> str:
    return translate(DRILL_CHECK_WORDS[name])


def _verdict(*, ok: bool) -> str:
    return translate("well") if ok else translate("fault")


def _hours(seconds: float | None) -> str:
    return f"{(seconds or 0) / 3600:.2f}".replace(".", ",")
