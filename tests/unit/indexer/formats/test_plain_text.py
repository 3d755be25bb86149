"""Texts are cut into pages without losing a word; web pages and letters give what a reader sees."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.formats.plain_text import COLUMNS, LINES_A_PAGE, email_to_text, html_to_text, paginate

lines = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.just(" "), max_size=300)


@given(st.lists(lines, max_size=200))
def test_pages_hold_every_word_in_its_order(content: list[str]) -> None:
    pages = list(paginate("\n".join(content)))
    assert "".join("".join(pages).split()) == "".join("".join(content).split())


@given(st.lists(lines, max_size=200))
def test_no_page_is_over_size(content: list[str]) -> None:
    for page in paginate("\n".join(content)):
        rows = page.split("\n")
        assert len(rows) <= LINES_A_PAGE
        assert all(len(row) <= COLUMNS for row in rows)


def test_a_form_feed_begins_a_page_and_nothing_is_one_page() -> None:
    assert list(paginate("один\fдва")) == ["один", "два"]
    assert list(paginate("")) == [""]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Приказ&nbsp;№&#160;5</p><script>alert(1)</script>", "Приказ № 5"),
        ("<table><tr><td>Иванова<td>2009</tr><tr><td>Петров</td></tr></table>", "Иванова\t2009\nПетров"),
        ("<head><title>x</title><body>без конца", "без конца"),
        ("<div>a<div>b</div>c</div>", "a\nb\nc"),
        ("</script></style>текст", "текст"),
    ],
)
def test_web_pages(html: str, text: str) -> None:
    assert html_to_text(html) == text


def test_a_letter_in_html_with_folded_headers() -> None:
    letter = (
        b"From: a@b\r\nSubject: =?utf-8?b?0J/RgNC40LrQsNC3?=\r\n =?utf-8?b?IOKEljU=?=\r\n"
        b"Content-Type: text/html; charset=windows-1251\r\n\r\n<p>" + "Справка".encode("cp1251")
    )
    text, metadata = email_to_text(letter)
    assert metadata == {"from": "a@b", "subject": "Приказ №5"}
    assert text.endswith("Справка")


def test_a_letter_in_a_character_set_that_nobody_knows() -> None:
    letter = b"From: a@b\nContent-Type: text/plain; charset=martian\n\n" + "Да".encode("cp1251")
    assert "Да" in email_to_text(letter)[0]


@given(st.binary(max_size=500))
def test_no_letter_makes_it_fail(content: bytes) -> None:
    assert isinstance(email_to_text(b"Content-Type: multipart/mixed; boundary=x\n" + content)[0], str)
