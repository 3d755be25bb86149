"""Lays forms out as PDF/A by `paper.typ`: a program of its own, for the typesetter keeps what it has laid out for ever.

python -I typeset.py FORMS.json OUT.pdf [--tags]: says where the last page could be cut, as JSON, or null.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Final

import typst

PAPER = Path(__file__).with_name("paper.typ")
STANDARD: Final = "a-2b"


def main(forms: str, out: str, *options: str) -> None:
    """Write `out`. Raises what the typesetter does: bad letters, no room."""
    said = Path(forms).read_text(encoding="utf-8")
    compiler = typst.Compiler(str(PAPER), sys_inputs={"forms": said})
    compiler.compile(output=out, format="pdf", pdf_standards=STANDARD, pdf_tags="--tags" in options)
    found = json.loads(compiler.query("<cut>", field="value"))
    sys.stdout.write(json.dumps(found[0] if found else None))


if __name__ == "__main__":
    main(*sys.argv[1:])
