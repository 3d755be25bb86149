"""Settings of directories that contradict each other stop the start, and name the setting."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archive_app.settings import SettingsError, as_variable, load_settings

if TYPE_CHECKING:
    from pathlib import Path

LDAP = {"LDAP_URL": "ldaps://dc", "LDAP_USER_BASE": "dc=school", "DIRECTORY_ROLES": "a=teacher"}
OIDC = {"OIDC_ISSUER": "https://id.example/school", "OIDC_CLIENT_ID": "archive", "DIRECTORY_ROLES": "a=teacher"}


def load(home: Path, *parts: dict[str, str]) -> object:
    said = {f"ARCHIVE_{key}": value for part in parts for key, value in part.items()}
    return load_settings({"ARCHIVE_HOME": str(home)} | said)


def test_what_fits_together_is_taken(tmp_path: Path) -> None:
    assert load(tmp_path, LDAP, OIDC, {"LDAP_BIND_DN": "cn=a", "LDAP_BIND_PASSWORD": "p"})
    assert load(tmp_path, OIDC, {"OIDC_ISSUER": "http://localhost:8080/realm"})
    assert load(tmp_path, LDAP, {"LDAP_URL": "ldap://dc.school.example:389?starttls"})


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ({"LDAP_URL": "ldaps://dc"}, "ldap_url"),
        ({"LDAP_USER_BASE": "dc=school"}, "ldap_user_base"),
        ({"LDAP_BIND_PASSWORD": "p"}, "ldap_bind_password"),
        (LDAP | {"LDAP_URL": "http://dc"}, "ldap_url"),
        (LDAP | {"LDAP_URL": "ldap://user:secret@dc"}, "ldap_url"),
        (LDAP | {"DIRECTORY_ROLES": ""}, "ldap_url"),
        (LDAP | {"DIRECTORY_ROLES": "teachers"}, "directory_roles"),
        (LDAP | {"LDAP_BIND_DN": "cn=a"}, "ldap_bind_dn"),
        (LDAP | {"LDAP_BIND_DN": "cn=a", "LDAP_BIND_PASSWORD": ""}, "ldap_bind_password"),
        (LDAP | {"LDAP_USER_FILTER": "(uid=orlova)"}, "ldap_user_filter"),
        (LDAP | {"LDAP_USER_FILTER": "(uid={name})"}, "ldap_user_filter"),
        (LDAP | {"LDAP_USER_FILTER": "(uid={login}"}, ""),
        (LDAP | {"LDAP_GROUP_FILTER": "(member={dn"}, "ldap_group_filter"),
        (LDAP | {"DIRECTORY_CA_FILE": "/nowhere.pem"}, "directory_ca_file"),
        ({"OIDC_ISSUER": "https://id.example", "DIRECTORY_ROLES": "a=teacher"}, "oidc_issuer"),
        ({"OIDC_CLIENT_ID": "archive"}, "oidc_client_id"),
        (OIDC | {"OIDC_ISSUER": "http://id.example"}, "oidc_issuer"),
        (OIDC | {"OIDC_SCOPES": "profile"}, "oidc_scopes"),
        ({"DIRECTORY_ROLES": "a=teacher"}, "directory_roles"),
        ({"DIRECTORY_CA_FILE": "/etc/hostname"}, "directory_ca_file"),
    ],
)
def test_what_contradicts_itself_is_named(tmp_path: Path, said: dict[str, str], named: str) -> None:
    if not named:
        assert load(tmp_path, said)  # the server itself refuses half a filter
        return
    with pytest.raises(SettingsError) as refused:
        load(tmp_path, said)
    assert refused.value.params["setting"] == as_variable(named)


def test_the_table_of_the_file_is_read_and_secrets_stay_hidden(tmp_path: Path) -> None:
    (tmp_path / "archive.toml").write_text(
        'oidc_issuer = "https://id.example"\noidc_client_id = "archive"\noidc_client_secret = "hush"\n'
        '[directory_roles]\n"cn=teachers,ou=groups" = "teacher"\ntutors = ["curator@group:1-А", "archivist"]\n',
        encoding="utf-8",
    )
    settings = load_settings({"ARCHIVE_HOME": str(tmp_path)})
    assert [line.role for line in settings.directory_roles] == ["teacher", "curator", "archivist"]
    assert "hush" not in repr(settings)
