"""What Flask-Security knows of an account, and where it asks: our services answer, each in a transaction of its own."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, cast

from flask_security.core import RoleMixin, UserMixin
from flask_security.datastore import UserDatastore

from archive_app.entrypoints.web.current import archive
from archive_app.services.accounts.holder import holder
from archive_app.services.accounts.second_factor import recovery_codes_left, remove_second_factor, set_second_factor

if TYPE_CHECKING:
    from archive_app.services.accounts.holder import Holder

AUTHENTICATOR = "authenticator"
"""Flask-Security's word for a TOTP app, the only second factor that is offered."""
PENDING = 600
"""Seconds between the password and the code."""


class Account(UserMixin):
    """A holder of an account in the shape that Flask-Security wants."""

    fs_uniquifier: str = ""
    """Names the account while the code is asked for; void with another password, and after ten minutes."""

    def __init__(self, of: Holder) -> None:
        self.holder = of
        self.active = True  # a blocked account has no holder
        self.tf_totp_secret = of.secret
        self.tf_primary_method = AUTHENTICATOR if of.secret else None
        self.fs_uniquifier = f"{of.user_id}.{of.mark}.{int(time.time())}"
        self.proved_counter: int | None = None
        """The time step of the code by which a new authenticator was tied just now."""

    def get_id(self) -> str:
        """What Flask-Login keeps; which session it is stands beside it (`session_keeper`)."""
        return str(self.holder.user_id)

    def calc_username(self) -> str:
        """What an authenticator shows beside the code."""
        return self.holder.login

    def check_tf_required(self, methods: list[tuple[str, str]], tf_fresh: bool) -> tuple[bool, list[tuple[str, str]]]:  # noqa: ARG002, FBT001 - Flask-Security's signature
        """Whoever has a second factor, or a role that asks for one, is asked each time."""
        return bool(methods) or self.check_tf_required_setup(), methods

    def check_tf_required_setup(self) -> bool:
        """Whether a role in force asks for a second factor."""
        return archive().actor(self.holder.login).second_factor_required

    def track_failed_authn(self, auth_type: str, tfa: bool = False) -> None:  # noqa: FBT001, FBT002 - Flask-Security's signature
        """Counted and told by the services already."""


def own(user: UserMixin) -> Account:
    """The account that Flask-Security hands back: it has no others."""
    return cast("Account", user)


class AccountStore(UserDatastore):
    """Flask-Security's datastore: finds accounts, keeps second factors. There is nothing left to commit."""

    def __init__(self) -> None:
        super().__init__(user_model=Account, role_model=RoleMixin)

    def find_user(self, case_insensitive: bool = False, **asked: Any) -> Account | None:  # noqa: ARG002, FBT001, FBT002 - Flask-Security's signature
        """The account whose `fs_uniquifier` a pending sign-in holds."""
        number, _, rest = str(asked.get("fs_uniquifier", "")).partition(".")
        mark, _, began = rest.partition(".")
        if not number.isdigit() or not began.isdigit() or time.time() - int(began) > PENDING:
            return None
        found = holder(archive().accounts, int(number))
        return Account(found) if found is not None and found.mark == mark else None

    def tf_set(
        self, user: UserMixin, primary_method: str, totp_secret: str | None = None, phone: str | None = None
    ) -> None:
        """Tie a new authenticator to the account; at each sign-in the old one comes here and changes nothing."""
        del primary_method, phone
        if totp_secret and totp_secret != own(user).tf_totp_secret:
            of = own(user).holder
            set_second_factor(archive().accounts, of.user_id, totp_secret, own(user).proved_counter, by=of.login)

    def tf_reset(self, user: UserMixin) -> None:
        """Take the authenticator away."""
        of = own(user).holder
        remove_second_factor(archive().accounts, of.user_id, by=of.login)

    def mf_get_recovery_codes(self, user: UserMixin) -> list[str]:
        """One item for each code that is left: the codes themselves are kept as hashes only."""
        return ["•"] * recovery_codes_left(archive().accounts, own(user).holder.user_id)

    def commit(self) -> None:
        """Each service has committed its own transaction, with its events in the journal."""

    def put(self, model: object) -> object:
        """Never needed: nothing writes into an account behind the services' back."""
        raise NotImplementedError(f"{model!r} is written by the services of accounts")
