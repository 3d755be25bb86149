"""Light or dark: as the person chose on this computer, otherwise as the computer is set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from archive_app.i18n import mark

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.wrappers import Response

Theme = Literal["auto", "light", "dark"]
COOKIE = "theme"
KEPT = 365 * 24 * 3600
"""Seconds."""
THEME_WORDS: Mapping[str, str] = {
    "auto": mark("as on this computer"),
    "light": mark("light"),
    "dark": mark("dark"),
}


def chosen_theme(cookies: Mapping[str, str]) -> Theme:
    """What the cookie says; `auto` where it says nothing that is known."""
    return next((theme for theme in get_args(Theme) if theme == cookies.get(COOKIE)), "auto")


def keep_theme(response: Response, theme: str, *, secure: bool) -> None:
    """Remember the choice on this computer, also after signing out."""
    kept = chosen_theme({COOKIE: theme})
    response.set_cookie(COOKIE, kept, max_age=KEPT, httponly=True, samesite="Lax", secure=secure)
