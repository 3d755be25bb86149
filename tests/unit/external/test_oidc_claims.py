"""What is made of a provider's claims."""

from __future__ import annotations

from typing import Any

import pytest

from archive_app.services.external.oidc_person import person_of


def person(**claims: Any) -> Any:
    return person_of("https://id.example", {"sub": "7f3"} | claims, "groups")


@pytest.mark.parametrize(
    ("claims", "proved"),
    [
        ({"amr": ["pwd", "mfa"]}, True),
        ({"amr": ["pwd", "otp"]}, False),
        ({"amr": "mfa"}, False),
        ({"acr": "urn:school:loa:mfa"}, True),
        ({"acr": "mfa"}, True),
        ({"acr": "1"}, False),
        ({"acr": "https://refeds.org/profile/mfa"}, True),
        ({"acr": "nomfahere"}, False),
        ({"acr": "no-mfa"}, False),
        ({"acr": "urn:school:mfa:none"}, False),
        ({"amr": ["mfa-declined"]}, False),
        ({}, False),
    ],
)
def test_a_second_factor_is_believed_only_where_it_is_said_outright(claims: dict[str, Any], proved: bool) -> None:
    assert person(**claims).second_factor is proved


@pytest.mark.parametrize(
    ("told", "groups"),
    [
        (["a", "b b", 7, None], {"a", "b b"}),
        ("domain admins", {"domain admins"}),
        (None, set()),
        ({"a": 1}, set()),
    ],
)
def test_groups_are_names_whole(told: object, groups: set[str]) -> None:
    assert person(groups=told).groups == groups


@pytest.mark.parametrize(
    ("claims", "login"),
    [
        ({"preferred_username": " Orlova ", "email": "a@b.c"}, "orlova"),
        ({"preferred_username": "Анна Орлова", "email": "A@b.c"}, "a@b.c"),
        ({}, "7f3"),
        ({"sub": "auth0|7f3"}, "oidc-"),
    ],
)
def test_the_login_is_the_first_that_suits(claims: dict[str, Any], login: str) -> None:
    assert person(**claims).login.startswith(login)


def test_a_name_is_put_together_where_the_whole_is_not_told() -> None:
    assert person(family_name="Орлова", given_name="Анна").name == "Орлова Анна"
    assert person().name == "7f3"
