"""Attacks on sign-in over HTTP: fixation, CSRF, open redirect, replay, ended sessions, scripts in names."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from archive_app.auth.acts import Act
from archive_app.db.models import Duty, Role
from archive_app.entrypoints.web.app import create_app
from archive_app.services.accounts.directory import block_account, unblock_account
from archive_app.services.accounts.invitations import invite
from archive_app.services.accounts.sessions import end_sessions, open_sessions
from tests.fixtures.archives import Home
from tests.fixtures.signing_in import PASSWORD, csrf_of, new_account
from tests.fixtures.visitors import *  # noqa: F403 - fixtures
from tests.fixtures.visitors import CODE, RECOVERY, SIGN_IN, Visitor, next_code, quick_hashes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask

    from archive_app.bootstrap import Archive

SCRIPT = '<script>alert("в имени")</script>'


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with (
        quick_hashes(),
        Home(tmp_path_factory.mktemp("sign-in") / "home").prepare().opened(sign_in_tries="5") as opened,
    ):
        yield opened


@pytest.fixture
def person(archive: Archive, request: pytest.FixtureRequest) -> tuple[str, int]:
    """A new account of an archivist for each test: login and number."""
    login = f"u{abs(hash(request.node.nodeid))}"
    number = new_account(archive, login, f"Орлова {SCRIPT}")
    with archive.sessions.begin() as session:
        session.add(Duty(user_id=number, role_code="archivist", given_by="test", given_at=archive.clock()))
    return login, number


def test_a_wrong_password_a_wrong_login_and_a_blocked_account_look_the_same(
    archive: Archive, visitor: Visitor, person: tuple[str, int]
) -> None:
    answers = [visitor.sign_in(person[0], "не тот пароль"), visitor.sign_in("никто", PASSWORD)]
    block_account(archive.accounts, person[1], by="admin")
    answers.append(visitor.sign_in(person[0]))
    told = {answer.text.partition('role="alert"')[2].partition("</p>")[0] for answer in answers}
    assert len(told) == 1
    assert "Логин или пароль неверный" in told.pop()
    assert not visitor.is_in()


def test_brute_force_meets_a_lock_that_is_told_in_plain_words(visitor: Visitor, person: tuple[str, int]) -> None:
    for number in range(5):
        wrong = visitor.sign_in(person[0], f"догадка {number}")
        assert (wrong.status_code, "Retry-After" in wrong.headers) == (200, False)
    answer = visitor.sign_in(person[0])
    assert "Слишком много неверных попыток. Следующая возможна через 15 мин." in answer.text
    assert 'name="password"' in answer.text  # the form stays
    assert answer.status_code == 429
    assert 14 * 60 < int(answer.headers["Retry-After"]) <= 15 * 60
    assert not visitor.is_in()


def test_the_session_is_new_after_sign_in_so_that_none_can_be_planted(
    visitor: Visitor, another: Visitor, person: tuple[str, int]
) -> None:
    visitor.get(SIGN_IN)
    planted = visitor.cookie()
    token_before = csrf_of(visitor.get(SIGN_IN).text)
    visitor.sign_in(person[0])
    assert visitor.is_in()
    another.client.set_cookie("archive_session", planted)
    assert not another.is_in()
    stale = visitor.client.post("/sign-out", data={"csrf_token": token_before})
    assert stale.status_code == 400
    assert visitor.is_in()


def test_a_second_sign_in_in_one_browser_leaves_no_session_behind(
    archive: Archive, visitor: Visitor, person: tuple[str, int]
) -> None:
    visitor.sign_in(person[0])
    visitor.client.get("/account")
    link = invite(archive.accounts, person[1], by="admin")
    visitor.send("/invitation", form_at=link.path, key=link.key, new="лиловый комбайн 9", again="лиловый комбайн 9")
    assert visitor.is_in()
    assert len(open_sessions(archive.accounts, person[1])) == 1


FORMS = (
    SIGN_IN,
    "/sign-out",
    CODE,
    RECOVERY,
    "/sign-in/confirm",
    "/account/password",
    "/account/second-factor",
    "/account/recovery-codes",
    "/account/sessions/end-others",
    "/account/sessions/1/end",
    "/account/keys",
    "/account/keys/1/revoke",
    "/account/theme",
    "/invitation",
)


def test_no_form_is_taken_from_another_site(app: Flask, visitor: Visitor, person: tuple[str, int]) -> None:
    visitor.sign_in(person[0])
    for path in FORMS:
        answer = visitor.client.post(path, data={"csrf_token": "guess"}, headers={"Origin": "https://evil.example"})
        assert answer.status_code == 400, path
        assert "Страница была открыта слишком долго" in answer.text, path
    assert visitor.is_in()


def test_the_list_of_forms_above_is_whole(app: Flask) -> None:
    posts = {
        re.sub(r"<int[^>]*>", "1", rule.rule)
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or set()) and rule.endpoint.split(".")[0] in {"security", "account", "invitation"}
    }
    unreachable = {"/sign-in/help", "/sign-in/choice", "/account/second-factor/<token>"}
    assert posts - unreachable == set(FORMS)


@pytest.mark.parametrize(
    "evil", ["//evil.example", "https://evil.example/", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)"]
)
def test_sign_in_leads_nowhere_else(visitor: Visitor, person: tuple[str, int], evil: str) -> None:
    assert visitor.client.get(SIGN_IN, query_string={"next": evil}).location == SIGN_IN
    answer = visitor.sign_in(person[0], next=evil)
    assert answer.location == SIGN_IN
    visitor.sign_in(person[0])
    assert visitor.is_in()


def test_sign_in_goes_on_to_the_page_that_was_asked_for(visitor: Visitor, person: tuple[str, int]) -> None:
    asked = visitor.get("/file-plan?year=2025")
    assert asked.status_code == 401
    assert 'name="next" value="/file-plan?year=2025"' in asked.text
    answer = visitor.sign_in(person[0], next="/file-plan?year=2025")
    assert answer.location == "/file-plan?year=2025"


def test_a_cookie_is_worth_nothing_after_sign_out(visitor: Visitor, another: Visitor, person: tuple[str, int]) -> None:
    visitor.sign_in(person[0])
    stolen = visitor.cookie()
    visitor.send("/sign-out", form_at="/account")
    another.client.set_cookie("archive_session", stolen)
    assert not another.is_in()


def test_ended_blocked_and_changed_ones_are_out_with_the_next_request(
    archive: Archive, visitor: Visitor, person: tuple[str, int]
) -> None:
    ends: list[Callable[[], object]] = [
        lambda: end_sessions(archive.accounts, person[1], by="admin"),
        lambda: block_account(archive.accounts, person[1], by="admin"),
    ]
    for end in ends:
        unblock_account(archive.accounts, person[1], by="admin")
        visitor.sign_in(person[0])
        assert visitor.is_in()
        end()
        assert visitor.get("/account").status_code == 401


def test_ones_own_password_change_ends_the_others_and_needs_the_old_one(
    visitor: Visitor, another: Visitor, person: tuple[str, int]
) -> None:
    visitor.sign_in(person[0])
    another.sign_in(person[0])
    new = "лиловый комбайн 9"
    wrong = visitor.send("/account/password", old="не тот", new=new, again=new)
    assert wrong.status_code == 401
    assert another.is_in()
    visitor.send("/account/password", old=PASSWORD, new=new, again=new)
    assert visitor.is_in()
    assert not another.is_in()


def test_nobody_ends_anothers_session_or_revokes_anothers_key(
    archive: Archive, visitor: Visitor, person: tuple[str, int]
) -> None:
    other = new_account(archive, f"{person[0]}-other", "Другой")
    stranger = Visitor(visitor.client.application.test_client())
    stranger.sign_in(f"{person[0]}-other")
    visitor.sign_in(person[0])
    (session,) = open_sessions(archive.accounts, other)
    assert visitor.send(f"/account/sessions/{session.session_id}/end", form_at="/account").status_code == 404
    assert visitor.send("/account/keys/999/revoke", form_at="/account").status_code == 404
    assert stranger.is_in()


def test_a_code_is_asked_and_works_once(visitor: Visitor, another: Visitor, person: tuple[str, int]) -> None:
    visitor.sign_in(person[0])
    totp = visitor.connect_authenticator()
    visitor.send("/sign-out", form_at="/account")
    assert visitor.sign_in(person[0]).location.startswith(CODE)
    assert not visitor.is_in()
    assert "Код неверный" in visitor.send(CODE, code="000000").text
    code = next_code(totp)
    visitor.send(CODE, code=code)
    assert visitor.is_in()
    another.sign_in(person[0])
    assert "Код неверный" in another.send(CODE, code=code).text
    assert not another.is_in()


def test_guessed_codes_end_in_the_same_lock(visitor: Visitor, another: Visitor, person: tuple[str, int]) -> None:
    visitor.sign_in(person[0])
    visitor.connect_authenticator()
    another.sign_in(person[0])
    answers = [another.send(CODE, code="000000") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert int(answers[-1].headers["Retry-After"]) <= 15 * 60
    assert 'name="code"' in answers[-1].text


def test_a_recovery_code_lets_in_once(visitor: Visitor, another: Visitor, person: tuple[str, int]) -> None:
    visitor.sign_in(person[0])
    visitor.connect_authenticator()
    code = visitor.send("/account/recovery-codes").text.partition("<li><code>")[2].partition("<")[0]
    another.sign_in(person[0])
    another.send(RECOVERY, code=code.upper())
    assert another.is_in()
    third = Visitor(visitor.client.application.test_client())
    third.sign_in(person[0])
    assert "Код неверный" in third.send(RECOVERY, code=code).text
    assert not third.is_in()


def test_a_sign_in_that_waits_for_its_code_is_void_after_ten_minutes_and_with_another_password(
    archive: Archive, visitor: Visitor, person: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.sign_in(person[0])
    totp = visitor.connect_authenticator()
    visitor.send("/sign-out", form_at="/account")
    visitor.sign_in(person[0])
    with monkeypatch.context() as later:
        began = time.time()
        later.setattr("time.time", lambda: began + 601)
        assert visitor.get(CODE).location.endswith(SIGN_IN)
    visitor.sign_in(person[0])
    link = invite(archive.accounts, person[1], by="admin")
    Visitor(visitor.client.application.test_client()).send(
        "/invitation", form_at=link.path, key=link.key, new="лиловый комбайн 9", again="лиловый комбайн 9"
    )
    answer = visitor.client.post(CODE, data={"csrf_token": csrf_of(visitor.get(SIGN_IN).text), "code": next_code(totp)})
    assert answer.location.endswith(SIGN_IN)
    assert not visitor.is_in()


@pytest.fixture
def archivists_need_a_second_factor(archive: Archive) -> Iterator[None]:
    with archive.sessions.begin() as session:
        session.get_one(Role, "archivist").second_factor_required = True
    yield
    with archive.sessions.begin() as session:
        session.get_one(Role, "archivist").second_factor_required = False


@pytest.mark.usefixtures("archivists_need_a_second_factor")
def test_where_a_role_asks_for_a_second_factor_nothing_else_is_open_before(
    visitor: Visitor, person: tuple[str, int]
) -> None:
    answer = visitor.sign_in(person[0])
    assert answer.location == "/account/second-factor"
    for path in ("/", "/account", "/account/keys", "/file-plan"):
        assert visitor.get(path).status_code == 401
    page = visitor.get("/account/second-factor").text
    assert "Ваши обязанности требуют второго фактора" in page
    visitor.connect_authenticator()
    assert visitor.is_in()
    page = visitor.get("/account/second-factor").text
    assert "Отключить" not in page
    visitor.send("/account/second-factor", setup="disable")
    assert "Подключить другой телефон" in visitor.get("/account/second-factor").text


def test_a_role_that_begins_to_ask_in_the_middle_of_a_session_is_obeyed_at_once(
    archive: Archive, visitor: Visitor, person: tuple[str, int], request: pytest.FixtureRequest
) -> None:
    visitor.sign_in(person[0])
    assert visitor.is_in()
    request.getfixturevalue("archivists_need_a_second_factor")
    answer = visitor.get("/")
    assert (answer.status_code, answer.location) == (302, "/account/second-factor")
    visitor.connect_authenticator()
    assert visitor.get("/").status_code == 200


def test_before_the_second_factor_is_changed_the_password_is_asked_again(
    visitor: Visitor, person: tuple[str, int]
) -> None:
    visitor.sign_in(person[0])
    with visitor.client.session_transaction() as session:
        session["fs_paa"] -= 16 * 60
    answer = visitor.get("/account/second-factor")
    assert answer.location.startswith("/sign-in/confirm")
    assert "Логин или пароль неверный" in visitor.send("/sign-in/confirm", password="не тот").text
    visitor.send("/sign-in/confirm", password=PASSWORD)
    assert visitor.get("/account/second-factor").status_code == 200


def test_a_script_in_a_name_a_login_or_a_browser_is_shown_as_text(
    visitor: Visitor, another: Visitor, person: tuple[str, int]
) -> None:
    visitor.client.environ_base["HTTP_USER_AGENT"] = SCRIPT
    visitor.sign_in(person[0])
    visitor.send("/account/keys", name=SCRIPT, acts=Act.SEE.value, days="30")
    pages = [visitor.get("/account").text, visitor.get("/account/keys").text, another.sign_in(SCRIPT).text]
    assert all(SCRIPT not in page for page in pages)
    assert "&lt;script&gt;" in pages[0]


def test_a_key_of_a_program_opens_no_page(visitor: Visitor, another: Visitor, person: tuple[str, int]) -> None:
    visitor.sign_in(person[0])
    page = visitor.send("/account/keys", name="выгрузка", acts=Act.SEE.value, days="30").text
    key = page.partition('class="key">')[2].partition("<")[0]
    assert key.startswith("archive_")
    for headers in ({"Authorization": f"Bearer {key}"}, {"Authentication-Token": key}):
        assert another.client.get("/account", headers=headers).status_code == 401
    assert another.client.get(f"/account?auth_token={key}").status_code == 401


def test_cookies_keep_to_this_site_and_to_tls_where_there_is_tls(archive: Archive) -> None:
    plain = create_app(archive).test_client().get(SIGN_IN).headers["Set-Cookie"]
    assert "HttpOnly" in plain
    assert "SameSite=Lax" in plain
    assert "Secure" not in plain
    settings = replace(archive.settings, public_url="https://archive.school.example")
    object.__setattr__(archive, "settings", settings)
    try:
        assert "Secure" in create_app(archive).test_client().get(SIGN_IN).headers["Set-Cookie"]
    finally:
        object.__setattr__(archive, "settings", replace(settings, public_url=""))


def test_headers_of_a_proxy_are_believed_only_where_a_proxy_is_set(
    archive: Archive, visitor: Visitor, person: tuple[str, int]
) -> None:
    visitor.client.environ_base["HTTP_X_FORWARDED_FOR"] = "203.0.113.9"
    visitor.sign_in(person[0])
    assert [one.address for one in open_sessions(archive.accounts, person[1])] == ["127.0.0.1"]
    settings = replace(archive.settings, trusted_proxies=1)
    object.__setattr__(archive, "settings", settings)
    try:
        behind = Visitor(create_app(archive).test_client())
        behind.client.environ_base["HTTP_X_FORWARDED_FOR"] = "198.51.100.1, 203.0.113.9"
        behind.sign_in(person[0])
    finally:
        object.__setattr__(archive, "settings", replace(settings, trusted_proxies=0))
    assert "203.0.113.9" in {one.address for one in open_sessions(archive.accounts, person[1])}
