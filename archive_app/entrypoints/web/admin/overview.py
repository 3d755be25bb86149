"""The first page of «Управление»: what needs attention, and the ways to everything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, render_template, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.web import menu
from archive_app.entrypoints.web.current import actor, archive
from archive_app.i18n import mark, mark_plural, translate, translate_plural
from archive_app.words import CHECK_WORDS

if TYPE_CHECKING:
    from archive_app.services.administration.attention import Finding

blueprint = Blueprint("admin", __name__)


@dataclass(frozen=True, slots=True)
class Saying:
    """How a finding is told: plural forms with `{number}`, what follows from it, the verb and where it leads."""

    count: tuple[str, str]
    why: str
    verb: str
    endpoint: str
    grave: bool = False


SAYINGS = {
    "checks_failed": Saying(
        mark_plural("The examination found {number} trouble", "The examination found {number} troubles"),
        mark("Until it is put right, something of the archive does not work or is not safe."),
        mark("Look"),
        "system.state",
        grave=True,
    ),
    "jobs_dead": Saying(
        mark_plural("{number} task did not work", "{number} tasks did not work"),
        mark("Documents may not be found by their text until the tasks are repeated."),
        mark("See the reasons"),
        "jobs.listed",
        grave=True,
    ),
    "index_behind": Saying(
        mark_plural(
            "Search does not know {number} changed document", "Search does not know {number} changed documents"
        ),
        mark("The worker brings search up to date by itself; see whether it runs."),
        mark("Look"),
        "system.state",
    ),
    "never_examined": Saying(
        mark_plural("The system was never examined", "The system was never examined"),
        mark("An examination compares what is kept with what should be there."),
        mark("Examine"),
        "system.state",
    ),
    "no_mail": Saying(
        mark_plural("Letters cannot be sent", "Letters cannot be sent"),
        mark("Invitations are printed or passed on by hand; nobody gets a new password by a letter."),
        mark("How to set it up"),
        "system.state",
    ),
    "logins_locked": Saying(
        mark_plural("{number} login is locked after wrong tries", "{number} logins are locked after wrong tries"),
        mark("It opens by itself in some minutes; lift it earlier if you know that it is the person."),
        mark("To the accounts"),
        "users.listed",
    ),
    "few_keepers": Saying(
        mark_plural("Only one person keeps the accounts", "Too few people keep the accounts"),
        mark(
            "If that person falls ill or forgets the password, nobody can let others in. Give the duty to a second one."
        ),
        mark("To the accounts"),
        "users.listed",
    ),
    "invitations_over": Saying(
        mark_plural("{number} invitation ran out unused", "{number} invitations ran out unused"),
        mark("These people cannot sign in. Invite them again, or block the accounts."),
        mark("See who"),
        "users.listed",
    ),
}
PARTS = (
    ("users.listed", mark("Accounts"), mark("Who signs in, with which duties; invitations, sessions, keys")),
    ("roles.listed", mark("Roles"), mark("What each role may do, with which documents")),
    ("kinds.listed", mark("Dictionaries"), mark("Kinds of documents and their fields, units, groups, confidentiality")),
    ("jobs.listed", mark("Tasks"), mark("What waits, what is under way, what did not work and why")),
    ("system.state", mark("System"), mark("Versions, disks, search, checks, mail")),
    ("backups.page", mark("Backups"), mark("Copies, drills of restoring, checks of the stored bytes, their journal")),
    ("journal.journal", mark("Journal"), mark("Who did what and when")),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A finding as it is shown."""

    words: str
    why: str
    names: str
    verb: str
    href: str
    grave: bool


@blueprint.get("/admin")
@needs(Act.ACCOUNTS, Act.OPERATE)
def overview() -> str:
    """What needs attention, and the parts that this person may use."""
    person = actor()
    return render_template(
        "admin/overview.html",
        lines=[_line(finding) for finding in archive().administration.attention.findings(person)],
        parts=[
            (url_for(endpoint), translate(title), translate(about))
            for endpoint, title, about in PARTS
            if menu.may_open(person, endpoint)
        ],
    )


def _line(finding: Finding) -> Line:
    said = SAYINGS[finding.code]
    checks = finding.code == "checks_failed"
    names = [translate(CHECK_WORDS[name]) for name in finding.names] if checks else finding.names
    state = "invited" if finding.code == "invitations_over" else None
    return Line(
        translate_plural(*said.count, finding.number),
        translate(said.why),
        ", ".join(names),
        translate(said.verb),
        url_for(said.endpoint, state=state),
        said.grave,
    )
