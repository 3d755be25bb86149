"""`archive role`: what is said to a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.e2e.cli.conftest import Cli


def test_rights_of_roles_name_kinds_in_words_beside_the_codes_that_commands_take(cli: Cli) -> None:
    assert "видеть, Приказ (order), всё" in cli.says("role", "list")
