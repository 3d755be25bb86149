"""`archive directory` against a real slapd and a real OpenID provider."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.fixtures.ldap import *  # noqa: F403 - fixtures are found by name
from tests.fixtures.oidc import *  # noqa: F403 - fixtures are found by name

if TYPE_CHECKING:
    from tests.e2e.cli.conftest import Cli
    from tests.fixtures.ldap import DirectoryServer
    from tests.fixtures.oidc import OidcServer

pytestmark = pytest.mark.timeout(600)


@pytest.fixture
def both(fresh_directory: DirectoryServer, oidc_server: OidcServer) -> dict[str, Any]:
    """Settings for both."""
    oidc = {f"ARCHIVE_{key.upper()}": value for key, value in oidc_server.variables().items()}
    return oidc | fresh_directory.variables()


def test_check_tells_each_point_and_what_is_known_of_a_person(
    shared_cli: Cli, fresh_directory: DirectoryServer, both: dict[str, Any]
) -> None:
    dn = fresh_directory.add_person("orlova", "Орлова Анна Петровна")
    group = fresh_directory.set_group("archivists", dn)
    found = shared_cli.json("directory", "check", "--login", "orlova", **both)
    assert found["ok"]
    assert [point["name"] for point in found["points"]] == ["ldap", "oidc", "roles", "roles"]
    assert (found["person"]["groups"], found["person"]["roles"]) == ([group], ["archivist"])
    said = shared_cli.says("directory", "check", **both)
    assert "✓ Каталог LDAP ldaps://127.0.0.1" in said
    assert "✓ Роль группы cn=archivists → archivist" in said
    shared_cli.says("directory", "check", "--login", "никто", code=4, **both)


def test_check_names_what_is_wrong(shared_cli: Cli, both: dict[str, Any]) -> None:
    wrong = both | {
        "ARCHIVE_LDAP_BIND_PASSWORD": "не тот",
        "ARCHIVE_OIDC_ISSUER": "http://127.0.0.1:1",
        "ARCHIVE_DIRECTORY_ROLES": "cn=archivists=нет такой",
    }
    found = shared_cli.json("directory", "check", code=6, **wrong)
    assert [point["ok"] for point in found["points"]] == [False, False, False]
    said = shared_cli.says("directory", "check", code=6, **wrong)
    assert "cn=archive,dc=school,dc=test" in said
    assert "не тот" not in said


def test_check_without_anything_set_says_what_to_set(shared_cli: Cli) -> None:
    assert "ARCHIVE_LDAP_URL" in shared_cli.says("directory", "check", code=7)


def test_contradictory_settings_stop_every_command(shared_cli: Cli) -> None:
    said = shared_cli.says("directory", "check", code=7, ARCHIVE_LDAP_URL="ldaps://dc")
    assert "ARCHIVE_LDAP_URL" in said
    assert "ldap_user_base" in said


def test_an_account_is_tied_listed_and_untied(
    shared_cli: Cli, fresh_directory: DirectoryServer, both: dict[str, Any]
) -> None:
    fresh_directory.add_person("petrova", "Петрова Ольга")
    both["ARCHIVE_USER"] = shared_cli.json("user", "list")[0]["login"]
    shared_cli.says("user", "add", "petrova", "Петрова Ольга", **both)
    assert "связана с" in shared_cli.says("directory", "tie", "petrova", **both)
    shared_cli.says("directory", "tie", "petrova", code=5, **both)
    shared_cli.says("directory", "tie", "petrova", "--via", "oidc", "--subject", "7f3", **both)
    assert [line["login"] for line in shared_cli.json("directory", "ties", **both)["ties"]] == ["petrova", "petrova"]
    for via in ("ldap", "oidc"):
        shared_cli.says("directory", "untie", "petrova", "--via", via, **both)
    assert "Связанных учётных записей нет" in shared_cli.says("directory", "ties", **both)
    shared_cli.says("directory", "untie", "petrova", code=4, **both)
