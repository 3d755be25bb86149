"""`archive group order`: a whole group goes on into another one or leaves by one order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.models import Leaving
from archive_app.entrypoints.cli.coded import coded
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.days import DAY
from archive_app.entrypoints.cli.numbers import NUMBER
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.entrypoints.cli.whom import group_of, person_of
from archive_app.group_order_words import member_words
from archive_app.i18n import translate, translate_plural
from archive_app.services.people import group_orders
from archive_app.services.people.errors import NotOfGroup
from archive_app.services.people.group_orders import GroupOrder, MemberOutcome
from archive_app.services.people.papers import Paper
from archive_app.words import LEAVING_WORDS

if TYPE_CHECKING:
    import datetime

    from archive_app.settings import Settings

FOR_GOOD = {code: word for code, word in LEAVING_WORDS.items() if code != Leaving.MOVED}


@click.command("order", help=translate("Show what an order would do to a group; with --carry-out it is done at once."))
@click.argument("group", metavar="GROUP")
@click.option("--to", default=None, metavar="GROUP", help=translate("The group that the members go on in."))
@click.option(
    "--leaving",
    default=None,
    **coded(FOR_GOOD, translate("Why they leave, where they go on nowhere.")),
)
@click.option(
    "--day", type=DAY, required=True, metavar="DATE", help=translate("First day in the new group, or the last day")
)
@click.option("--ground", default="", help=translate("The document that proves it."))
@click.option("--document", type=NUMBER, default=None, help=translate("Its number in this archive."))
@click.option("--except", "left_out", multiple=True, metavar="NAME|ID", help=translate("A person whom it leaves out."))
@click.option("--carry-out", is_flag=True, help=translate("Carry it out, for all or for nobody."))
@click.option("--take-back", is_flag=True, help=translate("Take back what this very order has done."))
@json_option
@click.pass_obj
@needs(Act.PERSONS)
def order(
    settings: Settings,
    group: str,
    to: str | None,
    leaving: str | None,
    day: datetime.date,
    ground: str,
    document: int | None,
    left_out: tuple[str, ...],
    *,
    carry_out: bool,
    take_back: bool,
    as_json: bool,
) -> None:
    """As the acting user; without a flag nothing is written."""
    if carry_out and take_back:
        raise click.UsageError(translate("Name one of --carry-out and --take-back."))
    wanted = MemberOutcome.DONE if take_back else MemberOutcome.READY
    with acting(settings) as (archive, actor):
        there = group_of(archive, to, day) if to else None
        why = Leaving(leaving) if leaving else None
        said = GroupOrder(group_of(archive, group, day), day, Paper(ground, document), there, why)
        excepted = {person_of(archive, one, actor): one for one in left_out}
        lines = group_orders.preview(archive.people, said, actor)
        strangers = excepted.keys() - {line.person_id for line in lines}
        if strangers:  # a namesake was meant: without this the order would be carried out for whom it shall leave out
            raise NotOfGroup(names=", ".join(excepted[one] for one in sorted(strangers)))
        lines = tuple(line for line in lines if line.person_id not in excepted)
        chosen = {line.study_id: line.version for line in lines if line.outcome is wanted}
        done = 0
        if carry_out or take_back:
            act = group_orders.take_back if take_back else group_orders.carry_out
            done = act(archive.people, said, chosen, actor)

    def say() -> None:
        for line in lines:
            click.echo(f"{line.person_id}  {line.name}: {member_words(line.outcome)}")
        if not lines:
            click.echo(translate("Nobody studies in this group."))
        if carry_out or take_back:
            click.echo(translate_plural("{number} person is written.", "{number} persons are written.", done))

    told = {"members": lines, "carried_out": done if carry_out else 0, "taken_back": done if take_back else 0}
    Output(as_json).answer(told, say)
