"""«Мой вход»: one's own password, second factor, sessions and keys of programs."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from archive_app.auth.acts import ACT_WORDS, Act
from archive_app.auth.gate import signed_in
from archive_app.entrypoints.web.browsers import browser_words
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.security.forms import address
from archive_app.entrypoints.web.security.session_keeper import own_key
from archive_app.entrypoints.web.telling import tell
from archive_app.entrypoints.web.theme import THEME_WORDS, keep_theme
from archive_app.errors import ArchiveError, describe
from archive_app.i18n import translate, translate_plural
from archive_app.numbers import LARGEST, read_number
from archive_app.services.accounts.api_tokens import create_token, revoke_token, tokens_of
from archive_app.services.accounts.choosing_password import choose_password
from archive_app.services.accounts.password_rules import SHORTEST
from archive_app.services.accounts.second_factor import recovery_codes_left
from archive_app.services.accounts.sessions import end_one, end_sessions, open_sessions, session_number
from archive_app.services.accounts.signing_in import check_password

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

blueprint = Blueprint("account", __name__, url_prefix="/account")
LIVES = (30, 90, 365)
"""Days that a key may be good for."""
DAYS = range(1, LIVES[-1] + 1)


@blueprint.get("")
@signed_in("everybody keeps the own sign-in")
def home() -> str:
    """How I sign in, and where I am signed in."""
    person, ground = actor(), archive().accounts
    return render_template(
        "account/home.html",
        holder=current_user.holder,
        required=person.second_factor_required,
        codes_left=recovery_codes_left(ground, person.user_id),
        browser_words=browser_words,
        sessions=open_sessions(ground, person.user_id),
        this_session=session_number(ground, own_key()),
        theme_words=THEME_WORDS,
    )


@blueprint.post(f"/sessions/<int(max={LARGEST}):session_id>/end")
@signed_in("everybody keeps the own sign-in")
def end(session_id: int) -> Response:
    """End one of one's own sessions."""
    person = actor()
    end_one(archive().accounts, person.user_id, session_id, by=person.login)
    tell(translate("The session is ended."))
    return redirect(url_for("account.home"))


@blueprint.post("/sessions/end-others")
@signed_in("everybody keeps the own sign-in")
def end_others() -> Response:
    """End all of one's own sessions but this one."""
    person = actor()
    number = end_sessions(archive().accounts, person.user_id, by=person.login, except_key=own_key())
    tell(translate_plural("{number} session is ended.", "{number} sessions are ended.", number))
    return redirect(url_for("account.home"))


@blueprint.post("/theme")
@signed_in("everybody chooses how the pages look")
def theme() -> Response:
    """Light, dark, or as the computer is set."""
    answer = redirect(url_for("account.home"))
    keep_theme(answer, request.form.get("theme", ""), secure=request.is_secure)
    return answer


@blueprint.route("/password", methods=["GET", "POST"])
@signed_in("everybody keeps the own sign-in")
def password() -> str | Response | tuple[str, int]:
    """Change the password; the other sessions end with it."""
    person = actor()
    if request.method == "GET":
        return render_template("account/password.html", shortest=SHORTEST, refusal="")
    ground, wanted = archive().accounts, request.form.get("new", "")
    if wanted != request.form.get("again", ""):
        refusal = translate("The two new passwords are not the same.")
        return render_template("account/password.html", shortest=SHORTEST, refusal=refusal), 422
    try:
        check_password(ground, person.login, request.form.get("old", ""), address())
        choose_password(ground, person.user_id, wanted, by=person.login, except_key=own_key())
    except ArchiveError as error:
        problem = describe(error)
        return render_template("account/password.html", shortest=SHORTEST, refusal=problem.message), problem.http_status
    tell(translate("The password is changed; you are signed out everywhere else."))
    return redirect(url_for("account.home"))


@blueprint.get("/keys")
@signed_in("everybody keeps the own sign-in")
def keys() -> str:
    """«Мои ключи»: the keys of programs that act for me."""
    return _keys_page()


@blueprint.post("/keys")
@signed_in("everybody keeps the own sign-in")
def make_key() -> str | tuple[str, int]:
    """Make a key; it is shown on this page once."""
    person = actor()
    days = read_number(request.form.get("days", ""), DAYS) or LIVES[0]
    try:
        wanted = set(request.form.getlist("acts"))
        acts = [act for act in Act if act.value in wanted]
        key = create_token(archive().accounts, person, request.form.get("name", ""), acts, timedelta(days=days))
    except ArchiveError as error:
        problem = describe(error)
        return _keys_page(refusal=problem.message, typed=request.form), problem.http_status
    return _keys_page(made=key)


@blueprint.post(f"/keys/<int(max={LARGEST}):token_id>/revoke")
@signed_in("everybody keeps the own sign-in")
def revoke_key(token_id: int) -> Response:
    """Make one of one's own keys worthless."""
    person = actor()
    revoke_token(archive().accounts, person.user_id, token_id, by=person.login)
    tell(translate("The key is revoked."))
    return redirect(url_for("account.keys"))


def _keys_page(made: str = "", refusal: str = "", typed: MultiDict[str, str] | None = None) -> str:
    person = actor()
    return render_template(
        "account/keys.html",
        tokens=tokens_of(archive().accounts, person.user_id),
        now=archive().clock(),
        acts=[(act.value, translate(ACT_WORDS[act])) for act in Act if person.may(act)],
        act_words={act.value: translate(words) for act, words in ACT_WORDS.items()},
        lives=LIVES,
        made=made,
        refusal=refusal,
        typed=typed or MultiDict(),
    )
