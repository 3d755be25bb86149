"""Accounts: the list, the card with everything that lets a person in, new accounts with an invitation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from archive_app.addresses import public_address
from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.web.admin.forms import day, refusal_of
from archive_app.entrypoints.web.browsers import browser_words
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.telling import tell
from archive_app.errors import ArchiveError
from archive_app.i18n import mark, translate
from archive_app.mail import MailNotSent
from archive_app.mailing import mailer_of
from archive_app.numbers import LARGEST, read_number
from archive_app.services.accounts.letters import send_invitation
from archive_app.services.administration.account_keeping import AccountKeeping, Naming
from archive_app.services.administration.account_list import AccountState, list_accounts
from archive_app.services.people.meant import person_meant
from archive_app.services.rights.duties import Holding

if TYPE_CHECKING:
    from collections.abc import Callable

    from werkzeug.wrappers import Response

    from archive_app.auth.actor import Actor
    from archive_app.services.accounts.invitations import Link

blueprint = Blueprint("users", __name__, url_prefix="/admin/users")
STATE_WORDS = {
    AccountState.OPEN: mark("active"),
    AccountState.INVITED: mark("no password yet"),
    AccountState.BLOCKED: mark("blocked"),
}
SIMPLE: dict[str, tuple[Callable[[AccountKeeping, str, Actor], object], str]] = {
    "block": (AccountKeeping.block, mark("The account is blocked: sessions are ended, keys are revoked.")),
    "unblock": (AccountKeeping.unblock, mark("The account is open again.")),
    "lift": (AccountKeeping.lift_lockout, mark("The lockout is lifted: the person may try again.")),
    "end-sessions": (AccountKeeping.end_sessions, mark("The person is signed out everywhere.")),
    "remove-factor": (AccountKeeping.remove_second_factor, mark("The second factor is taken away.")),
}
"""What a single button of the card does, and what is said afterwards."""


@blueprint.get("")
@needs(Act.ACCOUNTS)
def listed() -> str:
    """The accounts by name, searched and narrowed."""
    sought, state = request.args.get("sought", "").strip(), request.args.get("state", "")
    page = list_accounts(
        archive().accounts,
        actor(),
        archive().today(),
        sought=sought,
        state=AccountState(state) if state in set(AccountState) else None,
        after=_after(),
    )
    return render_template(
        "admin/users.html", page=page, sought=sought, state=state, states=_states(), state_words=_state_words
    )


@blueprint.get("/new")
@needs(Act.ACCOUNTS)
def new() -> str:
    """The form of a new account."""
    return _new_page()


@blueprint.post("")
@needs(Act.ACCOUNTS)
def add() -> str | tuple[str, int]:
    """Open the account, give the first duty if one is chosen, show the invitation."""
    form, person = request.form, actor()
    login = form.get("login", "").strip().casefold()
    try:
        naming = Naming(form.get("name", ""), form.get("email", ""))
        link = archive().administration.accounts.add(login, naming, person)
    except ArchiveError as error:
        refusal, status = refusal_of(error)
        return _new_page(refusal), status
    trouble = ""
    if form.get("role"):
        try:
            archive().rights.duties.give(link.login, form["role"], person, _holding())
        except ArchiveError as error:
            trouble, _ = refusal_of(error)
    return _invitation_page(link, naming.name, duty_refused=trouble)


@blueprint.get("/<login>")
@needs(Act.ACCOUNTS)
def card(login: str) -> str:
    """Everything about one account."""
    return _card_page(login)


@blueprint.post("/<login>/change")
@needs(Act.ACCOUNTS)
def change(login: str) -> Response | tuple[str, int]:
    """Another name or address."""
    form = request.form
    was, to = Naming(form.get("was_name", ""), form.get("was_email", "")), Naming(form["name"], form.get("email", ""))
    try:
        archive().administration.accounts.change(login, was, to, actor())
    except ArchiveError as error:
        return _refused(login, error)
    tell(translate("The account is changed."))
    return _to_card(login)


@blueprint.post("/<login>/invite")
@needs(Act.ACCOUNTS)
def invite(login: str) -> str | tuple[str, int]:
    """A new link; shown once."""
    keeping = archive().administration.accounts
    return _invitation_page(keeping.invite(login, actor()), keeping.card(login, actor()).name)


@blueprint.post(f"/<login>/<any({', '.join(repr(name) for name in SIMPLE)}):what>")
@needs(Act.ACCOUNTS)
def act(login: str, what: str) -> Response | tuple[str, int]:
    """Whatever one button does."""
    done, said = SIMPLE[what]
    try:
        done(archive().administration.accounts, login, actor())
    except ArchiveError as error:
        return _refused(login, error)
    tell(translate(said))
    return _to_card(login)


@blueprint.post(f"/<login>/sessions/<int(max={LARGEST}):number>/end")
@needs(Act.ACCOUNTS)
def end_session(login: str, number: int) -> Response:
    """Sign the person out in one browser."""
    archive().administration.accounts.end_session(login, number, actor())
    tell(translate("The session is ended."))
    return _to_card(login)


@blueprint.post(f"/<login>/keys/<int(max={LARGEST}):number>/revoke")
@needs(Act.ACCOUNTS)
def revoke_key(login: str, number: int) -> Response:
    """Make a key of a program worthless."""
    archive().administration.accounts.revoke_key(login, number, actor())
    tell(translate("The key is revoked."))
    return _to_card(login)


@blueprint.post("/<login>/duties")
@needs(Act.ACCOUNTS)
def give(login: str) -> Response | tuple[str, int]:
    """Give a duty."""
    try:
        archive().rights.duties.give(login, request.form.get("role", ""), actor(), _holding())
    except ArchiveError as error:
        return _refused(login, error)
    tell(translate("The duty is given."))
    return _to_card(login)


@blueprint.post(f"/<login>/duties/<int(max={LARGEST}):number>/revoke")
@needs(Act.ACCOUNTS)
def take_away(login: str, number: int) -> Response | tuple[str, int]:
    """Take a duty away."""
    try:
        archive().rights.duties.revoke(number, actor())
    except ArchiveError as error:
        return _refused(login, error)
    tell(translate("The duty is taken away."))
    return _to_card(login)


def _holding() -> Holding:
    form = request.form
    return Holding(
        unit=form.get("unit") or None,
        group=form.get("group") or None,
        person_id=person_meant(archive().people, form.get("person", ""), actor(), asking=Act.ACCOUNTS),
        since=day(form.get("since")),
        until=day(form.get("until")),
        reason=form.get("reason") or None,
    )


def _to_card(login: str) -> Response:
    return redirect(url_for("users.card", login=login))


def _refused(login: str, error: ArchiveError) -> tuple[str, int]:
    refusal, status = refusal_of(error)
    return _card_page(login, refusal), status


def _card_page(login: str, refusal: str = "") -> str:
    person, rights = actor(), archive().rights
    return render_template(
        "admin/user.html",
        card=archive().administration.accounts.card(login, person),
        own=login == person.login,
        duties=rights.duties.listed(person, login, former=True),
        now=archive().clock(),
        browser_words=browser_words,
        state_words=_state_words,
        refusal=refusal,
        typed=request.form,
        **_for_duties(),
    )


def _new_page(refusal: str = "") -> str:
    return render_template("admin/user_new.html", refusal=refusal, typed=request.form, **_for_duties())


def _for_duties() -> dict[str, object]:
    rights = archive().rights
    return {
        "roles": rights.roles.listed(),
        "units": rights.dictionary.units(),
        "groups": rights.dictionary.groups(),
    }


def _invitation_page(link: Link, name: str, *, duty_refused: str = "") -> str:
    """The link, to be printed or passed on; it goes by letter too where that is wanted and can be."""
    settings = archive().settings
    address = (settings.public_url.rstrip("/") or request.host_url.rstrip("/") or public_address(settings)) + link.path
    until = link.expires_at.astimezone(settings.zone).strftime("%d.%m.%Y %H:%M")
    mailer, sent, trouble = mailer_of(settings), "", ""
    if mailer is not None and link.email and request.form.get("letter") == "1":
        try:
            send_invitation(mailer, link.email, link.login, address, until)
            sent = link.email
        except MailNotSent as error:
            trouble, _ = refusal_of(error)
    return render_template(
        "admin/invitation.html",
        link=link,
        name=name,
        address=address,
        until=until,
        sent=sent,
        trouble=trouble,
        duty_refused=duty_refused,
    )


def _after() -> tuple[str, int] | None:
    number = read_number(request.args.get("after", ""))
    return (request.args.get("name", ""), number) if number is not None else None


def _states() -> list[tuple[str, str]]:
    return [(state.value, translate(words)) for state, words in STATE_WORDS.items()]


def _state_words(state: AccountState) -> str:
    return translate(STATE_WORDS[state])
