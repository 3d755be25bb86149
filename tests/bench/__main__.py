"""`make bench`: all parts one after the other; rewrites docs/benchmarks.json and docs/benchmarks.md.

python -m tests.bench [PART ...]
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.report import Figure, table

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PARTS = {
    "recognition": "Recognition: speed and quality",
    "filing": "Filing acknowledged",
    "search": "Search in the engine",
    "search_http": "Search through HTTP",
    "lists": "Lists of the browser",
    "viewer": "The first page of a document",
    "access": "The policy of access",
    "audit": "The journal of actions",
    "suggestions": "Suggestions of the filing form",
    "memory": "Memory",
}


def main() -> None:
    """Run the parts asked for (all by default) in processes of their own; parts not run keep their last figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], default=list(PARTS))
    (ROOT / "var").mkdir(exist_ok=True)
    kept = json.loads((DOCS / "benchmarks.json").read_text()) if (DOCS / "benchmarks.json").exists() else {}
    for part in parser.parse_args().parts or PARTS:
        with tempfile.NamedTemporaryFile(suffix=".json") as out:
            subprocess.run([sys.executable, "-m", f"tests.bench.{part}", "--json", out.name], check=True, cwd=ROOT)
            kept[part] = {
                "on": f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d}",
                **json.loads(Path(out.name).read_text()),
            }
    (DOCS / "benchmarks.json").write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (DOCS / "benchmarks.md").write_text(_page(kept), encoding="utf-8")


def _page(kept: dict[str, dict[str, object]]) -> str:
    lines = [
        "# Figures",
        "",
        "Written by `make bench`; do not edit. Trust the ratios: both sides of each were measured in the same run, on",
        f"{os.cpu_count()} cores ({platform.machine()}, Python {platform.python_version()}).",
    ]
    for part, title in PARTS.items():
        if part not in kept:
            continue
        lines += ["", f"## {title}", "", f"`python -m tests.bench {part}`, {kept[part]['on']}", ""]
        lines.append(table([_figure(row) for row in kept[part]["figures"]]))  # type: ignore[attr-defined]
    return "\n".join(lines) + "\n"


def _figure(row: dict[str, object]) -> Figure:
    return Figure(**{name: row[name] for name in Figure.__dataclass_fields__})  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
