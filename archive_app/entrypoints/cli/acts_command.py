"""`archive acts`: the book of local normative acts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.models import LocalActKind
from archive_app.entrypoints.cli.coded import coded
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.days import DAY, day_words
from archive_app.entrypoints.cli.numbers import NUMBER
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.i18n import translate, translate_plural
from archive_app.services.batch import read_date
from archive_app.services.local_acts.said import KIND_WORDS, ActSaid, Agreement
from archive_app.services.local_acts.showing import VIEW_WORDS

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from archive_app.services.local_acts.showing import ActCard, ActLine
    from archive_app.settings import Settings

SHOWN = 1000
EMPTY: Mapping[str, tuple[str, Any]] = {
    "from": ("in_force_from", None),
    "to": ("in_force_to", None),
    "number": ("number", ""),
    "order": ("order_number", ""),
    "order-day": ("order_on", None),
    "agreed": ("agreements", ()),
    "site-by": ("publish_named", None),
    "document": ("document_id", None),
}
"""Options of what an act may lack -> the fields and what they hold then; without a first day it is the approval's."""
_ACT = click.argument("act", type=NUMBER, metavar="ACT")
_VERSION = click.option(
    "--version", "version", type=NUMBER, default=None, help=translate("The version that was looked at (the present).")
)


@click.group("acts", help=about("acts"))
def command() -> None:
    """Group of `enter`, `change`, `list`, `show`, `publish`, `end`."""


@command.command("enter", help=translate("Enter a local act, or the next edition of one."))
@click.argument("title")
@click.option("--kind", default="regulation", **coded(KIND_WORDS, translate("Kind of the act.")))
@click.option("--post", required=True, metavar="TEXT", help=translate("Post of whoever approved."))
@click.option("--name", required=True, metavar="TEXT", help=translate("Name of whoever approved."))
@click.option("--approved", type=DAY, required=True, metavar="DATE", help=translate("Day of the approval."))
@click.option(
    "--from", "since", type=DAY, default=None, metavar="DATE", help=translate("In force from (the approval).")
)
@click.option("--to", "until", type=DAY, default=None, metavar="DATE", help=translate("Last day in force."))
@click.option("--number", default="", metavar="TEXT", help=translate("Number of the act."))
@click.option("--order", default="", metavar="TEXT", help=translate("Number of the order that approved it."))
@click.option("--order-day", type=DAY, default=None, metavar="DATE", help=translate("Day of that order."))
@click.option(
    "--agreed",
    multiple=True,
    nargs=3,
    metavar="BODY MINUTES DATE",
    help=translate("A body that agreed, the number of its minutes and their day; may be repeated."),
)
@click.option("--site/--no-site", default=True, help=translate("Whether it is to be put on the site."))
@click.option("--site-by", type=DAY, default=None, metavar="DATE", help=translate("Day that the order names for it."))
@click.option("--document", type=NUMBER, default=None, help=translate("Number of the filed document."))
@click.option("--replaces", type=NUMBER, default=None, help=translate("Number of the act that it replaces."))
@json_option
@click.pass_obj
@needs(Act.PLANS)
def enter(
    settings: Settings,
    title: str,
    kind: str,
    post: str,
    name: str,
    approved: datetime.date,
    since: datetime.date | None,
    until: datetime.date | None,
    number: str,
    order: str,
    order_day: datetime.date | None,
    agreed: tuple[tuple[str, str, str], ...],
    site_by: datetime.date | None,
    document: int | None,
    replaces: int | None,
    *,
    site: bool,
    as_json: bool,
) -> None:
    """Into the book."""
    said = ActSaid(
        LocalActKind(kind),
        title,
        post,
        name,
        approved,
        in_force_from=since,
        in_force_to=until,
        number=number,
        order_number=order,
        order_on=order_day,
        agreements=tuple(Agreement(body, minutes, read_date(day)) for body, minutes, day in agreed),
        publish=site,
        publish_named=site_by,
        document_id=document,
    )
    with acting(settings) as (archive, actor):
        entered = archive.local_acts.keeping.enter(said, actor, replaces=replaces)
        card = archive.local_acts.showing.card(entered, actor)
    _answer(card, as_json=as_json)


@command.command("change", help=translate("Correct a local act: what is not named stays as it is."))
@_ACT
@click.option("--title", metavar="TEXT", help=translate("Title of the act."))
@click.option("--kind", **coded(KIND_WORDS, translate("Kind of the act.")))
@click.option("--post", "approved_post", metavar="TEXT", help=translate("Post of whoever approved."))
@click.option("--name", "approved_name", metavar="TEXT", help=translate("Name of whoever approved."))
@click.option("--approved", "approved_on", type=DAY, metavar="DATE", help=translate("Day of the approval."))
@click.option("--from", "in_force_from", type=DAY, metavar="DATE", help=translate("First day in force."))
@click.option("--to", "in_force_to", type=DAY, metavar="DATE", help=translate("Last day in force."))
@click.option(
    "--without", "emptied", type=click.Choice(list(EMPTY)), multiple=True,
    help=translate("What is to be empty, by the name of its option; may be repeated."),
)  # fmt: skip
@click.option("--number", metavar="TEXT", help=translate("Number of the act."))
@click.option("--order", "order_number", metavar="TEXT", help=translate("Number of the order that approved it."))
@click.option("--order-day", "order_on", type=DAY, metavar="DATE", help=translate("Day of that order."))
@click.option(
    "--agreed", multiple=True, nargs=3, metavar="BODY MINUTES DATE",
    help=translate("A body that agreed, in place of all that were named; may be repeated."),
)  # fmt: skip
@click.option("--site/--no-site", "publish", default=None, help=translate("Whether it is to be put on the site."))
@click.option(
    "--site-by", "publish_named", type=DAY, metavar="DATE", help=translate("Day that the order names for it.")
)
@click.option("--document", "document_id", type=NUMBER, help=translate("Number of the filed document."))
@_VERSION
@json_option
@click.pass_obj
@needs(Act.PLANS)
def change(
    settings: Settings,
    /,
    act: int,
    agreed: tuple[tuple[str, str, str], ...],
    emptied: tuple[str, ...],
    version: int | None,
    *,
    as_json: bool,
    **given: Any,
) -> None:
    """As the page does. What is named with a value and as empty has the value."""
    named = dict(EMPTY[option] for option in emptied)
    named |= {name: value for name, value in given.items() if value is not None}
    if "kind" in named:
        named["kind"] = LocalActKind(named["kind"])
    if agreed:
        named["agreements"] = tuple(Agreement(body, minutes, read_date(day)) for body, minutes, day in agreed)
    with acting(settings) as (archive, actor):
        before = archive.local_acts.showing.card(act, actor)
        said = replace(before.said(), **named)
        archive.local_acts.keeping.change(act, said, actor, version=version or before.version)
        card = archive.local_acts.showing.card(act, actor)
    _answer(card, as_json=as_json)


@command.command("list", help=translate("List local acts."))
@click.option("--only", default="in_force", **coded(VIEW_WORDS, translate("Which.")))
@click.option("--on", type=DAY, default=None, metavar="DATE", help=translate("In force on this day (today)."))
@click.option("--words", default="", metavar="TEXT", help=translate("Words of the title."))
@json_option
@click.pass_obj
@needs(Act.SEE)
def list_acts(settings: Settings, only: str, on: datetime.date | None, words: str, *, as_json: bool) -> None:
    """A thousand at most."""
    with acting(settings) as (archive, actor):
        lines = archive.local_acts.showing.listed(actor, only=only, on=on, sought=words, limit=SHOWN)

    def say() -> None:
        for line in lines:
            click.echo(_line(line))
        if not lines:
            click.echo(translate("No local acts here."))

    Output(as_json).answer({"acts": lines}, say)


@command.command("show", help=translate("Show a local act with its editions."))
@_ACT
@json_option
@click.pass_obj
@needs(Act.SEE)
def show(settings: Settings, act: int, *, as_json: bool) -> None:
    """All of it."""
    with acting(settings) as (archive, actor):
        card = archive.local_acts.showing.card(act, actor)
    _answer(card, as_json=as_json)


@command.command("publish", help=translate("Write down that a local act stands on the site."))
@_ACT
@click.option("--on", type=DAY, required=True, metavar="DATE", help=translate("Day of the publication."))
@click.option("--address", required=True, metavar="URL", help=translate("Address of the page."))
@_VERSION
@json_option
@click.pass_obj
@needs(Act.PLANS)
def publish(
    settings: Settings, act: int, on: datetime.date, address: str, version: int | None, *, as_json: bool
) -> None:
    """Since when, and where."""
    with acting(settings) as (archive, actor):
        version = version or archive.local_acts.showing.card(act, actor).version
        archive.local_acts.keeping.publish(act, on, address, actor, version=version)
        card = archive.local_acts.showing.card(act, actor)
    _answer(card, as_json=as_json)


@command.command("end", help=translate("Write down the last day of a local act that no edition replaces."))
@_ACT
@click.option("--last", type=DAY, required=True, metavar="DATE", help=translate("Last day in force."))
@click.option("--ground", required=True, metavar="TEXT", help=translate("By what it loses force."))
@_VERSION
@json_option
@click.pass_obj
@needs(Act.PLANS)
def end(settings: Settings, act: int, last: datetime.date, ground: str, version: int | None, *, as_json: bool) -> None:
    """Without another one in its place."""
    with acting(settings) as (archive, actor):
        version = version or archive.local_acts.showing.card(act, actor).version
        archive.local_acts.keeping.end(act, last, ground, actor, version=version)
        card = archive.local_acts.showing.card(act, actor)
    _answer(card, as_json=as_json)


def _answer(card: ActCard, *, as_json: bool) -> None:
    def say() -> None:
        for line in card.chain:
            click.echo(("> " if line.act_id == card.line.act_id else "  ") + _line(line))
        for one in card.agreements:
            click.echo(f"  {translate('AGREED')}: {one.body}, № {one.protocol or '—'}, {day_words(one.agreed_on)}")
        if card.published_at:
            click.echo(f"  {card.published_at}")
        elif card.publish_words:
            click.echo(f"  {card.publish_words}")

    Output(as_json).answer(card, say)


def _line(line: ActLine) -> str:
    kind = translate(KIND_WORDS[LocalActKind(line.kind)])
    since, until = day_words(line.in_force_from), day_words(line.in_force_to) if line.in_force_to else "…"
    late = translate_plural("{number} day overdue", "{number} days overdue", line.overdue_days)
    site = ""
    if line.published_on:
        site = translate("published {day}", day=day_words(line.published_on))
    elif line.publish_by:
        site = translate("to be on the site by {day}", day=day_words(line.publish_by))
    parts = [str(line.act_id), f"{kind} «{line.title}»", f"{since} - {until}", site]
    return "  ".join([part for part in parts if part] + ([late] if line.overdue_days else []))
