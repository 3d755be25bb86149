"""`make demo`: the main job from end to end on the embedded default, then the browser."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

import click

from archive_app.demo.scans import TRUTH, make_demo
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
    environment.setdefault("ARCHIVE_HTTP_PORT", "0")  # any free one: the address is printed
    click.echo(translate("Drawing the scans of an invented school…"))
    scans = make_demo(home / "scans", seed=SEED)
    _archive(environment, "init", "--admin", "Соколова Мария Игоревна", "--organisation", "Школа № 17 (образец)")
    for year in sorted({scan.year for scan in scans}):
        _archive(environment, "fileplan", "import", str(PLAN), "--year", str(year))
    click.echo(translate("Filing and recognising {n} documents…", n=len(scans)))
    _archive(environment, "file", "--manifest", str(home / "scans" / "manifest.csv"), "--wait")
    change = json.loads((home / "scans" / TRUTH).read_text(encoding="utf-8"))["name_changes"][0]
    _archive(environment, "person", "rename", change["from"], "--to", change["to"], "--since", change["on"])
    _archive(environment, "worker", "--until-idle")
    for question, why in _questions(change["from"], change["to"], scans[0].year):
        _show(environment, question, why)
    _archive(environment, "doctor")
    if not given.once:
        _tell_password(environment)
        sys.stdout.flush()
        os.execve(sys.executable, _command("serve"), environment)  # noqa: S606 - Ctrl+C reaches the server itself


def _questions(former: str, present: str, year: int) -> list[tuple[str, str]]:
    surname, given, _ = former.split()
    return [
        ("успеваемость", translate("a word on a page")),
        (f"{surname} {given}", translate("a person's name")),
        (present.split(maxsplit=1)[0], translate("the surname that she has now, on papers of before")),
        (f"{surname} год:{year}", translate("a surname within a year")),
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


def _tell_password(environment: dict[str, str]) -> None:
    """A password made at random for each start: the address is printed by the server."""
    login = json.loads(_archive(environment, "user", "list", "--json", quiet=True))[0]["login"]
    made = json.loads(_archive(environment, "user", "password", login, "--generate", "--json", quiet=True))
    click.echo()
    told = translate(
        "Sign in with the login {login} and the password {password}", login=login, password=made["password"]
    )
    click.secho(told, bold=True)


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "archive_app.entrypoints.cli.main", *arguments]


def _archive(environment: dict[str, str], *arguments: str, quiet: bool = False) -> str:
    command = _command(*arguments)
    done = subprocess.run(command, env=environment, check=False, text=True, stdout=subprocess.PIPE if quiet else None)
    if done.returncode:
        raise SystemExit(done.returncode)
    return done.stdout or ""


if __name__ == "__main__":
    main()
