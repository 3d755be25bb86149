"""Codes of the second factor: time-based ones that work once, and recovery codes of which only hashes are kept."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import qrcode
from flask_security.recovery_codes import MfRecoveryCodesUtil
from flask_security.totp import Totp
from markupsafe import Markup
from passlib.exc import TokenError
from qrcode.image.svg import SvgPathImage

from archive_app.entrypoints.web.current import archive
from archive_app.entrypoints.web.security.account import own
from archive_app.services.accounts.second_factor import make_recovery_codes, take_counter, use_recovery_code

if TYPE_CHECKING:
    from flask_security.core import UserMixin


class OnceTotp(Totp):
    """Flask-Security's TOTP where a code that was accepted opens nothing a second time, on any node."""

    def verify_totp(self, token: str, totp_secret: str, user: UserMixin, window: int = 0) -> bool:
        """Whether `token` is of `totp_secret` now, give or take `window` seconds, and was not used yet."""
        try:
            match = self._totp.verify(token, totp_secret, window=window)
        except TokenError:
            return False
        account = own(user)
        if totp_secret == account.tf_totp_secret:
            return take_counter(archive().accounts, account.holder.user_id, match.counter)
        account.proved_counter = match.counter  # a new authenticator: its row is made in a moment
        return True

    def generate_qrcode(self, username: str, totp: str) -> str:
        """The QR code as an SVG element of the page itself: the content policy lets no `data:` image in."""
        drawn = io.BytesIO()
        qrcode.make(self.get_totp_uri(username, totp), image_factory=SvgPathImage, border=2).save(drawn)
        svg = drawn.getvalue().decode()
        return Markup(svg[svg.index("<svg") :])  # noqa: S704 - made here, of modules of a QR code only


class HashedRecoveryCodes(MfRecoveryCodesUtil):
    """Recovery codes: ten at a time, told once, each good once."""

    def create_recovery_codes(self, user: UserMixin) -> list[str]:
        """New codes in place of the earlier ones."""
        return make_recovery_codes(archive().accounts, own(user).holder.user_id, by=own(user).holder.login)

    def get_recovery_codes(self, user: UserMixin) -> list[str]:  # noqa: ARG002 - Flask-Security's signature
        """None can be told again."""
        return []

    def check_recovery_code(self, user: UserMixin, code: str) -> bool:
        """Use the code up; one statement decides, so that two browsers cannot both enter with it."""
        return use_recovery_code(archive().accounts, own(user).holder.user_id, code)

    def delete_recovery_code(self, user: UserMixin, code: str) -> bool:  # noqa: ARG002 - Flask-Security's signature
        """It was used up by the check."""
        return True
