"""The command `archive` as its users have it: a process of its own, an archive in a folder of the test's."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.fixtures.archives import *  # noqa: F403 - fixtures are found by name
from tests.fixtures.archives import CLI, YEAR, Home

if TYPE_CHECKING:
    from collections.abc import Sequence

PROJECT = Path(__file__).parents[3]


@dataclass(frozen=True)
class Cli:
    """Runs `archive` against one home."""

    home: Home

    def run(self, *arguments: object, before: Sequence[str] = (), **variables: str) -> subprocess.CompletedProcess[str]:
        """Whatever the outcome. `before` goes before the command (say, another user)."""
        command = [
            *before,
            *CLI,
            *(argument if isinstance(argument, bytes) else str(argument) for argument in arguments),
        ]
        environment = self.home.environment | variables
        return subprocess.run(
            command, env=environment, cwd=PROJECT, capture_output=True, text=True, check=False, timeout=900
        )

    def says(self, *arguments: object, code: int = 0, **variables: str) -> str:
        """What it prints for a person, on both channels; the exit code is as expected, and it never stumbles."""
        done = self.run(*arguments, **variables)
        assert done.returncode == code, (done.stdout, done.stderr)
        assert "Traceback" not in done.stderr + done.stdout
        return done.stdout + done.stderr

    def json(self, *arguments: object, code: int = 0, **variables: str) -> Any:
        """The one JSON object that it prints."""
        done = self.run(*arguments, "--json", **variables)
        assert done.returncode == code, (done.stdout, done.stderr)
        return json.loads(done.stdout)


@pytest.fixture
def cli(embedded_home: Home) -> Cli:
    return Cli(embedded_home)


@pytest.fixture(scope="module")
def shared_cli(tmp_path_factory: pytest.TempPathFactory) -> Cli:
    """One archive for a module's tests."""
    return Cli(Home(tmp_path_factory.mktemp("home")).prepare(YEAR))


@pytest.fixture(scope="session")
def shared_samples() -> Path:
    """Real scans and documents that lie beside the checkout of the project's own machines."""
    folder = PROJECT / ".." / "shared" / "samples"
    if not folder.is_dir():
        pytest.skip("the shared samples are not beside this checkout")
    return folder
