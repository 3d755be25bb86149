"""Forms as PDF/A. A long table is laid out in parts that end where a page ends, so memory does not grow with it.

Each part is laid out by a program of its own (`typeset`) under limits. Its last page, which is not full yet, is left
to the next part, and the parts are joined. What is one part is tagged for screen readers; joined parts are not.
"""

from __future__ import annotations

import io
import json
import sys
import tempfile
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf

from archive_app.services.forms import typeset
from archive_app.services.forms.errors import NotDrawn
from archive_app.services.forms.paper import sheet
from indexer.sandbox import Limits
from indexer.sandbox.programs import run

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archive_app.services.forms.form import Form

AT_ONCE = 1_000
"""Rows laid out at a time: about fifty pages, 150 MB and a second."""
LIMITS = Limits(memory_bytes=4 * 1024**3, cpu_s=300, wall_s=600)


def as_pdf(forms: Iterable[Form]) -> bytes:
    """The forms one after the other, each beginning a page. Raises NotDrawn."""
    with tempfile.TemporaryDirectory(prefix="form-") as folder:
        press = _Press(Path(folder))
        for form in forms:
            press.take(form)
        return press.joined()


@dataclass(slots=True)
class _Press:
    """Short forms gather and are laid out together, long ones by parts; `parts` are pages in their order."""

    folder: Path
    gathered: list[dict[str, Any]] = field(default_factory=list)
    rows: int = 0
    """Of what is gathered."""
    parts: list[Path] = field(default_factory=list)

    def take(self, form: Form) -> None:
        rows = iter(form.table.rows if form.table else ())
        waiting: list[Any] = []
        first, size = 1, AT_ONCE
        while True:
            waiting += islice(rows, size - len(waiting))
            if len(waiting) < size:
                break
            self.flush()
            page, begun = self._lay([sheet(form, waiting, first=first, begins=first == 1, ends=False)], cut=True)
            if not begun:
                size += AT_ONCE
                continue
            waiting, first, size = waiting[begun:], first + page, AT_ONCE
        self.gathered.append(sheet(form, waiting, first=first, begins=first == 1))
        self.rows += len(waiting)
        if self.rows >= AT_ONCE:
            self.flush()

    def flush(self, *, tags: bool = False) -> None:
        if self.gathered:
            self._lay(self.gathered, tags=tags)
            self.gathered, self.rows = [], 0

    def joined(self) -> bytes:
        self.flush(tags=not self.parts)
        if len(self.parts) == 1:
            return self.parts[0].read_bytes()
        target = io.BytesIO()
        with pikepdf.open(self.parts[0]) as whole:
            for path in self.parts[1:]:
                with pikepdf.open(path) as part:
                    whole.pages.extend(part.pages)
            with whole.open_metadata(update_docinfo=False, set_pikepdf_as_editor=False) as told:
                told.pop("xmpTPg:NPages", None)  # it is that of the first part
            whole.save(target)
        return target.getvalue()

    def _lay(self, sheets: list[dict[str, Any]], *, cut: bool = False, tags: bool = False) -> tuple[int, int]:
        """Lay out a part; with `cut` without its last page: the pages and rows that remain (0 rows: nothing is cut)."""
        forms, out = self.folder / "forms.json", self.folder / f"{len(self.parts)}.pdf"
        forms.write_text(json.dumps(sheets, ensure_ascii=False), encoding="utf-8")
        argv = [sys.executable, "-I", str(Path(typeset.__file__)), forms.name, out.name, *(["--tags"] if tags else [])]
        ended = run(argv, limits=LIMITS, cwd=self.folder)
        if ended.status:
            raise NotDrawn(ended.stderr)
        if cut:
            at = json.loads(ended.stdout)
            pages, rows = at["page"] - 1, at["row"]
            if not rows:
                return 0, 0
            with pikepdf.open(out, allow_overwriting_input=True) as part:
                del part.pages[pages:]
                part.save()
        else:
            pages = rows = 0
        self.parts.append(out)
        return pages, rows
