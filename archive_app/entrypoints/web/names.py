"""The names of people whose logins a page would otherwise show."""

from __future__ import annotations

from archive_app.db.engine import reading
from archive_app.entrypoints.web.current import archive
from archive_app.services.account_names import names_of


def names(*logins: str | None) -> dict[str, str]:
    """Login -> name; the login stands for itself where the account has none."""
    with reading(archive().sessions) as session:
        return {login: login for login in logins if login} | names_of(session, logins)
