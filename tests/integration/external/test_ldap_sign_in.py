"""Signing in through a real slapd: who is let in, with which duties, and what an attacker tries."""

from __future__ import annotations

import dataclasses
import operator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from archive_app.db.models import ExternalIdentity, User
from archive_app.directory_roles import read_roles
from archive_app.errors import describe
from archive_app.services.accounts.attempts import SignInLocked
from archive_app.services.accounts.choosing_password import choose_password
from archive_app.services.accounts.directory import add_account, block_account
from archive_app.services.accounts.signing_in import SignInRefused
from archive_app.services.external import admitting
from archive_app.services.external.admitting import Admitting
from archive_app.services.external.errors import (
    DirectoryUnavailable,
    IdentityHeld,
    LoginHeld,
    NotAdmitted,
    RolesNotUnderstood,
)
from archive_app.services.external.identities import identities, tie, untie
from archive_app.services.external.ldap_directory import LdapDirectory
from archive_app.services.external.ldap_link import LdapServer
from archive_app.services.external.signing_in import PasswordSignIn
from tests.fixtures.ldap import GROUPS, PASSWORD, PEOPLE, READER, READER_PASSWORD
from tests.integration.accounts.events import told
from tests.integration.external.conftest import HERE, give_by_hand, roles_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from archive_app.services.accounts.ground import Ground
    from tests.fixtures.databases import Clock
    from tests.fixtures.ldap import DirectoryServer

NAME = "Орлова Анна Петровна"
MAPPING = "cn=archivists=archivist; deputies=deputy"


@pytest.fixture
def orlova(fresh_directory: DirectoryServer) -> str:
    """A person of the group of archivists: the distinguished name."""
    dn = fresh_directory.add_person("orlova", NAME, mail="orlova@school.test")
    fresh_directory.set_group("archivists", dn)
    return dn


def sign_in(ground: Ground, slapd: DirectoryServer, mapping: str = MAPPING, **changed: object) -> PasswordSignIn:
    """The way in of an archive that asks `slapd`."""
    ldap = LdapDirectory(
        server=LdapServer(f"ldaps://127.0.0.1:{slapd.tls_port}", 5, slapd.ca_file),
        user_base=PEOPLE,
        user_filter="(uid={login})",
        group_base=GROUPS,
        group_filter="(member={dn})",
        bind_dn=READER,
        bind_password=READER_PASSWORD,
    )
    admitting = Admitting(ground, read_roles(mapping), ground.clock().date())
    return PasswordSignIn(ground, dataclasses.replace(ldap, **changed), admitting)  # type: ignore[arg-type]


def test_the_first_sign_in_opens_an_account_with_the_duties_of_the_groups(
    ground: Ground, fresh_directory: DirectoryServer, orlova: str
) -> None:
    user_id = sign_in(ground, fresh_directory).check(" Orlova ", PASSWORD, HERE)
    with ground.reading() as session:
        user = session.get_one(User, user_id)
        assert (user.login, user.display_name, user.email) == ("orlova", NAME, "orlova@school.test")
        assert user.password_hash is None
    assert roles_of(ground, user_id) == {"archivist": "ldap:cn=archivists"}
    assert told(ground)[-3:] == [
        ("directory:ldap", "user:account:add"),
        ("directory:ldap", "user:identity:tie"),
        ("directory:ldap", "user:duty:give"),
    ]
    assert sign_in(ground, fresh_directory).check("orlova", PASSWORD, HERE) == user_id


@pytest.mark.parametrize("url", ["ldap://127.0.0.1:{port}?starttls", "ldap://127.0.0.1:{port}"])
def test_the_same_by_starttls_and_in_plain_on_this_machine(
    ground: Ground, fresh_directory: DirectoryServer, orlova: str, url: str
) -> None:
    server = LdapServer(url.format(port=fresh_directory.port), 5, fresh_directory.ca_file)
    assert server.starts_tls is ("starttls" in url)
    assert sign_in(ground, fresh_directory, server=server).check("orlova", PASSWORD, HERE)


def test_to_another_machine_the_conversation_always_turns_to_tls() -> None:
    assert LdapServer("ldap://dc.school.example", 5).starts_tls


def test_groups_that_the_entry_lists_count_where_no_base_of_groups_is_set(
    ground: Ground, fresh_directory: DirectoryServer, orlova: str
) -> None:
    assert sign_in(ground, fresh_directory, group_base="").check("orlova", PASSWORD, HERE)


def test_duties_follow_the_groups_and_those_given_by_hand_stay(
    ground: Ground, fresh_directory: DirectoryServer, orlova: str
) -> None:
    way_in = sign_in(ground, fresh_directory)
    user_id = way_in.check("orlova", PASSWORD, HERE)
    give_by_hand(ground, user_id, "auditor")
    fresh_directory.set_group("archivists", READER)
    fresh_directory.set_group("deputies", orlova)
    assert way_in.check("orlova", PASSWORD, HERE) == user_id
    assert roles_of(ground, user_id) == {"auditor": "admin", "deputy": "ldap:deputies"}
    assert told(ground, "duty:revoke") == [("directory:ldap", "user:duty:revoke")]
    before = told(ground, "duty")
    way_in.check("orlova", PASSWORD, HERE)
    assert told(ground, "duty") == before


def test_whoever_has_left_all_groups_loses_the_duties_and_is_not_let_in(
    ground: Ground, fresh_directory: DirectoryServer, orlova: str
) -> None:
    way_in = sign_in(ground, fresh_directory)
    user_id = way_in.check("orlova", PASSWORD, HERE)
    fresh_directory.set_group("archivists", READER)
    with pytest.raises(NotAdmitted):
        way_in.check("orlova", PASSWORD, HERE)
    assert roles_of(ground, user_id) == {}
    fresh_directory.set_group("archivists", orlova)
    assert way_in.check("orlova", PASSWORD, HERE) == user_id


def test_nobody_without_a_role_gets_an_account(ground: Ground, fresh_directory: DirectoryServer, orlova: str) -> None:
    fresh_directory.set_group("archivists", READER)
    fresh_directory.set_group("cleaners", orlova)
    with pytest.raises(NotAdmitted) as refused:
        sign_in(ground, fresh_directory).check("orlova", PASSWORD, HERE)
    assert "ни одна из ваших групп" in describe(refused.value).message
    with ground.reading() as session:
        assert session.scalars(select(User)).all() == []
    assert told(ground)[-1] == ("anonymous", "user:sign_in:fail")


def test_a_person_is_the_subject_whatever_login_name_and_mail_become(
    ground: Ground, fresh_directory: DirectoryServer, orlova: str
) -> None:
    way_in = sign_in(ground, fresh_directory)
    user_id = way_in.check("orlova", PASSWORD, HERE)
    renamed = fresh_directory.rename(orlova, "petrova")
    fresh_directory.change(renamed, cn="Петрова Анна Петровна", mail="petrova@school.test")
    fresh_directory.set_group("archivists", renamed)
    assert way_in.check("petrova", PASSWORD, HERE) == user_id
    with ground.reading() as session:
        user = session.get_one(User, user_id)
        assert (user.login, user.display_name, user.email) == (
            "orlova",
            "Петрова Анна Петровна",
            "petrova@school.test",
        )


def test_a_newcomer_with_somebody_elses_former_login_does_not_become_them(
    ground: Ground, fresh_directory: DirectoryServer, orlova: str
) -> None:
    way_in = sign_in(ground, fresh_directory)
    user_id = way_in.check("orlova", PASSWORD, HERE)
    fresh_directory.rename(orlova, "petrova")
    newcomer = fresh_directory.add_person("orlova", "Орлова Ольга", mail="orlova@school.test")
    fresh_directory.set_group("archivists", newcomer)
    with pytest.raises(LoginHeld):
        way_in.check("orlova", PASSWORD, HERE)
    with ground.reading() as session:
        assert session.get_one(User, user_id).display_name == NAME


def test_an_account_that_was_opened_here_is_nobodys_until_an_administrator_ties_it(
    ground: Ground, fresh_directory: DirectoryServer, orlova: str
) -> None:
    way_in = sign_in(ground, fresh_directory)
    user_id = add_account(ground, "orlova", NAME, by="admin")
    with pytest.raises(LoginHeld):
        way_in.check("orlova", PASSWORD, HERE)
    assert way_in.ldap is not None
    known = way_in.ldap.known("orlova")
    assert known is not None
    tie(ground, user_id, known.issuer, known.subject, by="admin")
    assert way_in.check("orlova", PASSWORD, HERE) == user_id
    assert [line.login for line in identities(ground)] == ["orlova"]
    with pytest.raises(IdentityHeld):
        tie(ground, user_id, known.issuer, "somebody else", by="admin")
    give_by_hand(ground, user_id, "auditor")
    untie(ground, user_id, known.issuer, by="admin")
    assert roles_of(ground, user_id) == {"auditor": "admin"}
    with pytest.raises(LoginHeld):
        way_in.check("orlova", PASSWORD, HERE)


def test_a_password_of_the_archives_own_opens_only_what_is_not_tied(
    ground: Ground, fresh_directory: DirectoryServer, orlova: str
) -> None:
    way_in = sign_in(ground, fresh_directory)
    own = "лиловый комбайн 9"
    local = add_account(ground, "админ", "Администратор", by="test")
    choose_password(ground, local, own, by="test")
    assert way_in.check("админ", own, HERE) == local
    tied = way_in.check("orlova", PASSWORD, HERE)
    choose_password(ground, tied, own, by="test")
    with pytest.raises(SignInRefused):
        way_in.check("orlova", own, HERE)


def test_an_empty_password_is_refused_though_the_server_would_take_it(
    ground: Ground, fresh_directory: DirectoryServer, orlova: str
) -> None:
    way_in = sign_in(ground, fresh_directory)
    assert way_in.ldap is not None
    with way_in.ldap.server.bound(orlova, "") as link:  # an unauthenticated bind: the server says yes to anything
        assert link is not None
    with pytest.raises(SignInRefused):
        way_in.check("orlova", "", HERE)


@pytest.mark.parametrize(
    "login", ["*", "orl*", "orlova)(uid=*", "*)(|(uid=*", "orlova\0", "\\2a", "orlova)(cn=*))(|(uid="]
)
def test_nothing_typed_changes_the_search(
    ground: Ground, fresh_directory: DirectoryServer, orlova: str, login: str
) -> None:
    way_in = sign_in(ground, fresh_directory)
    if login == "orlova\0":
        assert way_in.check(login, PASSWORD, HERE)
        return
    with pytest.raises(SignInRefused):
        way_in.check(login, PASSWORD, HERE)


def test_a_name_in_the_tree_that_looks_like_a_filter_is_found_in_its_groups(
    ground: Ground, fresh_directory: DirectoryServer
) -> None:
    dn = fresh_directory.add_person("o(r)*l", NAME)
    fresh_directory.set_group("archivists", dn)
    way_in = sign_in(ground, fresh_directory)
    assert way_in.ldap is not None
    found = way_in.ldap.proved("o(r)*l", PASSWORD)
    assert found is not None
    assert len(found.groups) == 1


def test_wrong_passwords_are_counted_like_those_of_the_archives_own(
    ground: Ground, fresh_directory: DirectoryServer, orlova: str, clock: Clock
) -> None:
    way_in = sign_in(ground, fresh_directory)
    for number in range(5):
        with pytest.raises(SignInRefused):
            way_in.check("orlova", f"догадка {number}", HERE)
    with pytest.raises(SignInLocked):
        way_in.check("orlova", PASSWORD, HERE)
    assert len(told(ground, "sign_in:fail")) == 5
    assert told(ground, "sign_in:lock") == [("anonymous", "user:sign_in:lock")]
    clock.move(minutes=16)
    assert sign_in(ground, fresh_directory).check("orlova", PASSWORD, HERE)


def test_a_blocked_account_stays_blocked(ground: Ground, fresh_directory: DirectoryServer, orlova: str) -> None:
    way_in = sign_in(ground, fresh_directory)
    user_id = way_in.check("orlova", PASSWORD, HERE)
    block_account(ground, user_id, by="admin")
    with pytest.raises(SignInRefused):
        way_in.check("orlova", PASSWORD, HERE)
    with ground.reading() as session:
        assert not session.get_one(User, user_id).active


def test_a_server_that_is_away_locks_nobody_and_accounts_kept_here_go_on(
    ground: Ground, fresh_directory: DirectoryServer, orlova: str
) -> None:
    away = sign_in(ground, fresh_directory, server=LdapServer("ldaps://127.0.0.1:1", 1, fresh_directory.ca_file))
    for _ in range(6):
        with pytest.raises(DirectoryUnavailable) as refused:
            away.check("orlova", PASSWORD, HERE)
    problem = describe(refused.value)
    assert (problem.http_status, problem.exit_code) == (503, 6)
    assert "Каталог организации не отвечает" in problem.message
    assert sign_in(ground, fresh_directory).check("orlova", PASSWORD, HERE)
    local = add_account(ground, "админ", "Администратор", by="test")
    choose_password(ground, local, PASSWORD, by="test")
    assert away.check("админ", PASSWORD, HERE) == local


def test_a_server_with_another_authority_gets_no_password(
    ground: Ground, fresh_directory: DirectoryServer, orlova: str
) -> None:
    for url in (f"ldaps://127.0.0.1:{fresh_directory.tls_port}", f"ldap://127.0.0.1:{fresh_directory.port}?starttls"):
        with pytest.raises(DirectoryUnavailable):
            sign_in(ground, fresh_directory, server=LdapServer(url, 5)).check("orlova", PASSWORD, HERE)


def test_the_archives_own_name_refused_is_not_the_persons_fault(
    ground: Ground, fresh_directory: DirectoryServer, orlova: str
) -> None:
    with pytest.raises(DirectoryUnavailable) as refused:
        sign_in(ground, fresh_directory, bind_password="не тот").check("orlova", PASSWORD, HERE)
    assert READER in str(refused.value.params["reason"])


def test_a_login_that_means_several_people_means_nobody(
    ground: Ground, fresh_directory: DirectoryServer, orlova: str
) -> None:
    fresh_directory.add_person("orlova2", NAME, mail="orlova@school.test")
    with pytest.raises(DirectoryUnavailable):
        sign_in(ground, fresh_directory, user_filter="(mail={login})").check("orlova@school.test", PASSWORD, HERE)


@pytest.mark.parametrize(
    "mapping", ["archivists=нет такой", "archivists=archivist@unit:нет такого", "archivists=curator"]
)
def test_a_mapping_to_what_is_not_there_is_told_loudly(
    ground: Ground, fresh_directory: DirectoryServer, orlova: str, mapping: str
) -> None:
    with pytest.raises(RolesNotUnderstood) as refused:
        sign_in(ground, fresh_directory, mapping).check("orlova", PASSWORD, HERE)
    assert refused.value.params["group"] == "archivists"
    assert told(ground)[-1] == ("anonymous", "user:sign_in:fail")


def test_first_sign_ins_in_two_browsers_open_one_account(
    ground: Ground, fresh_directory: DirectoryServer, orlova: str
) -> None:
    way_in = sign_in(ground, fresh_directory)
    with ThreadPoolExecutor(4) as pool:
        numbers = set(pool.map(lambda _: way_in.check("orlova", PASSWORD, HERE), range(4)))
    assert len(numbers) == 1
    with ground.reading() as session:
        assert len(session.scalars(select(ExternalIdentity)).all()) == 1
    assert roles_of(ground, numbers.pop()) == {"archivist": "ldap:cn=archivists"}


@pytest.mark.parametrize("seen_late", [("identity_of",), ("identity_of", "_stranger_refused")])
def test_an_account_opened_between_two_looks_is_this_persons_own(
    ground: Ground,
    fresh_directory: DirectoryServer,
    orlova: str,
    seen_late: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    way_in = sign_in(ground, fresh_directory)
    first = way_in.check("orlova", PASSWORD, HERE)
    for name in seen_late:
        place = admitting if hasattr(admitting, name) else Admitting
        monkeypatch.setattr(place, name, blind_once(getattr(place, name)))
    assert way_in.check("orlova", PASSWORD, HERE) == first


def blind_once(look: Callable[..., object]) -> Callable[..., object]:
    """`look` as a transaction makes it that began before the other one's commit: nothing yet, then what is there."""
    looks = iter([None])
    return lambda *args: next(looks) if operator.length_hint(looks) else look(*args)
