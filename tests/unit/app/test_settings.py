"""Settings fail loudly and name what is wrong."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from archive_app.setting_values import HIDDEN
from archive_app.settings import Settings, SettingsError, load_settings
from archive_app.wiring.stores import told_settings

OPERATIONS = Path(__file__).parents[3] / "docs" / "operations.md"


def test_defaults_live_in_the_home_folder(tmp_path: Path) -> None:
    settings = load_settings({"ARCHIVE_HOME": str(tmp_path)})
    assert settings.database_url == f"sqlite:///{tmp_path}/archive.db"
    assert settings.storage_url == f"file://{tmp_path}/blobs"
    assert settings.search_url == f"tantivy://{tmp_path}/index"


def test_settings_cannot_be_changed(tmp_path: Path) -> None:
    with pytest.raises(AttributeError):
        Settings(home=tmp_path).nodes = 2  # type: ignore[misc]


def test_an_unknown_setting_is_named_with_the_nearest_known(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as error:
        load_settings({"ARCHIVE_HOME": str(tmp_path), "ARCHIVE_DATABASE_ULR": "x"})
    assert error.value.params["setting"] == "ARCHIVE_DATABASE_ULR"
    assert "ARCHIVE_DATABASE_URL" in str(error.value)


def test_a_bad_value_names_its_setting(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as error:
        load_settings({"ARCHIVE_HOME": str(tmp_path), "ARCHIVE_HTTP_PORT": "a lot"})
    assert error.value.params["setting"] == "ARCHIVE_HTTP_PORT"


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("HTTP_PORT", "a lot", "нужно целое число"),
        ("HTTP_PORT", "80.5", "нужно целое число"),
        ("HTTP_PORT", "-1", "наименьшее значение — 0"),
        ("HTTP_PORT", "65536", "наибольшее значение — 65535"),
        ("DRILL_SHARE", "a lot", "нужно число"),
        ("DRILL_SHARE", "0", "нужно число больше 0"),
        ("DRILL_SHARE", "101", "наибольшее значение — 100"),
        ("OIDC_GROUPS_CLAIM", "", "нужно не меньше 1 знаков"),
        ("PUBLIC_URL", "archive", "значение записано не так, как нужно"),
        ("PUBLIC_URL", "https://archive.school.ru\n", "значение записано не так, как нужно"),
        ("LDAP_URL", "ldaps://school.example\n", "значение записано не так, как нужно"),
        ("OIDC_ISSUER", "https://id.school.example\n", "значение записано не так, как нужно"),
        ("OIDC_SCOPES", "openid email\n", "значение записано не так, как нужно"),
        ("OCR_LANGUAGES", "rus+eng\n", "значение записано не так, как нужно"),
        ("MAILBOX_URL", "imaps://scans@school.example\n", "значение записано не так, как нужно"),
        ("MAILBOX_FOLDER", "INBOX\n", "значение записано не так, как нужно"),
        ("BACKUP_RECIPIENTS", f"age1{'q' * 58}\n", "значение записано не так, как нужно"),
        ("LOG_LEVEL", "loud", "нужно одно из значений: 'debug', 'info', 'warning', 'error'"),
        ("TIMEZONE", "Europe/Nowhere", "нет часового пояса Europe/Nowhere"),
        ("TIMEZONE", "Europe", "нет часового пояса Europe"),
        ("TIMEZONE", "../etc", "нет часового пояса ../etc"),
    ],
)
def test_what_is_wrong_with_a_value_is_told_in_russian(tmp_path: Path, name: str, value: str, told: str) -> None:
    with pytest.raises(SettingsError) as error:
        load_settings({"ARCHIVE_HOME": str(tmp_path), f"ARCHIVE_{name}": value})
    assert error.value.params["reason"] == told
    assert error.value.params["setting"] == f"ARCHIVE_{name}"


@pytest.mark.parametrize(
    ("line", "named", "told"),
    [
        ("http_port = true", "http_port", "нужно целое число"),
        ("user = 5", "user", "нужен текст"),
        ("inbox = 5", "inbox", "нужен путь"),
        ("secret_key = 5", "secret_key", "нужен текст"),
    ],
)
def test_a_value_of_another_type_in_the_file_is_told(tmp_path: Path, line: str, named: str, told: str) -> None:
    (tmp_path / "archive.toml").write_text(line, encoding="utf-8")
    with pytest.raises(SettingsError) as error:
        load_settings({"ARCHIVE_HOME": str(tmp_path)})
    assert error.value.params == {"setting": named, "reason": told}


def test_told_settings_keep_secrets_and_passwords_of_addresses(tmp_path: Path) -> None:
    given = {"HOME": str(tmp_path), "SECRET_KEY": "s3cr3t", "DATABASE_URL": "postgresql+psycopg://a:s3cr3t@db/archive"}
    settings = load_settings({f"ARCHIVE_{name}": value for name, value in given.items()})
    told = told_settings(settings)
    assert told["secret_key"] == HIDDEN
    assert told["home"] == str(tmp_path)
    assert "s3cr3t" not in json.dumps(told)


def test_a_bad_value_of_the_file_is_named_as_the_file_has_it(tmp_path: Path) -> None:
    (tmp_path / "archive.toml").write_text("http_port = 'a lot'\n", encoding="utf-8")
    with pytest.raises(SettingsError) as error:
        load_settings({"ARCHIVE_HOME": str(tmp_path)})
    assert error.value.params["setting"] == "http_port"


@pytest.mark.parametrize(
    ("extra", "named"),
    [
        ({}, "database_url"),
        ({"ARCHIVE_DATABASE_URL": "postgresql+psycopg://db/archive"}, "storage_url"),
        (
            {"ARCHIVE_DATABASE_URL": "postgresql+psycopg://db/archive", "ARCHIVE_STORAGE_URL": "s3://s3/archive"},
            "search_url",
        ),
    ],
)
def test_two_nodes_refuse_parts_that_serve_one_machine(tmp_path: Path, extra: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError) as error:
        load_settings({"ARCHIVE_HOME": str(tmp_path), "ARCHIVE_NODES": "2", **extra})
    assert str(error.value.params["setting"]).startswith(named)


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "archive.toml").write_text('http_port = 9000\ntimezone = "Asia/Omsk"\n', encoding="utf-8")
    settings = load_settings({"ARCHIVE_HOME": str(tmp_path), "ARCHIVE_HTTP_PORT": "9001"})
    assert (settings.http_port, settings.timezone) == (9001, "Asia/Omsk")


def test_an_unknown_name_in_the_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "archive.toml").write_text("http_prot = 1\n", encoding="utf-8")
    with pytest.raises(SettingsError) as error:
        load_settings({"ARCHIVE_HOME": str(tmp_path)})
    assert str(error.value.params["setting"]).endswith("archive.toml: http_prot")
    assert "http_port" in str(error.value)
    assert "ARCHIVE_" not in str(error.value)


def test_a_secret_comes_from_its_file_and_is_not_printed(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("s3cr3t\n", encoding="utf-8")
    settings = load_settings({"ARCHIVE_HOME": str(tmp_path), "ARCHIVE_STORAGE_SECRET_KEY_FILE": str(secret)})
    assert settings.storage_secret_key is not None
    assert settings.storage_secret_key.plain == "s3cr3t"
    assert "s3cr3t" not in repr(settings)


def test_a_secret_given_twice_is_a_contradiction(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("one", encoding="utf-8")
    with pytest.raises(SettingsError, match="twice"):
        load_settings(
            {
                "ARCHIVE_HOME": str(tmp_path),
                "ARCHIVE_SECRET_KEY": "two",
                "ARCHIVE_SECRET_KEY_FILE": str(secret),
            }
        )


def test_a_missing_secret_file_names_the_setting(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as error:
        load_settings({"ARCHIVE_HOME": str(tmp_path), "ARCHIVE_SECRET_KEY_FILE": str(tmp_path / "none")})
    assert error.value.params["setting"] == "ARCHIVE_SECRET_KEY_FILE"


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "archive.toml").write_text("= broken", encoding="utf-8")
    with pytest.raises(SettingsError) as error:
        load_settings({"ARCHIVE_HOME": str(tmp_path)})
    assert "archive.toml" in str(error.value.params["setting"])


def test_every_setting_is_in_the_table_of_operations() -> None:
    told: set[str] = set()
    for line in OPERATIONS.read_text(encoding="utf-8").splitlines():
        if line.startswith("| `ARCHIVE_"):
            first, *beside = re.findall(r"`(?:ARCHIVE|…)_([A-Z_]+)`", line.split("|")[1])
            told |= {first, *beside, *(f"{first.split('_')[0]}_{name}" for name in beside)}
    assert {name.upper() for name in Settings.__struct_fields__} <= told
