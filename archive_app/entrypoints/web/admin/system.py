"""The state of the system: versions, queues, disks, search, checks, the journal's head, mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.web.admin.forms import refusal_of
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.telling import tell
from archive_app.errors import ArchiveError
from archive_app.i18n import translate
from archive_app.services.administration.system_state import DISK_WORDS
from archive_app.words import CHECK_WORDS

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

blueprint = Blueprint("system", __name__, url_prefix="/admin/system")


@blueprint.get("")
@needs(Act.OPERATE)
def state() -> str:
    """How everything is now, and what the last examination found."""
    return _page()


@blueprint.post("/examine")
@needs(Act.OPERATE)
def examine() -> Response:
    """Ask for an examination; a worker does it."""
    archive().administration.examinations.ask(actor())
    tell(translate("The examination is asked for. It goes on when you leave the page."))
    return redirect(url_for("system.state") + "#examination")


@blueprint.post("/letter")
@needs(Act.OPERATE)
def letter() -> Response | tuple[str, int]:
    """Try the mail."""
    to = request.form.get("to", "")
    try:
        archive().administration.system.send_test_letter(to, actor())
    except ArchiveError as error:
        refusal, status = refusal_of(error)
        return _page(refusal), status
    tell(translate("The letter is handed to the mail server. See whether it arrives at {to}.", to=to))
    return redirect(url_for("system.state") + "#mail")


def _page(refusal: str = "") -> str:
    keeping = archive().administration
    return render_template(
        "admin/system.html",
        state=keeping.system.state(actor()),
        last=keeping.examinations.last(),
        examining=keeping.examinations.under_way(),
        check_words={code: translate(words) for code, words in CHECK_WORDS.items()},
        disk_words={code: translate(words) for code, words in DISK_WORDS.items()},
        refusal=refusal,
        typed=request.form,
    )
