"""What a real provider's answers prove, and what they do not: asked of the library's judgement itself."""

from __future__ import annotations

import base64
import dataclasses
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey, RSAKey

from archive_app.services.external.errors import DirectoryUnavailable, ProofRefused
from archive_app.services.external.id_token import Expected, read_id_token
from archive_app.services.external.oidc_provider import OidcProvider
from tests.fixtures.oidc import CLIENT, CLIENT_SECRET, OTHER_CLIENT, RETURN, TOKEN_SECONDS

if TYPE_CHECKING:
    from archive_app.services.external.oidc_provider import Question
    from tests.fixtures.oidc import OidcServer

LOGIN, NAME = "орлова", "Орлова Анна Петровна"


def now() -> datetime:
    return datetime.now(UTC)


def later() -> datetime:
    return now() + timedelta(seconds=TOKEN_SECONDS + 120)


@pytest.fixture
def provider(oidc_server: OidcServer) -> OidcProvider:
    oidc_server.set_person(LOGIN, NAME, "archivists", "choir", email="orlova@school.test")
    return OidcProvider(
        issuer=oidc_server.issuer,
        client_id=CLIENT,
        client_secret=CLIENT_SECRET,
        scopes="openid",
        groups_claim="groups",
        timeout=30,
        ca_file=None,
        clock=now,
    )


def asked(server: OidcServer, provider: OidcProvider) -> tuple[str, Question]:
    """A code that the person has brought back, and the question."""
    address, question = provider.ask(RETURN)
    answer = dict(parse_qsl(urlsplit(server.answer(address, LOGIN)).query))
    assert answer["state"] == question.state
    return answer["code"], question


def token_of(server: OidcServer, provider: OidcProvider) -> tuple[str, str, str]:
    """A real ID token, its nonce, and the access token beside it."""
    code, question = asked(server, provider)
    with provider._session(RETURN) as session:
        token = provider._token(session, code, question.verifier)
    return token["id_token"], question.nonce, token["access_token"]


def test_the_question_has_pkce_state_and_nonce_and_none_twice(provider: OidcProvider) -> None:
    first, second = (dict(parse_qsl(urlsplit(provider.ask(RETURN)[0]).query)) for _ in range(2))
    assert (first["code_challenge_method"], first["response_type"], first["scope"]) == ("S256", "code", "openid")
    assert all(first[name] != second[name] for name in ("state", "nonce", "code_challenge"))


def test_a_right_answer_tells_who_it_is(oidc_server: OidcServer, provider: OidcProvider) -> None:
    code, question = asked(oidc_server, provider)
    person = provider.proved(code, question, RETURN)
    assert (person.issuer, person.name, person.email) == (oidc_server.issuer, NAME, "orlova@school.test")
    assert person.groups == {"archivists", "choir"}
    assert not person.second_factor
    again = provider.proved(*asked(oidc_server, provider), RETURN)
    assert again.subject == person.subject


def test_a_code_is_good_once(oidc_server: OidcServer, provider: OidcProvider) -> None:
    code, question = asked(oidc_server, provider)
    provider.proved(code, question, RETURN)
    with pytest.raises(ProofRefused):
        provider.proved(code, question, RETURN)


@pytest.mark.parametrize("wrong", [{"nonce": "другой"}, {"verifier": "x" * 64}])
def test_an_answer_to_another_question_proves_nothing(
    oidc_server: OidcServer, provider: OidcProvider, wrong: dict[str, Any]
) -> None:
    code, question = asked(oidc_server, provider)
    with pytest.raises(ProofRefused):
        provider.proved(code, dataclasses.replace(question, **wrong), RETURN)


def test_an_expired_token_proves_nothing(oidc_server: OidcServer, provider: OidcProvider) -> None:
    late = dataclasses.replace(provider, clock=later)
    code, question = asked(oidc_server, late)
    with pytest.raises(ProofRefused) as refused:
        late.proved(code, question, RETURN)
    assert refused.value.params["reason"] == "expired_token"


def test_a_code_and_a_token_for_another_client_prove_nothing(oidc_server: OidcServer, provider: OidcProvider) -> None:
    canteen = dataclasses.replace(provider, client_id=OTHER_CLIENT)
    code, question = asked(oidc_server, canteen)
    with pytest.raises(ProofRefused):
        provider.proved(code, question, RETURN)
    token, nonce, access = token_of(oidc_server, canteen)
    mine = Expected(oidc_server.issuer, CLIENT, nonce, access)
    with pytest.raises(JoseError) as refused:
        read_id_token(token, mine, provider.documents, now())
    assert "aud" in str(refused.value)
    theirs = dataclasses.replace(mine, client_id=OTHER_CLIENT)
    assert read_id_token(token, theirs, provider.documents, now())["aud"] == OTHER_CLIENT


def test_a_token_beside_another_access_token_or_of_another_issuer_proves_nothing(
    oidc_server: OidcServer, provider: OidcProvider
) -> None:
    token, nonce, access = token_of(oidc_server, provider)
    right = Expected(oidc_server.issuer, CLIENT, nonce, access)
    assert read_id_token(token, right, provider.documents, now())
    for wrong in ({"access_token": "другой"}, {"issuer": "https://evil.example"}, {"nonce": ""}):
        with pytest.raises(JoseError):
            read_id_token(token, dataclasses.replace(right, **wrong), provider.documents, now())


def test_a_token_that_the_provider_has_not_signed_proves_nothing(
    oidc_server: OidcServer, provider: OidcProvider
) -> None:
    token, nonce, access = token_of(oidc_server, provider)
    right = Expected(oidc_server.issuer, CLIENT, nonce, access)
    claims = dict(read_id_token(token, right, provider.documents, now()))
    own_key, secret = RSAKey.generate_key(2048), OctKey.import_key(CLIENT_SECRET)
    head, body, signature = token.split(".")
    unsigned = base64.urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
    forged = [
        jwt.encode({"alg": "RS256"}, claims, own_key),
        jwt.encode({"alg": "RS256", "kid": "another"}, claims, own_key),
        jwt.encode({"alg": "HS256"}, claims, secret),
        f"{unsigned}.{body}.",
        f"{unsigned}.{body}.{signature}",
        f"{head}.{body}.{signature[:-6]}AAAAAA",
        "",
        "three.little.parts",
    ]
    for text in forged:
        with pytest.raises((JoseError, ValueError)):
            read_id_token(text, right, provider.documents, now())


def test_a_wrong_secret_is_the_administrators_trouble(oidc_server: OidcServer, provider: OidcProvider) -> None:
    code, question = asked(oidc_server, provider)
    with pytest.raises((DirectoryUnavailable, ProofRefused)):
        dataclasses.replace(provider, client_secret="не тот").proved(code, question, RETURN)


def test_a_provider_that_calls_itself_otherwise_or_is_away_is_told(provider: OidcProvider) -> None:
    for issuer in (provider.issuer + "/", "http://127.0.0.1:1/api/oidc"):
        with pytest.raises(DirectoryUnavailable):
            dataclasses.replace(provider, issuer=issuer, timeout=2).ask(RETURN)
