"""`make demo`: the main job from end to end on the embedded default, then the browser."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import click

from archive_app.demo.scans import make_demo
from archive_app.i18n import translate

PLAN = Path(__file__).parent / "school_plan.csv"
SEED = 2026


def main() -> None:
    """Draw scans, file them by their manifest, recognise, find; serve unless `--once`."""
    arguments = argparse.ArgumentParser(prog="python -m archive_app.demo")
    arguments.add_argument("home", type=Path)
    arguments.add_argument("--once", action="store_true")
    given = arguments.parse_args()
    home = given.home.absolute()
    environment = os.environ | {"ARCHIVE_HOME": str(home), "ARCHIVE_LOG_LEVEL": "warning"}
    click.echo(translate("Drawing the scans of an invented school…"))
    scans = make_demo(home / "scans", seed=SEED)
    _archive(environment, "init", "--admin", "Соколова Мария Игоревна", "--organisation", "Школа № 17 (образец)")
    for year in sorted({scan.year for scan in scans}):
        _archive(environment, "fileplan", "import", str(PLAN), "--year", str(year))
    click.echo(translate("Filing and recognising {n} documents…", n=len(scans)))
    _archive(environment, "file", "--manifest", str(home / "scans" / "manifest.csv"), "--wait")
    for question, why in _questions(scans):
        _show(environment, question, why)
    _archive(environment, "doctor")
    if not given.once:
        _archive(environment, "serve")


def _questions(scans: Any) -> list[tuple[str, str]]:
    person = next(name for scan in scans for name in scan.persons)
    return [
        ("успеваемость", translate("a word on a page")),
        (person, translate("a person's name")),
        (" ".join(person.split()[:1]) + " год:" + str(scans[0].year), translate("a surname within a year")),
    ]


def _show(environment: dict[str, str], question: str, why: str) -> None:
    raw = _archive(environment, "search", question, "--json", quiet=True)
    found = json.loads(raw)
    took = translate("{ms} ms", ms=found["took_ms"])
    click.secho("\n" + translate("Search") + f" «{question}» ({why}): {found['total']}, {took}", bold=True)
    for hit in found["hits"][:3]:
        click.echo(
            f"  {hit['document_id']}  {hit['title']}, с. {hit['page']}: {' '.join(hit['snippet'].split())[:110]}"
        )


def _archive(environment: dict[str, str], *arguments: str, quiet: bool = False) -> str:
    command = [sys.executable, "-m", "archive_app.entrypoints.cli.main", *arguments]
    done = subprocess.run(command, env=environment, check=False, text=True, stdout=subprocess.PIPE if quiet else None)
    if done.returncode:
        raise SystemExit(done.returncode)
    return done.stdout or ""


if __name__ == "__main__":
    main()
