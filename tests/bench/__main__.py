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
    "forms": "Print forms",
    "backup": "Backups",
    "fixity": "Fixity",
    "memory": "Memory",
}

NOTES = {
    "filing": """
A filing is 1 MB of SHA-256, written and synced meanwhile, then a rename with its folder synced, then about a dozen
statements and their commit: bytes, rows and the event of the journal are durable when it is acknowledged. Nothing else can
begin before the sum is known, so the processor decides: three more runs on this one gave 2.2 to 4.2 x, a processor without
instructions for SHA-256 (`grep sha_ni /proc/cpuinfo`), where the sum alone takes 3 x the copy with its sync, gave 7.1 x.
""",
    "search": """
tantivy itself does the same job the way of its first tutorial: built-in Russian stemmer, the best 20 pages with the
number of all, their stored texts, and its own snippets of them. This product besides compares lemmas and exact forms,
forgives a misread letter, asks within the rights of a person, and counts documents where tantivy counts pages: exactly
up to 10,000 pages found, which is what grows with the archive beyond tantivy's own growth.
""",
    "search_http": """
A page of results as a browser gets it, counts of all filters beside; asked twice each, the first time included.
""",
    "lists": """
The median of eight requests after a first one, by one person at a time. Rows as some years of work leave them: 20,000
persons, 3,000 personal case files, one of 3,333 documents, 200,000 events, a document in twenty waiting.
""",
    "forms": """
A form is laid out by Typst (ADR 0022), 1,000 rows at a time in a process of its own, each part ending where a page ends.
Memory is that of one part: 500 rows took 101 MB, 10,000 took 155 MB.
""",
    "backup": """
2 GB of 5,000 files that nothing makes smaller, both contenders encrypting, restic with its own cache; each is timed until
its bytes are on the disk, all but the first snapshot three times in turn: the middle one counts. A command of ours is a Python
that starts first: that is what a command with nothing to do takes; `by the worker` is a snapshot as the clock takes it every
night, in a process that runs already. A restore by command besides builds the index and asks the doctor: until rows and
bytes are durable is what the peer does. A snapshot with little new copies little, and still lists the place, copies the
database and writes the list of its blobs: so much grows with the archive, with the peer as well.

Runs differ: of a command of half a second most is Python's start, and the disk is slower for minutes after many files went.
Three runs of 2026-11-24, the commands in the order of the table: at 01:58 0.74, 0.60, 0.62, 0.47, 0.73; at 02:10, right after
20 GB of another run had been removed, 0.78, 0.75, 0.77, 0.53, 0.78; below the one of 03:08, at a load of 0.17, in which
restic's two short commands were slower than in the others (0.74 to 0.89 s and 0.85 to 1.01 s).

Before, on a processor without instructions for SHA-256 (2026-11-23, a load of 2 to 3): first snapshot 0.63 of restic,
restore until the bytes were back 0.66, nothing changed 0.20 to 0.38 and 1 % new 0.29 to 0.44 by the worker.
""",
    "suggestions": """
Drawn records with misread letters (1, 5 and 12 %), each eleventh filed elsewhere by a person, a tenth of the waiting ones
of wordings that were never filed: figures compare, they do not promise. Bands are of kind and item together.
""",
}
"""What the table of a part does not say."""


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
                "at": _processor(),
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
        at = f", {kept[part]['at']}" if "at" in kept[part] else ""
        lines += ["", f"## {title}", "", f"`python -m tests.bench {part}`, {kept[part]['on']}{at}", ""]
        lines += [NOTES[part].strip(), ""] if part in NOTES else []
        lines.append(table([_figure(row) for row in kept[part]["figures"]]))  # type: ignore[attr-defined]
    return "\n".join(lines) + "\n"


def _processor() -> str:
    """What decides most of the ratios: hashing is three times as quick with instructions for it."""
    flags = Path("/proc/cpuinfo").read_text(encoding="ascii").split()
    return f"a processor {'with' if {'sha_ni', 'sha2'} & set(flags) else 'without'} instructions for SHA-256"


def _figure(row: dict[str, object]) -> Figure:
    return Figure(**{name: row[name] for name in Figure.__dataclass_fields__})  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
