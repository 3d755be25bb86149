"""«Запросы»: the register, a request from its entry to its answer, terms and the working days."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from flask import Blueprint, redirect, render_template, request, url_for

from archive_app.audit_words import action_words
from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.models import ApplicantKind, RequestKind, RequestWay
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.telling import tell
from archive_app.errors import ArchiveError, describe
from archive_app.i18n import translate
from archive_app.numbers import LARGEST, read_number
from archive_app.services.batch import read_date
from archive_app.services.people.cards import person_card
from archive_app.services.people.listing import PersonLine, list_persons
from archive_app.services.people.named_in import documents_naming
from archive_app.services.requests.errors import RequestIncomplete
from archive_app.services.requests.kinds import APPLICANT_WORDS, KIND_WORDS, STATE_WORDS, WAY_WORDS, Term
from archive_app.services.requests.registering import Asked
from archive_app.services.requests.showing import VIEW_WORDS
from archive_app.services.requests.terms import OwnDay
from retention.deadlines import RULE_WORDS, START_WORDS, DeadlineRule, Start

if TYPE_CHECKING:
    import datetime

    from werkzeug.datastructures import MultiDict
    from werkzeug.wrappers import Response

    from archive_app.services.requests.showing import RequestCard

Choice = TypeVar("Choice", bound=StrEnum)
blueprint = Blueprint("requests", __name__, url_prefix="/requests")
ONE = f"/<int(max={LARGEST}):request_id>"
PART = 50
PERSONS_SHOWN = 20
DOCUMENTS_SHOWN = 20


@blueprint.app_context_processor
def _words() -> dict[str, object]:
    return {
        "request_kinds": {kind.value: translate(words) for kind, words in KIND_WORDS.items()},
        "request_ways": {way.value: translate(words) for way, words in WAY_WORDS.items()},
        "request_applicants": {kind.value: translate(words) for kind, words in APPLICANT_WORDS.items()},
        "request_states": {state.value: translate(words) for state, words in STATE_WORDS.items()},
    }


@blueprint.get("")
@needs(Act.PERSONS)
def listed() -> str:
    """One of the four views."""
    view = request.args.get("view", "open")
    view = view if view in VIEW_WORDS else "open"
    after = read_number(request.args.get("after", ""))
    lines = archive().requests.showing.listed(actor(), only=view, after=after, limit=PART)
    following = url_for("requests.listed", view=view, after=lines[-1].request_id) if len(lines) == PART else ""
    views = {code: translate(words) for code, words in VIEW_WORDS.items()}
    return render_template("requests/list.html", lines=lines, view=view, views=views, following=following)


@blueprint.get("/new")
@needs(Act.PERSONS)
def new() -> str:
    """First the person, by any name; then what is asked for."""
    return _new_page()


@blueprint.post("/new")
@needs(Act.PERSONS)
def register() -> Response | tuple[str, int]:
    """Enter it into the register."""
    try:
        number = archive().requests.registering.register(_asked(), actor())
    except ArchiveError as error:
        return _new_page(describe(error).message), describe(error).http_status
    tell(translate("The request is registered; its term is counted below."))
    return redirect(url_for("requests.shown", request_id=number))


@blueprint.get(ONE)
@needs(Act.PERSONS)
def shown(request_id: int) -> str:
    """The card with what the archive has on the person."""
    return _card_page(archive().requests.showing.card(request_id, actor()))


@blueprint.post(f"{ONE}/change")
@needs(Act.PERSONS)
def change(request_id: int) -> Response | tuple[str, int]:
    """Correct what the applicant said."""
    card = archive().requests.showing.card(request_id, actor())
    try:
        said = _asked(kind=RequestKind(card.kind), person_id=card.person_id)
        archive().requests.registering.change(request_id, said, actor(), version=version_seen())
    except ArchiveError as error:
        return _card_page(card, describe(error).message), describe(error).http_status
    return _done(request_id, translate("The request is changed."))


@blueprint.post(f"{ONE}/assign")
@needs(Act.PERSONS)
def assign(request_id: int) -> Response | tuple[str, int]:
    """Give it to somebody, or take it."""
    try:
        login = request.form.get("login", "")
        archive().requests.registering.assign(request_id, login, actor(), version=version_seen())
    except ArchiveError as error:
        return refused_on_card(request_id, error)
    return _done(request_id, translate("The request is in work."))


@blueprint.post(f"{ONE}/refuse")
@needs(Act.PERSONS)
def refuse(request_id: int) -> Response | tuple[str, int]:
    """End it without an answer."""
    try:
        why = request.form.get("why", "")
        archive().requests.registering.refuse(request_id, why, actor(), version=version_seen())
    except ArchiveError as error:
        return refused_on_card(request_id, error)
    return _done(request_id, translate("The request is refused."))


@blueprint.get("/terms")
@needs(Act.PERSONS)
def terms() -> str:
    """The term of each kind; the organisation's own days."""
    return _terms_page()


@blueprint.post("/terms")
@needs(Act.APPROVE)
def choose_term() -> Response | tuple[str, int]:
    """The organisation's own term of a kind."""
    given = request.form
    try:
        term = Term(
            one_of(DeadlineRule, "rule"), one_of(Start, "start"), given.get("source", ""), given.get("item", "")
        )
        archive().requests.terms.choose(one_of(RequestKind, "kind"), term, actor())
    except ArchiveError as error:
        return _terms_page(describe(error).message), describe(error).http_status
    tell(translate("The term is chosen; requests that are registered keep theirs."))
    return redirect(url_for("requests.terms"))


@blueprint.post("/days")
@needs(Act.APPROVE)
def set_day() -> Response | tuple[str, int]:
    """A day of the organisation's own, or the state's calendar again."""
    given = request.form
    try:
        day = read_date(given.get("day", "").strip())
        if given.get("works") == "state":
            archive().requests.terms.forget_day(day, actor())
        else:
            own = OwnDay(day, given.get("works") == "yes", given.get("why", ""))
            archive().requests.terms.set_day(own.day, actor(), works=own.works, why=own.why)
    except ArchiveError as error:
        return _terms_page(describe(error).message), describe(error).http_status
    return redirect(url_for("requests.terms"))


def _new_page(refusal: str = "") -> str:
    asked = request.form or request.args
    name, person_id = request.args.get("name", "").strip(), read_number(asked.get("person", ""))
    found: tuple[PersonLine, ...] = ()
    why = ""
    if name and person_id is None:
        try:
            found = list_persons(archive().people, actor(), name, limit=PERSONS_SHOWN).rows
        except ArchiveError as error:
            why = describe(error).message
    person = person_card(archive().people, person_id, actor()) if person_id is not None else None
    return render_template(
        "requests/new.html", name=name, found=found, person=person, typed=request.form, refusal=refusal or why
    )


def _card_page(card: RequestCard, refusal: str = "") -> str:
    who = actor()
    part = None
    if card.person_id is not None:
        part = documents_naming(archive().people, card.person_id, who, limit=DOCUMENTS_SHOWN)
    documents = part.rows if part else ()
    named = {one.document_id for one in documents}
    answer = archive().requests.answering.card(card.request_id, who)
    return render_template(
        "requests/card.html",
        card=card,
        documents=documents,
        other_sources=[one for one in (answer.references if answer else ()) if one.document_id not in named],
        moments=[(moment, action_words(moment.action)) for moment in card.line],
        people=archive().requests.showing.answerers(who),
        answer=answer,
        may_release=who.may(Act.RELEASE),
        unanswered=card.state in {"registered", "in_work"},
        refusal=refusal,
        typed=request.form,
    )


def _terms_page(refusal: str = "") -> str:
    made, who = archive().requests.terms, actor()
    return render_template(
        "requests/terms.html",
        terms=[(kind.value, term) for kind, term in made.all(who).items()],
        days=made.days(who),
        rules={rule.value: words for rule, words in RULE_WORDS.items()},
        starts={start.value: words for start, words in START_WORDS.items()},
        may_choose=who.may(Act.APPROVE),
        refusal=refusal,
        typed=request.form,
    )


def _asked(kind: RequestKind | None = None, person_id: int | None = None) -> Asked:
    given = request.form
    return Asked(
        kind=kind or one_of(RequestKind, "kind"),
        person_id=person_id if person_id is not None else read_number(given.get("person", "")),
        way=one_of(RequestWay, "way") if given.get("way") else RequestWay.WRITTEN,
        applicant_kind=one_of(ApplicantKind, "applicant_kind"),
        **{name: given.get(name, "") for name in ("applicant", "authority", "contact", "purpose", "ground")},
        asked_on=day_typed("asked_on"),
        order_on=day_typed("order_on"),
        named=day_typed("named"),
    )


def one_of(values: type[Choice], name: str) -> Choice:
    """What was chosen in a list. Raises RequestIncomplete for what the list does not offer."""
    try:
        return values(request.form.get(name, ""))
    except ValueError as error:
        raise RequestIncomplete from error


def day_typed(name: str, given: MultiDict[str, str] | None = None) -> datetime.date | None:
    """A day, if one was typed. Raises BadDate."""
    typed = (request.form if given is None else given).get(name, "").strip()
    return read_date(typed) if typed else None


def version_seen() -> int:
    """The version of the request that the person looked at."""
    return read_number(request.form.get("version", "")) or 0


def refused_on_card(request_id: int, error: ArchiveError) -> tuple[str, int]:
    """The card of the request with the refusal on it."""
    card = archive().requests.showing.card(request_id, actor())
    return _card_page(card, describe(error).message), describe(error).http_status


def _done(request_id: int, said: str) -> Response:
    tell(said)
    return redirect(url_for("requests.shown", request_id=request_id))
