"""Accounts, duties and roles."""

import datetime
from typing import Annotated

from pydantic import Field

from archive_app.auth.acts import Act
from archive_app.db.models import Reach
from archive_app.entrypoints.api.shapes.base import Answered, Asked, Limit, Line, Number
from archive_app.i18n import mark
from archive_app.numbers import CONFIDENTIALITY
from archive_app.services.accounts.directory import LONGEST_NAME
from archive_app.services.administration.account_list import AccountState

Level = Annotated[int, Field(ge=CONFIDENTIALITY[0], le=CONFIDENTIALITY[-1])]


class UsersAsked(Asked):
    """Which accounts."""

    sought: Annotated[Line, Field(description=mark("A part of the name or of the login."))] = ""
    state: Annotated[AccountState | None, Field(description=mark("Only those in this state."))] = None
    after: Annotated[Line, Field(description=mark("Where the page before ended."))] = ""
    limit: Limit = 50


class ListedUser(Answered):
    """An account in the list; `duties` are those of today, in words."""

    user_id: int
    login: str
    name: str
    email: str | None
    state: AccountState
    second_factor: bool
    last_seen: datetime.datetime | None
    duties: list[str]


class UserList(Answered):
    """A page of the list; `next` is the address of the one after it."""

    users: list[ListedUser]
    next: str | None


class SessionShape(Answered):
    """A browser in which the person is signed in."""

    session_id: int
    started_at: datetime.datetime
    seen_at: datetime.datetime
    address: str
    user_agent: str


class KeyShape(Answered):
    """A key of a program."""

    token_id: int
    name: str
    acts: list[str]
    expires_at: datetime.datetime
    last_used_at: datetime.datetime | None


class DutyShape(Answered):
    """A duty of a person."""

    duty_id: int
    role: str
    role_title: str
    unit: str | None
    group: str | None
    person: str | None
    since: datetime.date | None
    until: datetime.date | None
    in_force: bool
    given_by: str
    revoked_at: datetime.datetime | None


class UserCard(Answered):
    """All that is known of an account."""

    user_id: int
    login: str
    name: str
    email: str | None
    state: AccountState
    created_at: datetime.datetime
    has_password: bool
    houses: list[str]
    second_factor_since: datetime.datetime | None
    invited_until: datetime.datetime | None
    locked_until: datetime.datetime | None
    sessions: list[SessionShape]
    keys: list[KeyShape]
    duties: list[DutyShape]


class UserSaid(Asked):
    """A new account."""

    login: Annotated[Line, Field(min_length=1, description=mark("Letters, digits, dots, hyphens."))]
    name: Annotated[
        Line, Field(min_length=1, max_length=LONGEST_NAME, description=mark("Surname, given name, patronymic."))
    ]
    email: Annotated[Line | None, Field(description=mark("Where letters go."))] = None


class UserChanged(Asked):
    """Another name or address; `was_…` is what it was when it was read."""

    was_name: Line
    was_email: Line | None = None
    name: Annotated[Line, Field(min_length=1, max_length=LONGEST_NAME)]
    email: Line | None = None


class InvitationShape(Answered):
    """A link by which the person chooses a password; told once."""

    login: str
    address: str
    expires_at: datetime.datetime


class DutySaid(Asked):
    """A role for a person, from a day to a day, both included; perhaps only for a unit, a group or own records."""

    role: Annotated[Line, Field(min_length=1, description=mark("Code or title of the role."))]
    unit: Line | None = None
    group: Line | None = None
    person_id: Number | None = None
    person: Annotated[Line, Field(description=mark("Name or number of the person, in place of person_id."))] = ""
    since: datetime.date | None = None
    until: datetime.date | None = None
    reason: Line | None = None


class Made(Answered):
    """The number of what was made."""

    number: int


class Done(Answered):
    """It is done."""

    done: bool = True


class RightShape(Answered):
    """One right of a role; `kind` null is every kind of documents."""

    right_id: int
    act: str
    kind: str | None
    reach: str
    max_confidentiality: int


class RoleShape(Answered):
    """A role with its rights."""

    code: str
    title: str
    second_factor_required: bool
    rights: list[RightShape]


class Roles(Answered):
    """All roles."""

    roles: list[RoleShape]


class RightSaid(Asked):
    """A right to be given to a role."""

    act: Act
    kind: Annotated[Line | None, Field(description=mark("Code of the kind of documents; null is every kind."))] = None
    reach: Reach = Reach.ALL
    max_confidentiality: Level = 0
