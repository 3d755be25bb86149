"""Hashes are argon2id, and one password typed on different keyboards is one."""

from __future__ import annotations

import unicodedata

from argon2 import PasswordHasher

from archive_app.services.accounts.passwords import hash_password, is_outdated, matches


def test_argon2id_with_a_salt() -> None:
    first, second = hash_password("сиреневый трактор 7"), hash_password("сиреневый трактор 7")
    assert first.startswith("$argon2id$")
    assert first != second
    assert matches("сиреневый трактор 7", first)
    assert not matches("сиреневый трактор 8", first)


def test_letters_of_two_code_points_are_the_same_letters() -> None:
    assert matches(unicodedata.normalize("NFD", "ёжик и йод"), hash_password("ёжик и йод"))


def test_without_a_hash_nothing_matches() -> None:
    assert not matches("", None)
    assert not matches("nobody has this password", None)
    assert not matches("x", "not a hash")


def test_weaker_parameters_are_noticed() -> None:
    assert is_outdated(PasswordHasher(time_cost=1, memory_cost=64).hash("x"))
    assert not is_outdated(hash_password("x"))
