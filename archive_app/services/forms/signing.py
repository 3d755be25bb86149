"""Who signs: the name and the post of an account, and the head of a form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.db.models import Duty, Fonds, Role, User
from archive_app.i18n import translate
from archive_app.services.first_run.draft import UNNAMED
from archive_app.services.forms.form import Sign

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Mapping

    from sqlalchemy.orm import Session


def organisation_of(session: Session) -> tuple[str, str]:
    """The full name of the organisation and the number of its fonds; a name that nobody has given is empty."""
    row = session.execute(select(Fonds.name, Fonds.number).order_by(Fonds.id).limit(1)).first()
    if row is None:
        return "", ""
    return "" if row.name == UNNAMED else row.name, row.number


def people_of(session: Session, logins: Iterable[str | None]) -> Mapping[str, tuple[str, str]]:
    """The post (the role held first) and the name of each account: one statement."""
    wanted = {login for login in logins if login}
    query = (
        select(User.login, User.display_name, Role.title)
        .outerjoin(Duty, (Duty.user_id == User.id) & Duty.revoked_at.is_(None))
        .outerjoin(Role, Role.code == Duty.role_code)
        .where(User.login.in_(wanted))
        .order_by(Duty.id.desc())
    )
    return {login: (title or "", name) for login, name, title in session.execute(query)}


def signed(
    words: str, login: str | None, at: datetime.datetime | datetime.date | None, people: Mapping[str, tuple[str, str]]
) -> Sign:
    """The line of whoever has done it in the program: «Составил: архивариус», name, day."""
    post, name = people.get(login or "", ("", login or ""))
    return Sign(f"{words} {post}".strip(), name, f"{at:%d.%m.%Y}" if at else "")


def approval(
    login: str | None, at: datetime.datetime | datetime.date | None, people: Mapping[str, tuple[str, str]]
) -> list[str]:
    """«УТВЕРЖДАЮ» with who has, or with lines for the head's signature."""
    if not login or at is None:
        return [
            translate("APPROVED"),
            translate("Head of the organisation"),
            "______________ / ______________",
            "«___» ____________ 20___",
        ]
    post, name = people.get(login, ("", login))
    return list(filter(None, [translate("APPROVED"), post, f"______________ {name}", f"{at:%d.%m.%Y}"]))
