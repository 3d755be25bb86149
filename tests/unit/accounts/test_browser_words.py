from __future__ import annotations

import pytest

from archive_app.entrypoints.web.browsers import browser_words


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox 140, Windows"),
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
            "Chrome 140, Linux",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/138.0.0.0 YaBrowser/25.8.0.0 Safari/537.36",
            "Яндекс Браузер 25, Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1",
            "Safari 18, iPhone",
        ),
        ("curl/8.5", "curl/8.5"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("", "—"),
    ],
)
def test_what_a_person_recognises(sent: str, words: str) -> None:
    assert browser_words(sent) == words
