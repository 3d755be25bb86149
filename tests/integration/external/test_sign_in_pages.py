"""The pages of sign-in with a real directory and a real provider behind them, as a browser takes them."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from sqlalchemy import select

from archive_app.db.models import Duty, ExternalIdentity, Role, User
from archive_app.entrypoints.web.app import create_app
from archive_app.services.accounts.directory import account_number, add_account, block_account
from archive_app.services.external.oidc_provider import OidcProvider
from tests.fixtures.archives import Home
from tests.fixtures.ldap import PASSWORD as LDAP_PASSWORD
from tests.fixtures.signing_in import PASSWORD, new_account
from tests.fixtures.visitors import *  # noqa: F403 - fixtures
from tests.fixtures.visitors import CODE, Visitor, next_code, quick_hashes
from tests.integration.accounts.events import everything_told
from tests.integration.external.conftest import give_by_hand, roles_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from werkzeug.test import TestResponse

    from archive_app.bootstrap import Archive
    from archive_app.services.external.person import ExternalPerson
    from tests.fixtures.ldap import DirectoryServer
    from tests.fixtures.oidc import OidcServer

LEAVE, ARRIVE = "/sign-in/oidc", "/sign-in/oidc/return"


@pytest.fixture(scope="module")
def archive(
    tmp_path_factory: pytest.TempPathFactory, oidc_server: OidcServer, directory_server: DirectoryServer
) -> Iterator[Archive]:
    ldap = {key.removeprefix("ARCHIVE_").lower(): value for key, value in directory_server.variables().items()}
    oidc = oidc_server.variables()
    both = ldap | oidc | {"directory_roles": f"{ldap['directory_roles']}; {oidc['directory_roles']}"}
    with (
        quick_hashes(),
        Home(tmp_path_factory.mktemp("external") / "home").prepare().opened(**both, directory_timeout="30") as opened,
    ):
        yield opened


@pytest.fixture
def login(oidc_server: OidcServer, request: pytest.FixtureRequest) -> str:
    """A new person of the provider for each test, in the group of archivists."""
    name = f"p{abs(hash(request.node.nodeid))}"
    oidc_server.set_person(name, "Орлова Анна Петровна", "archivists", email=f"{name}@school.test")
    return name


def answer_of(visitor: Visitor, server: OidcServer, login: str, **more: str) -> str:
    """Leave for the provider, sign in there; the path with which the browser returns."""
    left = visitor.client.get(LEAVE, query_string=more)
    assert left.status_code == 302, left.text
    back = urlsplit(server.answer(left.location, login))
    return f"{back.path}?{back.query}"


def through(visitor: Visitor, server: OidcServer, login: str, **more: str) -> TestResponse:
    return visitor.get(answer_of(visitor, server, login, **more))


def account_of(archive: Archive, email: str) -> User | None:
    with archive.accounts.reading() as session:
        return session.scalars(select(User).where(User.email == email)).first()


def changed(path: str, **parameters: str) -> str:
    parts = urlsplit(path)
    return f"{parts.path}?{urlencode(dict(parse_qsl(parts.query)) | parameters)}"


def test_the_button_names_the_provider_and_leads_back_to_the_page_that_was_asked_for(
    visitor: Visitor, oidc_server: OidcServer, login: str
) -> None:
    page = visitor.get("/file-plan?year=2025").text
    assert "Войти через Школьный портал" in page
    assert 'href="/sign-in/oidc?next=/file-plan?year%3D2025"' in page
    answer = through(visitor, oidc_server, login, next="/file-plan?year=2025")
    assert (answer.status_code, answer.location) == (302, "/file-plan?year=2025")
    assert visitor.is_in()


@pytest.mark.parametrize("evil", ["//evil.example", "https://evil.example/", "/\\evil.example"])
def test_the_way_back_leads_nowhere_else(visitor: Visitor, oidc_server: OidcServer, login: str, evil: str) -> None:
    assert through(visitor, oidc_server, login, next=evil).location == "/"


def test_the_first_sign_in_opens_an_account_and_the_next_finds_it_whatever_the_mail_address_is(
    archive: Archive, visitor: Visitor, another: Visitor, oidc_server: OidcServer, login: str
) -> None:
    through(visitor, oidc_server, login)
    opened = account_of(archive, f"{login}@school.test")
    assert opened is not None
    assert roles_of(archive.accounts, opened.id) == {"archivist": "oidc:archivists"}
    oidc_server.set_person(login, "Петрова Анна Петровна", "archivists", email="petrova@school.test")
    through(another, oidc_server, login)
    same = account_of(archive, "petrova@school.test")
    assert same is not None
    assert (same.id, same.login, same.display_name) == (opened.id, opened.login, "Петрова Анна Петровна")


def test_somebody_with_the_mail_address_of_another_does_not_become_them(
    archive: Archive, visitor: Visitor, oidc_server: OidcServer, login: str
) -> None:
    director = add_account(archive.accounts, f"director-{login}", "Директор", by="test", email=f"d{login}@school.test")
    oidc_server.set_person(login, "Орлова Анна Петровна", "archivists", email=f"d{login}@school.test")
    through(visitor, oidc_server, login)
    assert visitor.is_in()
    with archive.accounts.reading() as session:
        tied = session.scalars(select(ExternalIdentity.user_id)).all()
    assert director not in tied
    assert roles_of(archive.accounts, director) == {}


def test_an_account_that_is_not_tied_is_not_taken_by_a_login(
    archive: Archive, visitor: Visitor, oidc_server: OidcServer, login: str
) -> None:
    email = f"{login}@school.test"
    new_account(archive, email, "Администратор")
    answer = through(visitor, oidc_server, login)
    assert answer.status_code == 409
    assert "она с вами не связана" in answer.text
    assert not visitor.is_in()


def test_whoever_has_no_role_is_told_so_and_no_account_is_made(
    archive: Archive, visitor: Visitor, oidc_server: OidcServer, login: str
) -> None:
    oidc_server.set_person(login, "Гость", "choir", email=f"guest-{login}@school.test")
    answer = through(visitor, oidc_server, login)
    assert answer.status_code == 403
    assert "ни одна из ваших групп не имеет роли в архиве" in answer.text
    assert account_of(archive, f"guest-{login}@school.test") is None


def test_a_group_that_ended_takes_its_duty_with_it_at_the_next_sign_in(
    archive: Archive, visitor: Visitor, another: Visitor, oidc_server: OidcServer, login: str
) -> None:
    through(visitor, oidc_server, login)
    opened = account_of(archive, f"{login}@school.test")
    assert opened is not None
    give_by_hand(archive.accounts, opened.id, "auditor")
    oidc_server.set_person(login, "Орлова Анна Петровна", "deputies", email=f"{login}@school.test")
    through(another, oidc_server, login)
    assert roles_of(archive.accounts, opened.id) == {"auditor": "admin", "deputy": "oidc:deputies"}
    with archive.accounts.reading() as session:
        ended = session.scalars(select(Duty).where(Duty.user_id == opened.id, Duty.revoked_at.is_not(None))).one()
        assert ended.revoked_by == "oidc:archivists"


def test_a_blocked_account_stays_blocked(
    archive: Archive, visitor: Visitor, another: Visitor, oidc_server: OidcServer, login: str
) -> None:
    through(visitor, oidc_server, login)
    opened = account_of(archive, f"{login}@school.test")
    assert opened is not None
    block_account(archive.accounts, opened.id, by="admin")
    assert through(another, oidc_server, login).status_code == 401
    assert not another.is_in()


@pytest.mark.parametrize(
    "wrong", [{"state": "guess"}, {"state": ""}, {"code": "guess"}, {"iss": "https://evil.example"}]
)
def test_an_answer_that_was_tampered_with_lets_nobody_in(
    archive: Archive, visitor: Visitor, oidc_server: OidcServer, login: str, wrong: dict[str, str]
) -> None:
    path = answer_of(visitor, oidc_server, login)
    answer = visitor.get(changed(path, **wrong))
    assert answer.status_code == 400
    assert "Вход прерван или длился слишком долго" in answer.text
    assert visitor.get(path).status_code == 400  # the question was good for one answer
    assert not visitor.is_in()


def test_an_answer_given_to_one_browser_opens_nothing_in_another(
    visitor: Visitor, another: Visitor, oidc_server: OidcServer, login: str
) -> None:
    path = answer_of(visitor, oidc_server, login)
    another.client.get(LEAVE)
    assert another.get(path).status_code == 400
    assert not another.is_in()
    assert visitor.get(path).status_code == 302
    assert visitor.get(path).status_code == 400


def test_a_refusal_at_the_provider_is_told(visitor: Visitor) -> None:
    left = visitor.client.get(LEAVE)
    state = dict(parse_qsl(urlsplit(left.location).query))["state"]
    answer = visitor.client.get(ARRIVE, query_string={"error": "access_denied", "state": state})
    assert answer.status_code == 400
    assert "access_denied" in answer.text


def test_the_secrets_of_an_answer_are_in_no_journal(
    archive: Archive, visitor: Visitor, oidc_server: OidcServer, login: str
) -> None:
    path = answer_of(visitor, oidc_server, login)
    visitor.get(changed(path, state="guess"))
    told = everything_told(archive.accounts)
    assert not any(value in told for _, value in parse_qsl(urlsplit(path).query))


def test_a_role_that_asks_for_a_second_factor_asks_after_the_provider_too(
    archive: Archive, visitor: Visitor, oidc_server: OidcServer, login: str
) -> None:
    with _second_factor_for(archive, "sysadmin"):
        oidc_server.set_person(login, "Администратор", "keepers", email=f"{login}@school.test")
        answer = through(visitor, oidc_server, login)
        assert answer.location.startswith("/account/second-factor")
        assert not visitor.is_in()


def test_a_second_factor_that_the_provider_has_asked_for_is_enough(
    archive: Archive,
    visitor: Visitor,
    another: Visitor,
    oidc_server: OidcServer,
    login: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The claims of a token that say so are read in tests/unit/external; glewlwyd has none of them."""
    proved = OidcProvider.proved

    def with_second_factor(*arguments: object) -> ExternalPerson:
        return dataclasses.replace(proved(*arguments), second_factor=True)  # type: ignore[arg-type]

    monkeypatch.setattr(OidcProvider, "proved", with_second_factor)
    with _second_factor_for(archive, "sysadmin"):
        oidc_server.set_person(login, "Администратор", "keepers", email=f"{login}@school.test")
        assert through(visitor, oidc_server, login).location == "/"
        assert visitor.is_in()
        visitor.send("/sign-out", form_at="/account")
        assert not visitor.is_in()
        # What one session has proved is worth nothing for the next one in the same browser.
        own = f"own-{login}"
        give_by_hand(archive.accounts, new_account(archive, own, "Администратор"), "sysadmin")
        visitor.sign_in(own, PASSWORD)
        assert not visitor.is_in()


def test_an_ldap_password_in_the_form_and_the_code_after_it(
    archive: Archive, visitor: Visitor, another: Visitor, directory_server: DirectoryServer
) -> None:
    dn = directory_server.add_person("web-orlova", "Орлова Анна Петровна")
    directory_server.set_group("archivists", dn)
    wrong = visitor.sign_in("web-orlova", "не тот")
    assert "Логин или пароль неверный" in wrong.text
    assert visitor.sign_in("web-orlova", LDAP_PASSWORD, next="/file-plan").location == "/file-plan"
    assert visitor.is_in()
    totp = visitor.connect_authenticator()
    assert another.sign_in("web-orlova", LDAP_PASSWORD).location.startswith(CODE)
    assert not another.is_in()
    another.send(CODE, code=next_code(totp))
    assert another.is_in()
    directory_server.empty()


def test_a_provider_and_a_directory_that_are_away_are_told_and_accounts_kept_here_go_on(
    archive: Archive, oidc_server: OidcServer, directory_server: DirectoryServer
) -> None:
    home = Home(archive.settings.home)
    gone = oidc_server.variables(oidc_issuer="http://127.0.0.1:1/api/oidc") | {"directory_timeout": "2"}
    ldap = {"ldap_url": "ldaps://127.0.0.1:1", "ldap_user_base": "dc=school"}
    new_account(archive, "местный", "Местный Иван")
    give_by_hand(archive.accounts, account_number(archive.accounts, "местный"), "archivist")
    with home.opened(**gone, **ldap) as opened:
        visitor = Visitor(create_app(opened).test_client())
        answer = visitor.client.get(LEAVE)
        assert answer.status_code == 503
        assert "Каталог организации не отвечает" in answer.text
        assert "Каталог организации не отвечает" in visitor.sign_in("web-orlova", LDAP_PASSWORD).text
        visitor.sign_in("местный", PASSWORD)
        assert visitor.is_in()


def test_without_a_provider_there_is_no_button_and_no_way(archive: Archive) -> None:
    with Home(archive.settings.home).opened() as opened:
        visitor = Visitor(create_app(opened).test_client())
        assert "Войти через" not in visitor.get("/sign-in").text
        assert visitor.client.get(LEAVE).status_code == 404
        assert visitor.client.get(ARRIVE).status_code == 404


class _second_factor_for:  # noqa: N801 - reads as a sentence after `with`
    """A role asks for a second factor as long as this lasts."""

    def __init__(self, archive: Archive, role: str) -> None:
        self._archive, self._role = archive, role

    def __enter__(self) -> None:
        self._set(wanted=True)

    def __exit__(self, *_: object) -> None:
        self._set(wanted=False)

    def _set(self, *, wanted: bool) -> None:
        with self._archive.sessions.begin() as session:
            session.get_one(Role, self._role).second_factor_required = wanted
