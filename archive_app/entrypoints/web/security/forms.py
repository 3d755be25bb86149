"""Flask-Security's forms with our judgement in them: the services count the tries and decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import after_this_request, request
from flask_security.forms import (
    Form,
    LoginForm,
    NextFormMixin,
    TwoFactorRescueForm,
    TwoFactorVerifyCodeForm,
    VerifyForm,
)
from flask_security.recovery_codes import MfRecoveryForm
from wtforms import PasswordField, StringField

from archive_app.entrypoints.web.current import archive
from archive_app.entrypoints.web.security.account import Account, own
from archive_app.entrypoints.web.security.local_paths import local_path
from archive_app.errors import ArchiveError, describe
from archive_app.services.accounts.attempts import SignInLocked
from archive_app.services.accounts.holder import holder
from archive_app.services.accounts.signing_in import SignInRefused, check_code

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Response
    from wtforms import Field


def address() -> str:
    """Where the request comes from, for the journal and the counting of tries."""
    return request.remote_addr or "—"


class _LocalNext(NextFormMixin):
    def validate_next(self, field: Field) -> None:
        """An address that leads elsewhere is forgotten."""
        field.data = local_path(field.data)


class SignInForm(_LocalNext, LoginForm):
    """Login and password."""

    email = None
    remember = None
    """A computer of a school is used by many: nobody is remembered beyond the session."""
    login = StringField()
    password = PasswordField()
    refusal = ""

    def validate(self, **_: Any) -> bool:
        """Whether they fit; `user` is then the account."""
        if not Form.validate(self):
            return False
        archived = archive().accounts

        def prove() -> None:
            typed = self.password.data or ""
            number = archive().password_sign_in.check(self.login.data or "", typed, address())
            found = holder(archived, number)
            if found is None:  # blocked in this very moment
                raise SignInRefused
            self.user = Account(found)

        self.refusal = _refusal(prove)
        return not self.refusal


class ConfirmForm(_LocalNext, VerifyForm):
    """The password once more, before something that changes how one signs in."""

    password = PasswordField()
    refusal = ""

    def validate(self, **_: Any) -> bool:
        """Whether it is the password of the person who is signed in."""
        if not Form.validate(self):
            return False
        login, typed = own(self.user).holder.login, self.password.data or ""

        def prove() -> None:
            if archive().password_sign_in.check(login, typed, address()) != own(self.user).holder.user_id:
                raise SignInRefused  # the directory knows the login as another person's by now

        self.refusal = _refusal(prove)
        return not self.refusal


class CodeForm(TwoFactorVerifyCodeForm):
    """A code of the authenticator."""

    refusal = ""

    def validate(self, **_: Any) -> bool:
        """Whether the code is right and unused; failures are counted as those of a password are."""
        self.refusal = _judged(self, "code", lambda: super(CodeForm, self).validate())
        return not self.refusal


class RecoveryForm(MfRecoveryForm):
    """A recovery code."""

    refusal = ""

    def validate(self, **_: Any) -> bool:
        """Whether the code is one of those left; it is used up by this."""
        self.refusal = _judged(self, "recovery_code", lambda: super(RecoveryForm, self).validate())
        return not self.refusal


class NoRescue(TwoFactorRescueForm):
    """Flask-Security would write e-mail to an administrator; here one asks the administrator."""

    def validate(self, **_: Any) -> bool:
        """Nothing is sent."""
        return False


def _judged(form: Any, by: str, judge: Callable[[], bool]) -> str:
    login = form.user.holder.login
    return _refusal(lambda: check_code(archive().accounts, login, address(), by, judge))


def _refusal(prove: Callable[[], object]) -> str:
    """The sentence with which a proof is refused; empty where it is accepted."""
    try:
        prove()
    except SignInLocked as locked:
        after_this_request(_come_later(locked))
        return describe(locked).message
    except ArchiveError as error:
        return describe(error).message
    return ""


def _come_later(locked: SignInLocked) -> Callable[[Response], Response]:
    """Programs and whoever watches the gate see by the status what a person reads above the form (RFC 6585, 4)."""

    def told(page: Response) -> Response:
        page.status_code = locked.http_status
        page.headers["Retry-After"] = str(locked.params["seconds"])
        return page

    return told
