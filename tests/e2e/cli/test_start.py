"""A command imports what it needs: whoever asks for help, or takes a snapshot each hour, does not wait for the rest."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib import import_module
from typing import TYPE_CHECKING

import click

from archive_app.entrypoints.cli.click_texts import in_russian
from archive_app.entrypoints.cli.commands import COMMANDS
from archive_app.numbers import LARGEST
from tests.e2e.cli.conftest import PROJECT
from tests.fixtures.backups import backed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.fixtures.archives import Home

STEPS = [["--version"], ["--help"], ["backup", "run"], ["backup", "verify"], ["jobs", "list"]]
DATABASE = {"sqlalchemy", "alembic", "archive_app.bootstrap", "archive_app.db.models"}
HEAVY = {
    "PIL",
    "alembic",
    "apscheduler",
    "archive_app.bootstrap",
    "archive_app.db.models.portfolio",
    "archive_app.db.models.register",
    "archive_app.services.disposal",
    "cv2",
    "flask",
    "fontTools",
    "indexer.analysis",
    "indexer.ocr",
    "indexer.pipeline",
    "indexer.search",
    "lxml",
    "numpy",
    "openpyxl",
    "pikepdf",
    "pydantic",
    "pymorphy3",
    "pypdfium2",
    "scipy",
    "sqlalchemy.dialects.postgresql",
    "tantivy",
    "uharfbuzz",
    "weasyprint",
    "whoosh",
    "xlsxwriter",
    "zxcvbn",
}
OF_SNAPSHOTS = (
    HEAVY | {f"archive_app.db.models.{name}" for name in ("case_file", "document", "fonds", "person")} | {"structlog"}
)
"""A snapshot has to do with rows of few tables, and writes no line of a log."""
OF_FEW = {"alembic", "cv2", "lxml", "num2words", "numpy", "pdfplumber", "xlsxwriter", "zxcvbn"}
"""Of a few commands only; an archive that is composed whole does without them."""
STARTED = DATABASE | OF_SNAPSHOTS
SCRIPT = """
import json, sys
from archive_app.entrypoints.cli.main import main
loaded = []
for step in json.loads(sys.argv[1]):
    try:
        main(step)
    except SystemExit as leaving:
        loaded.append([leaving.code, sorted(sys.modules)])
print(json.dumps(loaded), file=sys.stderr)
"""


def test_commands_import_no_more_than_they_need(embedded_home: Home, tmp_path: Path) -> None:
    home = backed(embedded_home, tmp_path / "b").home
    command = [sys.executable, "-c", SCRIPT, json.dumps(STEPS)]
    done = subprocess.run(
        command, env=home.environment, cwd=PROJECT, capture_output=True, text=True, check=True, timeout=300
    )
    told = json.loads(done.stderr.splitlines()[-1])
    assert [code for code, _ in told] == [0] * len(STEPS)
    for (_, loaded), unwanted in zip(told, (STARTED, STARTED, OF_SNAPSHOTS, OF_SNAPSHOTS, OF_FEW), strict=True):
        assert unwanted & set(loaded) == set()


def test_every_command_has_its_file_and_its_line_of_help() -> None:
    folder = PROJECT / "archive_app" / "entrypoints" / "cli"
    assert {path.name.removesuffix("_command.py") for path in folder.glob("*_command.py")} == set(COMMANDS)
    assert all(COMMANDS.values())


def test_what_a_command_takes_is_named_in_russian() -> None:
    """Only what is typed as it stands keeps its letters: choices, endings of files, names of standards."""
    modules = (import_module(f"archive_app.entrypoints.cli.{name}_command") for name in COMMANDS)
    below = [each for module in modules for each in _with_those_below(in_russian(module.command))]
    named = {parameter.metavar or "" for command in below for parameter in command.params}
    assert {"НОМЕР...", "АКТ", "ИМЯ;ДОЛЖНОСТЬ"} <= named
    assert {name for name in named if re.search("[A-Z]{2}", name)} == {"URL", "SHA-256"}
    assert not [command.name for command in below if str(LARGEST) in command.get_help(click.Context(command))]


def _with_those_below(command: click.Command) -> Iterator[click.Command]:
    yield command
    if isinstance(command, click.Group):
        for each in command.commands.values():
            yield from _with_those_below(each)
