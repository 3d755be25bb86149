"""The command `archive` as its users have it, an archive in a folder of the test's.

A process of its own takes seconds to import the product, so most tests call the same `main` within theirs: the same
arguments, environment, channels and exit code. `process` is for what only a process of its own shows.
"""

from __future__ import annotations

import io
import json
import logging
import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest
import structlog

from archive_app.entrypoints.cli.main import main
from archive_app.logs import log
from tests.fixtures.archives import *  # noqa: F403 - fixtures are found by name
from tests.fixtures.archives import CLI, YEAR, Home

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

PROJECT = Path(__file__).parents[3]


@dataclass(frozen=True)
class Cli:
    """Runs `archive` against one home."""

    home: Home

    def run(self, *arguments: object, **variables: str) -> subprocess.CompletedProcess[str]:
        """Whatever the outcome, within this process."""
        given = [os.fsdecode(one) if isinstance(one, bytes) else str(one) for one in arguments]
        code = 0
        with _apart(self.home.environment | variables) as (out, err):
            try:
                main(given)
            except SystemExit as leaving:
                code = int(leaving.code or 0)
        return subprocess.CompletedProcess(given, code, _text(out), _text(err))

    def process(
        self, *arguments: object, before: Sequence[str] = (), **variables: str
    ) -> subprocess.CompletedProcess[str]:
        """Whatever the outcome, as a process of its own. `before` goes before the command (say, another user)."""
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


@contextmanager
def _apart(environment: dict[str, str]) -> Iterator[tuple[io.TextIOWrapper, io.TextIOWrapper]]:
    """Channels, environment, mask of files and logs as a fresh process has them, put back afterwards."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    root, logs = logging.getLogger(), structlog.get_config()
    handlers, level, mask = [*root.handlers], root.level, os.umask(0o022)
    with (
        mock.patch.dict(os.environ, environment, clear=True),
        mock.patch.multiple(sys, stdout=out, stderr=err, stdin=io.StringIO()),
        mock.patch.object(log, "to_be_configured", new=False),
        mock.patch.object(structlog, "configure", partial(_configured_for_now, structlog.configure)),
    ):
        try:
            yield out, err
        finally:
            os.umask(mask)
            root.handlers[:], root.level = handlers, level
            structlog.configure(**logs)


def _configured_for_now(configure: Callable[..., None], **given: Any) -> None:
    """A logger that remembers how it was set up would keep that for all tests that come later."""
    configure(**given | {"cache_logger_on_first_use": False})


def _text(channel: io.TextIOWrapper) -> str:
    assert isinstance(channel.buffer, io.BytesIO)
    return channel.buffer.getvalue().decode()


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
