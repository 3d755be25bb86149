"""`archive request`: the register of requests and their terms."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.models import ApplicantKind, RequestKind, RequestWay
from archive_app.entrypoints.cli.answer_commands import disclose, disclosures, draft, issue, sign
from archive_app.entrypoints.cli.coded import coded
from archive_app.entrypoints.cli.commands import about
from archive_app.entrypoints.cli.context import acting
from archive_app.entrypoints.cli.days import DAY, day_words
from archive_app.entrypoints.cli.numbers import NUMBER
from archive_app.entrypoints.cli.output import Output, json_option
from archive_app.entrypoints.cli.whom import perhaps_person
from archive_app.i18n import mark, translate, translate_plural
from archive_app.services.requests.kinds import APPLICANT_WORDS, KIND_WORDS, STATE_WORDS, WAY_WORDS
from archive_app.services.requests.registering import Asked
from archive_app.services.requests.showing import VIEW_WORDS

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from archive_app.auth.actor import Actor
    from archive_app.services.requests import Requests
    from archive_app.services.requests.showing import RequestLine
    from archive_app.settings import Settings

SHOWN = 1000
_VERSION = click.option(
    "--version", "version", type=NUMBER, default=None, help=translate("The version that was looked at (the present).")
)

WORKS_WORDS = {"yes": mark("a working day"), "no": mark("a day off"), "state": mark("as in the state's calendar")}


@click.group("request", help=about("request"))
def command() -> None:
    """Group of `register`, `list`, `show`, `assign`, `refuse`, `day`, `draft`, `sign`, `issue`, `disclose`."""


@command.command("register", help=translate("Enter a request into the register."))
@click.argument("kind", **coded(KIND_WORDS, metavar="KIND"))
@click.option("--person", default="", metavar="NAME|ID", help=translate("Whom it is about."))
@click.option("--applicant", required=True, metavar="TEXT", help=translate("Who asks."))
@click.option("--as", "applicant_kind", default="self", **coded(APPLICANT_WORDS, translate("Who asks.")))
@click.option("--way", default="written", **coded(WAY_WORDS, translate("In what way.")))
@click.option("--authority", default="", metavar="TEXT", help=translate("The paper by which a representative acts."))
@click.option("--purpose", default="", metavar="TEXT", help=translate("What for."))
@click.option("--ground", default="", metavar="TEXT", help=translate("Application or article of the law."))
@click.option("--asked", "asked_on", type=DAY, default=None, metavar="DATE", help=translate("Day of the application."))
@click.option(
    "--order", "order_on", type=DAY, default=None, metavar="DATE", help=translate("Day of the expulsion order.")
)
@click.option("--named", type=DAY, default=None, metavar="DATE", help=translate("Day named by a body."))
@json_option
@click.pass_obj
@needs(Act.PERSONS)
def register(
    settings: Settings,
    kind: str,
    person: str,
    applicant_kind: str,
    way: str,
    asked_on: datetime.date | None,
    order_on: datetime.date | None,
    named: datetime.date | None,
    applicant: str,
    authority: str,
    purpose: str,
    ground: str,
    *,
    as_json: bool,
) -> None:
    """Today, under the next number of the year."""
    with acting(settings) as (archive, actor):
        asked = Asked(
            kind=RequestKind(kind),
            person_id=perhaps_person(archive, person, actor),
            applicant_kind=ApplicantKind(applicant_kind),
            way=RequestWay(way),
            asked_on=asked_on,
            order_on=order_on,
            named=named,
            applicant=applicant,
            authority=authority,
            purpose=purpose,
            ground=ground,
        )
        number = archive.requests.registering.register(asked, actor)
        card = archive.requests.showing.card(number, actor)
    said = translate(
        "Request {number} is registered: to be done by {day}.", number=card.number, day=day_words(card.do_by)
    )
    Output(as_json).answer(card, lambda: click.echo(f"{said}\n{card.deadline_words}"))


@command.command("list", help=translate("List requests."))
@click.option("--only", default="open", **coded(VIEW_WORDS, translate("Which.")))
@json_option
@click.pass_obj
@needs(Act.PERSONS)
def list_requests(settings: Settings, only: str, *, as_json: bool) -> None:
    """A thousand at most."""
    with acting(settings) as (archive, actor):
        lines = archive.requests.showing.listed(actor, only=only, limit=SHOWN)

    def say() -> None:
        for line in lines:
            click.echo(_line(line))
        if not lines:
            click.echo(translate("No requests here."))

    Output(as_json).answer({"requests": lines}, say)


@command.command("show", help=translate("Show a request."))
@click.argument("request", type=NUMBER, metavar="REQUEST")
@json_option
@click.pass_obj
@needs(Act.PERSONS)
def show(settings: Settings, request: int, *, as_json: bool) -> None:
    """With its term and how it was counted."""
    with acting(settings) as (archive, actor):
        card = archive.requests.showing.card(request, actor)
    Output(as_json).answer(card, lambda: click.echo(f"{_line(card)}\n{card.deadline_words}"))


@command.command("assign", help=translate("Give a request to whoever answers it."))
@click.argument("request", type=NUMBER, metavar="REQUEST")
@click.option("--to", "login", default="", metavar="LOGIN", help=translate("The account; without it, oneself."))
@_VERSION
@json_option
@click.pass_obj
@needs(Act.PERSONS)
def assign(settings: Settings, request: int, login: str, version: int | None, *, as_json: bool) -> None:
    """It is in work then."""
    with _looked_at(settings, request, version, as_json=as_json) as (requests, actor, seen):
        requests.registering.assign(request, login, actor, version=seen)


@command.command("refuse", help=translate("End a request without an answer."))
@click.argument("request", type=NUMBER, metavar="REQUEST")
@click.option("--why", required=True, metavar="TEXT", help=translate("The reason that the applicant is told."))
@_VERSION
@json_option
@click.pass_obj
@needs(Act.PERSONS)
def refuse(settings: Settings, request: int, why: str, version: int | None, *, as_json: bool) -> None:
    """With the reason."""
    with _looked_at(settings, request, version, as_json=as_json) as (requests, actor, seen):
        requests.registering.refuse(request, why, actor, version=seen)


@command.command("day", help=translate("Set a working day or a day off of the organisation's own."))
@click.argument("day", type=DAY, metavar="DATE")
@click.argument("works", **coded(WORKS_WORDS))
@click.option("--why", default="", metavar="TEXT", help=translate("The order that says so."))
@json_option
@click.pass_obj
@needs(Act.APPROVE)
def set_day(settings: Settings, day: datetime.date, works: str, why: str, *, as_json: bool) -> None:
    """`state`: as the state's calendar has it."""
    with acting(settings) as (archive, actor):
        if works == "state":
            archive.requests.terms.forget_day(day, actor)
        else:
            archive.requests.terms.set_day(day, actor, works=works == "yes", why=why)
    said = translate("The calendar is changed for {day}.", day=day_words(day))
    Output(as_json).answer({"day": day, "works": works}, lambda: click.echo(said))


@contextmanager
def _looked_at(
    settings: Settings, request: int, version: int | None, *, as_json: bool
) -> Iterator[tuple[Requests, Actor, int]]:
    """Requests, who acts, and the version that was looked at (the present); what has become of it is answered."""
    with acting(settings) as (archive, actor):
        yield archive.requests, actor, version or archive.requests.showing.card(request, actor).version
        card = archive.requests.showing.card(request, actor)
    Output(as_json).answer(card, lambda: click.echo(_line(card)))


def _line(line: RequestLine) -> str:
    late = translate_plural("{number} day overdue", "{number} days overdue", line.overdue_days)
    kind = translate(KIND_WORDS[RequestKind(line.kind)])
    state = next(translate(words) for state, words in STATE_WORDS.items() if state.value == line.state)
    told = [late] if line.overdue_days else []
    whom = line.person or line.applicant
    return "  ".join([str(line.request_id), f"№ {line.number}", kind, whom, day_words(line.do_by), state, *told])


for _step in (draft, sign, issue, disclose, disclosures):
    command.add_command(_step)
