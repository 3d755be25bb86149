"""«Резервные копии»: how the copies stand, what runs, the order of things, who answers for it, the journal."""

from __future__ import annotations

from dataclasses import asdict
from itertools import zip_longest
from typing import TYPE_CHECKING

from flask import Blueprint, Response, redirect, render_template, request, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.models import RunKind
from archive_app.entrypoints.web.admin.forms import refusal_of, version
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.telling import tell
from archive_app.errors import ArchiveError, NotFound
from archive_app.i18n import mark, translate
from archive_app.numbers import LARGEST, read_number
from archive_app.services.backup.asking import Task
from archive_app.services.backup.book import READERS, RUN_WORDS, failed_words, found_words, outcome_words
from archive_app.services.backup.protocol import drill_pdf
from archive_app.services.backup.responsible import KEEPERS, Responsible
from archive_app.services.backup.sampling import certainty_of
from archive_app.services.fixity.state import FINDING_WORDS, told_aloud, told_counts

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as Answer

blueprint = Blueprint("backups", __name__, url_prefix="/admin/backups")
LISTED = 30
DAY = 86_400
TASK_WORDS = {
    Task.BACKUP: mark("A copy is being made"),
    Task.DRILL: mark("A drill of restoring is under way"),
    Task.FIXITY_SAMPLE: mark("A sample of the stored bytes is being checked"),
    Task.FIXITY_FULL: mark("All stored bytes are being checked"),
}
FIELDS = ("name", "post", "ground")


@blueprint.get("")
@needs(*READERS)
def page() -> str:
    """The whole page."""
    return _page()


@blueprint.post("/tasks/<any(backup, drill, fixity_sample, fixity_full):task>")
@needs(Act.OPERATE)
def ask(task: str) -> Answer | tuple[str, int]:
    """A button: a worker does it."""
    try:
        archive().backups.asking.ask(actor(), Task(task))
    except ArchiveError as error:
        refusal, status = refusal_of(error)
        return _page(refusal), status
    tell(translate("It is asked for. It goes on when you leave the page."))
    return redirect(url_for("backups.page") + "#now")


@blueprint.post("/responsible")
@needs(*KEEPERS)
def responsible() -> Answer | tuple[str, int]:
    """Tell the responsible persons anew."""
    lists = [request.form.getlist(field) for field in FIELDS]
    persons = [Responsible(*line) for line in zip_longest(*lists, fillvalue="") if any(line)]
    try:
        archive().backups.responsibles.replace(actor(), persons, version(request.form.get("version")))
    except ArchiveError as error:
        refusal, status = refusal_of(error)
        return _page(refusal, persons), status
    tell(translate("The responsible persons are written down."))
    return redirect(url_for("backups.page") + "#responsible")


@blueprint.get(f"/drills/<int(max={LARGEST}):number>.pdf")
@needs(*READERS)
def protocol(number: int) -> Response:
    """The protocol of a drill as PDF/A."""
    found = archive().backups.state.runs(kind=RunKind.DRILL, before=number + 1, limit=1)
    if not found or found[0].id != number:
        raise NotFound(str(number), what=translate("Drill {number}", number=number))
    headers = {"Content-Disposition": f'attachment; filename="drill-{number}.pdf"'}
    content = drill_pdf(archive().backups.ground, found[0])
    return Response(content, mimetype="application/pdf", headers=headers)


@blueprint.get("/journal/<int(max=9998):year>.<any(pdf, xlsx):form>")
@needs(*READERS)
def journal(year: int, form: str) -> Response:
    """The journal of a year, to be printed and kept."""
    made = archive().forms.written("backup-journal", year, actor(), form)
    headers = {"Content-Disposition": f'attachment; filename="{made.name}"'}
    return Response(made.content, mimetype=made.media_type, headers=headers)


def _wrong(persons: list[Responsible]) -> tuple[int, str]:
    """Where to go on after a refusal: the first field that a line lacks, else the first one of all."""
    lines = enumerate(map(asdict, persons), 1)
    lacking = ((number, field) for number, line in lines if any(line.values()) for field in FIELDS if not line[field])
    return next(lacking, (1, FIELDS[0]))


def _page(refusal: str = "", typed: list[Responsible] | None = None) -> str:
    backups, fixity, person = archive().backups, archive().fixity, actor()
    places, kept = backups.state.places(), backups.responsibles.listed()
    runs = backups.state.runs(before=read_number(request.args.get("before", "")), limit=LISTED + 1)
    report = fixity.state.report()
    persons = typed if typed is not None else list(kept.persons)
    return render_template(
        "admin/backups.html",
        places=places,
        late=[*failed_words(places), *backups.state.overdue(places), *report.overdue],
        report=report,
        found=told_counts(report.counts),
        found_aloud=told_aloud(report.counts),
        finding_words={finding: translate(words) for finding, words in FINDING_WORDS.items()},
        under=[(translate(TASK_WORDS[one.task]), one) for one in backups.asking.under_way()],
        may_ask=person.may(Act.OPERATE),
        may_keep=any(person.may(act) for act in KEEPERS),
        order=_order(),
        persons=[asdict(one) for one in persons],
        typed=typed is not None,
        wrong=None if typed is None else _wrong(typed),
        list_version=kept.version,
        runs=runs[:LISTED],
        more=runs[LISTED - 1].id if len(runs) > LISTED else None,
        run_words=lambda run: translate(RUN_WORDS[run.kind]),
        outcome_words=outcome_words,
        found_words=found_words,
        year=archive().today().year,
        refusal=refusal,
    )


def _order() -> list[tuple[str, str, str]]:
    """What is set, and by which variable; the addresses of places stand among the copies."""
    settings = archive().settings
    terms = settings.backup_daily, settings.backup_weekly, settings.backup_monthly, settings.backup_yearly
    kept = translate("days {d}, weeks {w}, months {m}, years {y}", **dict(zip("dwmy", terms, strict=True)))
    keys = str(len(settings.backup_recipients.split()))
    sample, full = _every(settings.fixity_sample_every), _every(settings.fixity_full_every)
    key = translate("the server reads it for drills") if settings.drill_identity else translate("not on the server")
    return [
        (translate("Copies are made"), _every(settings.backup_every), "ARCHIVE_BACKUP_EVERY"),
        (translate("Drills of restoring"), _every(settings.drill_every), "ARCHIVE_DRILL_EVERY"),
        (translate("A drill looks at"), _certainty(), "ARCHIVE_DRILL_CONFIDENCE, ARCHIVE_DRILL_SHARE"),
        (translate("A sample of the stored bytes"), sample, "ARCHIVE_FIXITY_SAMPLE_EVERY"),
        (translate("All stored bytes"), full, "ARCHIVE_FIXITY_FULL_EVERY"),
        (translate("Of so many the last copy is kept"), kept, "ARCHIVE_BACKUP_DAILY, …_WEEKLY, …_MONTHLY, …_YEARLY"),
        (translate("Public keys that open the copies"), keys, "ARCHIVE_BACKUP_RECIPIENTS"),
        (translate("Private key"), key, "ARCHIVE_DRILL_IDENTITY"),
        (translate("Alarms go to"), settings.backup_mail_to or translate("nobody"), "ARCHIVE_BACKUP_MAIL_TO"),
    ]


def _certainty() -> str:
    settings = archive().settings
    if certainty_of(settings.drill_confidence, settings.drill_share) is None:
        return translate("all pieces of content")
    confidence, share = (f"{one:g}".replace(".", ",") for one in (settings.drill_confidence, settings.drill_share))
    return translate(
        "a sample: damage of {share} percent or more is found with a certainty of {confidence} percent",
        share=share,
        confidence=confidence,
    )


def _every(seconds: int) -> str:
    if not seconds:
        return translate("by hand only")
    if seconds % DAY:
        return translate("every {n} h", n=f"{seconds / 3600:g}".replace(".", ","))
    return translate("every {n} days", n=seconds // DAY) if seconds > DAY else translate("each day")
