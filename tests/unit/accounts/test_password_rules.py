"""What is refused is short, common or the person's own; what is long and unrelated is taken, in any script."""

from __future__ import annotations

import pytest

from archive_app.services.accounts.password_rules import (
    LONGEST,
    PasswordGuessable,
    PasswordTooLong,
    PasswordTooShort,
    check_new_password,
)

PERSONAL = ("орлова", "Орлова Анна Петровна", "orlova@school17.example")


@pytest.mark.parametrize(
    "password",
    [
        "password123",
        "qwertyuiop",
        "1234567890",
        "0987654321",
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "йцукенгшщз",
        "пароль12345",
        "gfhjkm12345",  # «пароль» on the other layout
        "GFHJKM2026!",
        "привет2026!",
        "школа2026!",
        "директор2026",
        "АлександР1987",
        "орлова2026",
        "jhkjdf2026",  # «орлова» on the other layout
        "ОрловаАнна1",
        "orlova2026!",
        "27.08.1987",
        "P@ssw0rd123",
    ],
)
def test_what_a_guesser_tries_first_is_refused(password: str) -> None:
    with pytest.raises(PasswordGuessable):
        check_new_password(password, PERSONAL)


@pytest.mark.parametrize(
    "password",
    [
        "сиреневый трактор 7",
        "kN7#vq2Lpw",
        "correct-horse-staple",
        "три синих чайника у реки",
        "密码密码很长的句子九个字",
        "Ёлка! горит зелёным",
    ],
)
def test_what_is_long_and_unrelated_is_taken(password: str) -> None:
    check_new_password(password, PERSONAL)


def test_lengths() -> None:
    with pytest.raises(PasswordTooShort):
        check_new_password("kN7#vq2Lp")
    with pytest.raises(PasswordTooLong):
        check_new_password("kN7#vq2Lpw" * 13)
    check_new_password(("три синих чайника у реки " * 9)[:LONGEST])
