"""`/users`, `/roles`: accounts, duties, what roles may do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request, url_for

from archive_app.addresses import public_address
from archive_app.auth.acts import Act
from archive_app.auth.gate import needs, signed_in
from archive_app.entrypoints.api.asked import BadParameters, asked, taken
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.operation import answer, operation
from archive_app.entrypoints.api.shapes import accounts as shapes
from archive_app.entrypoints.web.current import actor, archive
from archive_app.i18n import mark, translate
from archive_app.numbers import LARGEST, read_number
from archive_app.services.administration.account_keeping import AccountKeeping, Naming
from archive_app.services.administration.account_list import list_accounts
from archive_app.services.people.meant import person_meant
from archive_app.services.rights.duties import Holding

if TYPE_CHECKING:
    from flask import Response

    from archive_app.services.accounts.invitations import Link

ONE = "/users/<login>"
SIMPLE = {
    "block": AccountKeeping.block,
    "unblock": AccountKeeping.unblock,
    "lift-lockout": AccountKeeping.lift_lockout,
    "end-sessions": AccountKeeping.end_sessions,
    "remove-second-factor": AccountKeeping.remove_second_factor,
}


@blueprint.get("/users")
@needs(Act.ACCOUNTS)
@operation(mark("Accounts, by name"), asks=shapes.UsersAsked, answers=shapes.UserList)
def users() -> Response:
    """One page of the list."""
    wanted = asked(shapes.UsersAsked)
    page = list_accounts(
        archive().accounts,
        actor(),
        archive().today(),
        sought=wanted.sought,
        state=wanted.state,
        after=_cursor(wanted.after),
        limit=wanted.limit,
    )
    following = None
    if page.after is not None:
        kept = wanted.model_dump(mode="json", exclude_unset=True) | {"after": f"{page.after[1]}.{page.after[0]}"}
        following = url_for("api.users", **kept)
    return answer(shapes.UserList(users=[shapes.ListedUser.model_validate(row) for row in page.rows], next=following))


@blueprint.post("/users")
@needs(Act.ACCOUNTS)
@operation(
    mark("Open an account and make an invitation"),
    takes=shapes.UserSaid,
    answers=shapes.InvitationShape,
    statuses=(201,),
)
def add_user() -> Response:
    """The address is told once."""
    said = taken(shapes.UserSaid)
    return _invitation(archive().administration.accounts.add(said.login, Naming(said.name, said.email), actor()))


@blueprint.get(ONE)
@needs(Act.ACCOUNTS)
@operation(mark("An account"), answers=shapes.UserCard)
def user(login: str) -> Response:
    """With sessions, keys and duties."""
    return _card(login)


@blueprint.patch(ONE)
@needs(Act.ACCOUNTS)
@operation(mark("Change name or address of an account"), takes=shapes.UserChanged, answers=shapes.UserCard)
def change_user(login: str) -> Response:
    """Refused where somebody else has changed them since."""
    said = taken(shapes.UserChanged)
    was, to = Naming(said.was_name, said.was_email), Naming(said.name, said.email)
    archive().administration.accounts.change(login, was, to, actor())
    return _card(login)


@blueprint.post(f"{ONE}/invitation")
@needs(Act.ACCOUNTS)
@operation(mark("A new invitation; earlier ones are void"), answers=shapes.InvitationShape, statuses=(201,))
def invite_user(login: str) -> Response:
    """The address is told once."""
    return _invitation(archive().administration.accounts.invite(login, actor()))


@blueprint.post(f"{ONE}/<any({', '.join(map(repr, SIMPLE))}):what>")
@needs(Act.ACCOUNTS)
@operation(mark("Block or open an account, end what lets a person in"), answers=shapes.UserCard)
def act_on_user(login: str, what: str) -> Response:
    """The account afterwards."""
    SIMPLE[what](archive().administration.accounts, login, actor())
    return _card(login)


@blueprint.delete(f"{ONE}/sessions/<int(max={LARGEST}):number>")
@needs(Act.ACCOUNTS)
@operation(mark("Sign a person out in one browser"), answers=shapes.Done)
def end_session_of_user(login: str, number: int) -> Response:
    """The others stay."""
    archive().administration.accounts.end_session(login, number, actor())
    return answer(shapes.Done())


@blueprint.delete(f"{ONE}/keys/<int(max={LARGEST}):number>")
@needs(Act.ACCOUNTS)
@operation(mark("Revoke a key of a program"), answers=shapes.Done)
def revoke_key_of_user(login: str, number: int) -> Response:
    """At once and for good."""
    archive().administration.accounts.revoke_key(login, number, actor())
    return answer(shapes.Done())


@blueprint.post(f"{ONE}/duties")
@needs(Act.ACCOUNTS)
@operation(mark("Give a duty"), takes=shapes.DutySaid, answers=shapes.Made, statuses=(201,))
def give_duty(login: str) -> Response:
    """Never to the own account."""
    said = taken(shapes.DutySaid)
    if said.person and said.person_id is not None:
        raise BadParameters((("person", translate("name the person once")),))
    person_id = said.person_id or person_meant(archive().people, said.person, actor(), asking=Act.ACCOUNTS)
    holding = Holding(said.unit, said.group, person_id, said.since, said.until, said.reason)
    return answer(shapes.Made(number=archive().rights.duties.give(login, said.role, actor(), holding)), 201)


@blueprint.delete(f"/duties/<int(max={LARGEST}):number>")
@needs(Act.ACCOUNTS)
@operation(mark("Take a duty away"), answers=shapes.Done)
def revoke_duty(number: int) -> Response:
    """It stays in the history."""
    archive().rights.duties.revoke(number, actor())
    return answer(shapes.Done())


@blueprint.get("/roles")
@signed_in("what a role may do is no secret")
@operation(mark("Roles with their rights"), answers=shapes.Roles)
def roles() -> Response:
    """By title."""
    return answer(
        shapes.Roles(roles=[shapes.RoleShape.model_validate(role) for role in archive().rights.roles.listed()])
    )


@blueprint.post("/roles/<code>/rights")
@needs(Act.ACCOUNTS)
@operation(mark("Let a role do more"), takes=shapes.RightSaid, answers=shapes.Made, statuses=(201,))
def allow_role(code: str) -> Response:
    """Nobody opens documents to oneself."""
    said = taken(shapes.RightSaid)
    number = archive().rights.roles.allow(
        code, said.act, actor(), kind=said.kind, reach=said.reach, max_confidentiality=said.max_confidentiality
    )
    return answer(shapes.Made(number=number), 201)


@blueprint.delete(f"/rights/<int(max={LARGEST}):number>")
@needs(Act.ACCOUNTS)
@operation(mark("Take a right from its role"), answers=shapes.Done)
def forbid_role(number: int) -> Response:
    """Whoever holds the role loses it at once."""
    archive().rights.roles.forbid(number, actor())
    return answer(shapes.Done())


def _card(login: str) -> Response:
    person = actor()
    card = archive().administration.accounts.card(login, person)
    duties = archive().rights.duties.listed(person, login, former=True)
    known = {name: getattr(card, name) for name in card.__dataclass_fields__}
    return answer(shapes.UserCard.model_validate(known | {"duties": duties}))


def _invitation(link: Link) -> Response:
    settings = archive().settings
    base = settings.public_url.rstrip("/") or request.host_url.rstrip("/") or public_address(settings)
    return answer(shapes.InvitationShape(login=link.login, address=base + link.path, expires_at=link.expires_at), 201)


def _cursor(text: str) -> tuple[str, int] | None:
    if not text:
        return None
    number, _, name = text.partition(".")
    known = read_number(number)
    if known is None:
        raise BadParameters((("after", translate("the value cannot be understood")),))
    return name, known
