"""«Забыли пароль?»: a letter with a link, for whoever has an account with an address; everybody is answered alike."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from archive_app.auth.gate import open_to_all
from archive_app.entrypoints.web.current import archive
from archive_app.entrypoints.web.security.forms import address
from archive_app.services.accounts.forgotten import ask_for_letter

blueprint = Blueprint("forgotten", __name__, url_prefix="/sign-in/forgotten")


@blueprint.get("")
@open_to_all("whoever forgot a password cannot sign in")
def show() -> str:
    """The form; without mail, whom to ask instead."""
    return _page()


@blueprint.post("")
@open_to_all("whoever forgot a password cannot sign in")
def ask() -> str:
    """Promise a letter; whether there is such an account is not told."""
    if archive().settings.mail_url is not None:
        ask_for_letter(archive().accounts, request.form.get("login", ""), address())
    return _page(asked=True)


def _page(*, asked: bool = False) -> str:
    mail = archive().settings.mail_url is not None
    return render_template("security/forgotten.html", asked=asked, mail=mail)
