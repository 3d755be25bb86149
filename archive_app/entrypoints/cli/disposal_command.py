"""`archive disposal`: acts of destruction, from the proposal to what is left."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.models import Decision
from archive_app.disposal_words import DECISIONS, act_state_words, decision_words, why_left_words
from archive_app.entrypoints.cli.coded import coded
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.days import DAY, day_words
from archive_app.entrypoints.cli.numbers import NUMBER
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.i18n import translate
from archive_app.services.backup.leaving import leaving_words
from archive_app.services.disposal.reviewing import Member, Protocol

if TYPE_CHECKING:
    import datetime

    from archive_app.services.disposal.acts import ActCard
    from archive_app.settings import Settings


@click.group("disposal", help=about("disposal"))
def command() -> None:
    """Group of the steps of an act."""


@command.command("candidates", help=translate("Case files whose period is over, and what still bars them."))
@click.option("--up-to-year", type=int, default=None, metavar="YEAR", help=translate("Of the years to this one."))
@json_option
@click.pass_obj
@needs(Act.ARCHIVE)
def candidates(settings: Settings, up_to_year: int | None, *, as_json: bool) -> None:
    """Nothing is written."""
    with acting(settings) as (archive, actor):
        found = archive.disposal.proposing.candidates(actor, up_to_year=up_to_year)

    def say() -> None:
        for one in found:
            barred = f"  — {why_left_words(one.ban)} {one.detail}" if one.ban else ""
            click.echo(f"{one.case_file_id}  {one.index}  {one.year}  {one.title}  ({one.term}){barred}")
        if not found:
            click.echo(translate("No case file is due."))

    Output(as_json).answer({"candidates": found}, say)


@command.command("propose", help=translate("Draw an act up of all that may go, or of the case files that are named."))
@click.argument("case_files", type=NUMBER, nargs=-1, metavar="[CASE]...")
@click.option("--up-to-year", type=int, default=None, metavar="YEAR", help=translate("Of the years to this one."))
@json_option
@click.pass_obj
@needs(Act.ARCHIVE)
def propose(settings: Settings, case_files: tuple[int, ...], up_to_year: int | None, *, as_json: bool) -> None:
    """Nothing is destroyed by a proposal."""
    with acting(settings) as (archive, actor):
        act = archive.disposal.proposing.propose(actor, case_files=case_files or None, up_to_year=up_to_year)
        card = archive.disposal.acts.card(act, actor)
    _answer(card, as_json=as_json)


@command.command("decide", help=translate("Note the commission's decision on lines of an act."))
@click.argument("act", type=NUMBER)
@click.argument("lines", type=NUMBER, nargs=-1, metavar="[LINE]...")
@click.option(
    "--decision", default=Decision.DESTROY.value, **coded(DECISIONS, translate("What is decided."), metavar="DECISION")
)
@click.option("--rest", is_flag=True, help=translate("Destroy all that is undecided, save lines with the mark ЭПК."))
@click.option("--until", type=DAY, default=None, metavar="DATE", help=translate("Keep to the end of this day."))
@click.option("--reason", default="", metavar="TEXT", help=translate("The ground of the decision."))
@json_option
@click.pass_obj
@needs(Act.ARCHIVE)
def decide(
    settings: Settings,
    act: int,
    lines: tuple[int, ...],
    decision: str,
    until: datetime.date | None,
    reason: str,
    *,
    rest: bool,
    as_json: bool,
) -> None:
    """Lines with the mark ЭПК are decided one by one."""
    with acting(settings) as (archive, actor):
        reviewing = archive.disposal.reviewing
        if rest:
            reviewing.decide_rest(act, actor)
        else:
            reviewing.decide(act, lines, Decision(decision), actor, until=until, reason=reason)
        card = archive.disposal.acts.card(act, actor)
    _answer(card, as_json=as_json)


@command.command("review", help=translate("Close the review: the protocol of the commission and who was there."))
@click.argument("act", type=NUMBER)
@click.option("--protocol", required=True, metavar="NUMBER", help=translate("Number of the protocol."))
@click.option("--on", "day", type=DAY, default=None, metavar="DATE", help=translate("Its day (default: today)."))
@click.option("--chair", required=True, metavar="NAME;POST", help=translate("Who presided."))
@click.option("--member", "present", multiple=True, metavar="NAME;POST", help=translate("Who was there."))
@click.option("--absent", multiple=True, metavar="NAME;POST", help=translate("Who was not there."))
@json_option
@click.pass_obj
@needs(Act.ARCHIVE)
def review(
    settings: Settings,
    act: int,
    protocol: str,
    day: datetime.date | None,
    chair: str,
    present: tuple[str, ...],
    absent: tuple[str, ...],
    *,
    as_json: bool,
) -> None:
    """What the commission keeps leaves the act."""
    members = (
        _member(chair, chair=True),
        *(_member(one) for one in present),
        *(_member(one, present=False) for one in absent),
    )
    with acting(settings) as (archive, actor):
        archive.disposal.reviewing.conclude(act, Protocol(protocol, day or archive.today(), members), actor)
        card = archive.disposal.acts.card(act, actor)
    _answer(card, as_json=as_json)


@command.command("approve", help=translate("Approve a reviewed act that somebody else has proposed."))
@click.argument("act", type=NUMBER)
@json_option
@click.pass_obj
@needs(Act.APPROVE)
def approve(settings: Settings, act: int, *, as_json: bool) -> None:
    """From here on the act does not change."""
    with acting(settings) as (archive, actor):
        archive.disposal.approving.approve(act, actor)
    Output(as_json).answer({"act": act}, lambda: click.echo(translate("Act {number} is approved.", number=act)))


@command.command("execute", help=translate("Destroy what an approved act names. It cannot be undone."))
@click.argument("act", type=NUMBER)
@click.option("--confirm", required=True, metavar="NUMBER", help=translate("The number of the act once more."))
@json_option
@click.pass_obj
@needs(Act.ARCHIVE)
def execute(settings: Settings, act: int, confirm: str, *, as_json: bool) -> None:
    """The worker does it, case file by case file."""
    with acting(settings) as (archive, actor):
        count = archive.disposal.approving.execute(act, actor, typed=confirm)
    Output(as_json).answer(
        {"act": act, "case_files": count},
        lambda: click.echo(translate("The destruction has begun, case files: {count}.", count=count)),
    )


@command.command("withdraw", help=translate("Give an act up that nobody has approved."))
@click.argument("act", type=NUMBER)
@click.option("--reason", required=True, metavar="TEXT", help=translate("Why; stays in the journal."))
@json_option
@click.pass_obj
@needs(Act.ARCHIVE)
def withdraw(settings: Settings, act: int, reason: str, *, as_json: bool) -> None:
    """Its case files are free again."""
    with acting(settings) as (archive, actor):
        archive.disposal.proposing.withdraw(act, actor, reason=reason)
    Output(as_json).answer({"act": act}, lambda: click.echo(translate("Act {number} is withdrawn.", number=act)))


@command.command("extract", help=translate("Take summary pages of a class journal out into a case file of their own."))
@click.argument("case_file", type=NUMBER, metavar="CASE")
@click.option("--document", type=NUMBER, required=True, help=translate("Document of the case file."))
@click.option("--page", "pages", type=NUMBER, multiple=True, required=True, help=translate("Page; may be repeated."))
@click.option("--item", required=True, help=translate("Item of the file plan for the extract, 25 years or more."))
@click.option("--year", type=int, required=True, help=translate("Year of the file plan."))
@json_option
@click.pass_obj
@needs(Act.ARCHIVE)
def extract(
    settings: Settings, case_file: int, document: int, pages: tuple[int, ...], item: str, year: int, *, as_json: bool
) -> None:
    """The source stays until an act destroys the rest."""
    with acting(settings) as (archive, actor):
        made = archive.disposal.extracting.extract(case_file, {document: pages}, actor, item=item, year=year)
    Output(as_json).answer(
        made, lambda: click.echo(translate("Extracted into case file {number}.", number=made.case_file_id))
    )


@command.command("list", help=translate("List the acts, the newest first."))
@json_option
@click.pass_obj
@needs(Act.ARCHIVE)
def list_acts(settings: Settings, *, as_json: bool) -> None:
    """The last fifty."""
    with acting(settings) as (archive, actor):
        acts = archive.disposal.acts.listed(actor)

    def say() -> None:
        for act in acts:
            click.echo(f"№ {act.act_id}  {day_words(act.drawn_on)}  {act_state_words(act.state)}  {act.case_files}")
        if not acts:
            click.echo(translate("There are no acts."))

    Output(as_json).answer({"acts": acts}, say)


@command.command("show", help=translate("Show an act with its lines."))
@click.argument("act", type=NUMBER)
@click.option("--remains", is_flag=True, help=translate("Also what is known of the destroyed bytes."))
@json_option
@click.pass_obj
@needs(Act.ARCHIVE)
def show(settings: Settings, act: int, *, remains: bool, as_json: bool) -> None:
    """With the hashes of what was destroyed on demand."""
    with acting(settings) as (archive, actor):
        card = archive.disposal.acts.card(act, actor)
        stones = archive.disposal.acts.remains(act, actor) if remains else ()
    if as_json:
        Output(as_json).answer({"act": card, "remains": stones}, lambda: None)
        return
    _answer(card, as_json=False)
    for stone in stones:
        click.echo(f"  {stone.document_id}  {stone.sha256}  {stone.size}")


@command.command("print", help=translate("Write the act to a PDF."))
@click.argument("act", type=NUMBER)
@click.option("--to", "to", required=True, type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
@json_option
@click.pass_obj
@needs(Act.ARCHIVE)
def print_act(settings: Settings, act: int, to: Path, *, as_json: bool) -> None:
    """An act that nobody has approved says so."""
    with acting(settings) as (archive, actor):
        to.write_bytes(archive.forms.written("disposal-act", act, actor).content)
    Output(as_json).answer({"file": str(to)}, lambda: click.echo(translate("Written: {path}", path=to)))


@command.command("personal-data", help=translate("Write the log of destroyed personal data (order No. 179) to a CSV."))
@click.argument("act", type=NUMBER)
@click.option("--to", "to", required=True, type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
@json_option
@click.pass_obj
@needs(Act.ARCHIVE)
def personal_data(settings: Settings, act: int, to: Path, *, as_json: bool) -> None:
    """The act itself: `archive form personal-data-act`."""
    with acting(settings) as (archive, actor):
        rows = archive.personal_data.log(act, actor)
        with to.open("w", encoding="utf-8", newline="") as stream:
            stream.writelines(rows)
    Output(as_json).answer({"file": str(to)}, lambda: click.echo(translate("Written: {path}", path=to)))


def _member(said: str, *, present: bool = True, chair: bool = False) -> Member:
    name, _, post = said.partition(";")
    return Member(name, post, present=present, chair=chair)


def _answer(card: ActCard, *, as_json: bool) -> None:
    def say() -> None:
        click.echo(f"№ {card.act_id}  {day_words(card.drawn_on)}  {act_state_words(card.state)}")
        for line in card.entries:
            said = decision_words(line.decision) if line.decision else translate("not decided")
            if line.left_code:
                said = f"{why_left_words(line.left_code)} {line.left_detail or ''}".strip()
            click.echo(f"  {line.position}. {line.index} {line.title} ({line.term}): {said}")
        for one in card.copies:
            click.echo(translate("Backups: {places}.", places=leaving_words(one)))

    Output(as_json).answer(card, say)
