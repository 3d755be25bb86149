"""Accounts and keys of programs from the command line, as an administrator uses them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.fixtures.mail import Letters, mail_server

if TYPE_CHECKING:
    from tests.e2e.cli.conftest import Cli

ADMIN = "соколова"


@pytest.fixture
def named(shared_cli: Cli) -> dict[str, Any]:
    """Acts as the first account: with several, somebody must be named."""
    return {"ARCHIVE_USER": ADMIN}


def test_an_account_from_its_opening_to_its_end(shared_cli: Cli, named: dict[str, Any]) -> None:
    made = shared_cli.json("user", "add", "Орлова", "Орлова Анна Петровна", **named)
    assert made["invitation"].startswith("http://127.0.0.1:8080/invitation?key=")
    again = shared_cli.json("user", "invite", "орлова", ARCHIVE_PUBLIC_URL="https://archive.school.example/", **named)
    assert again["invitation"].startswith("https://archive.school.example/invitation?key=")
    assert "уже есть" in shared_cli.says("user", "add", "орлова", "Другая", code=5, **named)
    lines = {line["login"]: line for line in shared_cli.json("user", "list", **named)}
    assert set(lines) == {ADMIN, "орлова"}
    assert not lines["орлова"]["has_password"]
    password = shared_cli.json("user", "password", "орлова", "--generate", **named)["password"]
    assert len(password) == 19
    assert shared_cli.json("user", "end-sessions", "орлова", **named) == {"ended": 0}
    assert "заблокирована" in shared_cli.says("user", "block", "орлова", **named)
    assert "Нет действующего" in shared_cli.says("user", "list", code=4, ARCHIVE_USER="орлова")
    assert "открыта" in shared_cli.says("user", "unblock", "орлова", **named)
    assert "нет в архиве" in shared_cli.says("user", "invite", "никто", code=4, **named)


def test_whoever_keeps_no_accounts_does_none_of_it_and_nobody_blocks_the_own_one(
    shared_cli: Cli, named: dict[str, Any]
) -> None:
    shared_cli.json("user", "add", "посторонний", "Посторонний Человек", **named)
    other: dict[str, Any] = {"ARCHIVE_USER": "посторонний"}
    for arguments in (
        ("list",),
        ("invite", ADMIN),
        ("password", ADMIN, "--generate"),
    ):
        assert "Обязанности" in shared_cli.says("user", *arguments, code=2, **other)
    assert "Нельзя заблокировать" in shared_cli.says("user", "block", ADMIN, code=5, **named)


def test_a_key_of_a_program(shared_cli: Cli, named: dict[str, Any]) -> None:
    key = shared_cli.json("token", "create", "выгрузка", "--act", "see", "--days", "7", **named)["token"]
    assert key.startswith("archive_")
    (line,) = shared_cli.json("token", "list", **named)
    assert (line["name"], line["acts"]) == ("выгрузка", ["see"])
    assert key not in str(line)
    assert "отозван" in shared_cli.says("token", "revoke", line["token_id"], **named)
    assert "не действует" in shared_cli.says("token", "list", **named)
    assert "можно вам самим" in shared_cli.says("token", "create", "планы", "--act", "approve", code=2, **named)


def test_an_invitation_goes_out_by_mail_where_there_is_mail(shared_cli: Cli, named: dict[str, Any]) -> None:
    letters = Letters()
    with mail_server(letters) as port:
        mail = {"ARCHIVE_MAIL_URL": f"smtp://localhost:{port}", "ARCHIVE_MAIL_FROM": "archive@school.example"} | named
        made = shared_cli.json("user", "add", "почтова", "Почтова", "--email", "pochtova@school.example", **mail)
    ((to, letter),) = letters.kept
    assert to == ["pochtova@school.example"]
    assert made["invitation"] in letter.get_content()


def test_a_new_archive_prints_an_invitation_until_somebody_has_a_password(cli: Cli) -> None:
    assert "/invitation?key=" in cli.json("init", "--admin", ADMIN)["invitation"]
    cli.json("user", "password", ADMIN, "--generate")
    assert cli.json("init", "--admin", ADMIN)["invitation"] is None


def test_groups_levels_and_a_letter_to_try_the_mail(shared_cli: Cli, named: dict[str, Any]) -> None:
    number = shared_cli.json("group", "add", "9-В", "--since", "2025-09-01", **named)["group_id"]
    assert "изменена" in shared_cli.says("group", "change", number, "--until", "2026-05-31", **named)
    (group,) = [one for one in shared_cli.json("group", "list", **named)["groups"] if one["group_id"] == number]
    assert (group["name"], group["started_on"], group["ended_on"]) == ("9-В", "2025-09-01", "2026-05-31")
    assert "9-В" in shared_cli.says("group", "change", 4_000, "--name", "10-В", code=4, **named)
    assert shared_cli.says("level", "name", 3, "Комиссия", **named).strip() == "3 — Комиссия"
    assert shared_cli.json("level", "list", **named)["levels"][3] == {"level": 3, "title": "Комиссия"}
    letters = Letters()
    with mail_server(letters) as port:
        sent: dict[str, Any] = {
            "ARCHIVE_MAIL_URL": f"smtp://localhost:{port}?tls=none",
            "ARCHIVE_MAIL_FROM": "a@school.example",
        }
        assert "отправлено" in shared_cli.says("mail", "try", "b@school.example", **named, **sent)
    assert [to for to, _ in letters.kept] == [["b@school.example"]]
