"""A visitor without a browser: keeps cookies, fills in forms with their CSRF token."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from passlib.totp import TOTP

from tests.fixtures.signing_in import PASSWORD, csrf_of

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

SIGN_IN, CODE, RECOVERY = "/sign-in", "/sign-in/code", "/sign-in/recovery-code"


@dataclass
class Visitor:
    client: FlaskClient

    def get(self, path: str) -> TestResponse:
        return self.client.get(path)

    def send(self, path: str, form_at: str = "", **fields: str) -> TestResponse:
        """Fill in the form of the page `form_at` (the path itself by default) and send it."""
        token = csrf_of(self.client.get(form_at or path).text)
        return self.client.post(path, data={"csrf_token": token, **fields})

    def sign_in(self, login: str, password: str = PASSWORD, **more: str) -> TestResponse:
        return self.send(SIGN_IN, login=login, password=password, **more)

    def is_in(self) -> bool:
        return self.get("/account").status_code == 200

    def cookie(self) -> str:
        kept = self.client.get_cookie("archive_session")
        return kept.value if kept else ""

    def connect_authenticator(self) -> TOTP:
        """Set a second factor up, as far as the first code; the authenticator."""
        page = self.send("/account/second-factor", setup="authenticator").text
        totp = TOTP(key=page.partition('class="key">')[2].partition("<")[0].replace("-", ""), format="base32")
        target = page.partition("<ol")[2].partition('action="')[2].partition('"')[0]
        answer = self.client.post(target, data={"csrf_token": csrf_of(page), "code": totp.generate().token})
        assert answer.status_code == 302, answer.text
        return totp


def next_code(totp: TOTP) -> str:
    """The code of the next half minute: this one's may be used up."""
    return str(totp.generate(time=time.time() + 30).token)
