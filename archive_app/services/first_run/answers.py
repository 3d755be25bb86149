"""What a person typed becomes an answer, or is refused with what to do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.db.models import User
from archive_app.errors import ArchiveError
from archive_app.services.accounts.directory import LoginTaken, folded_new_login
from archive_app.services.accounts.password_rules import check_new_password
from archive_app.services.accounts.passwords import hash_password
from archive_app.services.first_run.draft import Administrator, Archivist, Organisation, first_account

if TYPE_CHECKING:
    from archive_app.services.accounts.ground import Ground

LONGEST = 300
NUMBER_FORM = re.compile(r"[\w./ -]{1,20}")


class NameMissing(ArchiveError):
    """A name is empty or longer than it may be. Params: `longest`."""

    code = "name_missing"


class FondsNumberWrong(ArchiveError):
    """The number of a fonds has digits and letters, such as Р-17. Params: `number`."""

    code = "fonds_number_wrong"


class PasswordsDiffer(ArchiveError):
    """The password was typed twice, and not the same."""

    code = "passwords_differ"


class SameLogin(ArchiveError):
    """Administrator and archivist cannot share a login. Params: `login`."""

    code = "same_login"


def organisation(name: str, short_name: str, number: str) -> Organisation:
    """Raises NameMissing, FondsNumberWrong."""
    typed = number.strip()
    if not NUMBER_FORM.fullmatch(typed):
        raise FondsNumberWrong(number=typed)
    return Organisation(name=_name(name), short_name=_name(short_name) if short_name.strip() else "", number=typed)


def administrator(
    ground: Ground, name: str, login: str, password: str, again: str, *, second_factor: bool
) -> Administrator:
    """Raises NameMissing, LoginNotUnderstood, LoginTaken, PasswordsDiffer and what the rules of passwords raise."""
    called, wanted = _name(name), _free_login(ground, login)
    if password != again:
        raise PasswordsDiffer
    check_new_password(password, (wanted, called))
    return Administrator(name=called, login=wanted, password_hash=hash_password(password), second_factor=second_factor)


def archivist(ground: Ground, administrator_login: str, *, same: bool, name: str, login: str) -> Archivist:
    """Raises NameMissing, LoginNotUnderstood, LoginTaken, SameLogin."""
    if same:
        return Archivist(same=True)
    called, wanted = _name(name), _free_login(ground, login)
    if wanted == administrator_login:
        raise SameLogin(login=wanted)
    return Archivist(same=False, name=called, login=wanted)


def _name(typed: str) -> str:
    name = " ".join(typed.split())
    if not 1 <= len(name) <= LONGEST:
        raise NameMissing(longest=LONGEST)
    return name


def _free_login(ground: Ground, typed: str) -> str:
    """The login as it is kept; the first account gives its own up to whoever wants it."""
    wanted = folded_new_login(typed)
    with ground.reading() as session:
        holder, first = session.scalar(select(User).where(User.login == wanted)), first_account(session)
        if holder is not None and holder is not first:
            raise LoginTaken(login=wanted)
    return wanted
