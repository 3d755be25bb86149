"""Flask-Security put over our accounts: which of its views are used, where they live, what they say."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask import redirect, request, url_for
from flask_security.core import Security
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from archive_app.auth.errors import NobodyActs, SecondFactorMissing
from archive_app.entrypoints.web.current import actor
from archive_app.entrypoints.web.security.account import AUTHENTICATOR, AccountStore
from archive_app.entrypoints.web.security.codes import HashedRecoveryCodes, OnceTotp
from archive_app.entrypoints.web.security.forms import CodeForm, ConfirmForm, NoRescue, RecoveryForm, SignInForm
from archive_app.entrypoints.web.security.local_paths import local_path
from archive_app.entrypoints.web.security.session_keeper import keep_sessions
from archive_app.i18n import mark, translate

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.wrappers import Response

    from archive_app.bootstrap import Archive

ADDRESSES = {
    "LOGIN_URL": "/sign-in",
    "LOGOUT_URL": "/sign-out",
    "VERIFY_URL": "/sign-in/confirm",
    "TWO_FACTOR_TOKEN_VALIDATION_URL": "/sign-in/code",
    "TWO_FACTOR_RESCUE_URL": "/sign-in/help",
    "TWO_FACTOR_SELECT_URL": "/sign-in/choice",
    "MULTI_FACTOR_RECOVERY_URL": "/sign-in/recovery-code",
    "TWO_FACTOR_SETUP_URL": "/account/second-factor",
    "MULTI_FACTOR_RECOVERY_CODES_URL": "/account/recovery-codes",
}
VIEWS: dict[str, Any] = {
    "TWO_FACTOR": True,
    "TWO_FACTOR_ENABLED_METHODS": [AUTHENTICATOR],
    "TWO_FACTOR_IMPLEMENTATIONS": {"code": "flask_security.twofactor.CodeTfPlugin"},
    "TWO_FACTOR_AUTHENTICATOR_VALIDITY": 30,
    "TWO_FACTOR_RESCUE_EMAIL": False,
    "TWO_FACTOR_POST_SETUP_VIEW": "/account/recovery-codes",
    "MULTI_FACTOR_RECOVERY_CODES": True,
    "POST_LOGIN_VIEW": "/",
    "POST_LOGOUT_VIEW": "/sign-in",
    "FRESHNESS": timedelta(minutes=15),
    "FRESHNESS_GRACE_PERIOD": timedelta(minutes=10),
    "API_ENABLED_METHODS": ["session"],
    "STATIC_FOLDER": None,
    "CLI_USERS_NAME": None,
    "CLI_ROLES_NAME": None,
    "CACHE_CONTROL": None,  # the application says `no-store` of everything
    "PASSWORD_NORMALIZE_FORM": None,  # the services do it
}
SAYINGS = {
    "TWO_FACTOR_INVALID_TOKEN": mark("The code is wrong, or has been used already. Wait for the next one."),
    "TWO_FACTOR_PERMISSION_DENIED": mark("The sign-in took too long. Type login and password again."),
    "TWO_FACTOR_SETUP_EXPIRED": mark("The set-up took too long. Begin it again."),
    "TWO_FACTOR_LOGIN_SUCCESSFUL": mark("The code is accepted."),
    "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": mark("The authenticator is connected. Now make recovery codes."),
    "TWO_FACTOR_DISABLED": mark("The second factor is switched off."),
    "REAUTHENTICATION_REQUIRED": mark("Type your password once more to change how you sign in."),
    "REAUTHENTICATION_SUCCESSFUL": mark("The password is confirmed."),
    "UNAUTHENTICATED": mark("Sign in to open this page."),
    "NO_RECOVERY_CODES_SETUP": mark("There are no recovery codes yet."),
}


def secure(app: Flask, archive: Archive) -> Security:
    """Attach sign-in, the checks of forms, and the reading of the proxy's headers to the application."""
    settings = archive.settings
    app.config.update({f"SECURITY_{name}": value for name, value in (ADDRESSES | VIEWS).items()})
    app.config.update({f"SECURITY_MSG_{name}": (translate(text), "info") for name, text in SAYINGS.items()})
    app.config.update(
        SECURITY_TOTP_SECRETS={1: archive.secret_key},
        SECURITY_TOTP_ISSUER=translate("Archivarius"),
        SESSION_COOKIE_SECURE=settings.public_url.startswith("https://"),
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: a page may stay open for a day
    )
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    CSRFProtect(app)
    security = Security(
        app,
        AccountStore(),
        login_form=SignInForm,
        verify_form=ConfirmForm,
        two_factor_verify_code_form=CodeForm,
        two_factor_rescue_form=NoRescue,
        mf_recovery_form=RecoveryForm,
        totp_cls=OnceTotp,
        mf_recovery_codes_util_cls=HashedRecoveryCodes,
    )
    security.want_json(lambda _request: False)
    keep_sessions(app, security.login_manager)
    app.before_request(_stay_on_this_site)
    app.before_request(_frame_of_library_pages)
    return security


def _stay_on_this_site() -> Response | None:
    """Flask-Security reads `next` by itself: one that leads elsewhere does not reach it."""
    if request.blueprint != "security":
        return None  # reading the form of an upload here would take it in before its own limit is known
    wanted = request.values.get("next")
    if not wanted or local_path(wanted):
        return None
    return redirect(url_for(str(request.endpoint), **(request.view_args or {})))


def _frame_of_library_pages() -> None:
    """Whoever is signed in sees Flask-Security's pages within the frame of all the others."""
    if request.blueprint == "security":
        with suppress(NobodyActs, SecondFactorMissing):
            actor()
