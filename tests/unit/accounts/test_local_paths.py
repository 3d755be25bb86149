"""After sign-in a person stays on this site."""

from __future__ import annotations

import pytest

from archive_app.entrypoints.web.security.local_paths import local_path


@pytest.mark.parametrize("path", ["/", "/account", "/?q=приказ&year=2025", "/documents/7?page=2"])
def test_a_path_of_this_site(path: str) -> None:
    assert local_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        None,
        "",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example/",
        "https:evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        " //evil.example",
    ],
)
def test_anything_else_is_forgotten(path: str | None) -> None:
    assert local_path(path) == ""
