"""All print forms by name: what each is called, what its number is the number of, and who makes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from archive_app.audit import ObjectRef
from archive_app.db.models import Act
from archive_app.i18n import mark
from archive_app.services.forms.errors import FormTooLong, UnknownForm, UnknownFormat
from archive_app.services.forms.printed import as_pdf
from archive_app.services.forms.workbook import MEDIA_TYPE, as_xlsx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from archive_app.audit.reads import ReadLog
    from archive_app.auth.actor import Actor
    from archive_app.services.forms.form import Form, Heading

    Make = Callable[[int, Actor, int | None], Iterable[Form]]

PRINTERS = (Act.ARCHIVE, Act.PLANS, Act.APPROVE, Act.PERSONS, Act.AUDIT, Act.CONTROL)
"""Whoever has one of these may print something; each form asks for its own right."""
TOLD_EACH = 100
PRINTED = "form:sheet:print"
"""Details: `form`, `format`. The object is what the form is of."""


@dataclass(frozen=True, slots=True)
class FormKind:
    """`words` are its name, `of` says what its number is the number of, `subject` is the same for the journal."""

    words: str
    of: str
    subject: str


KINDS: Mapping[str, FormKind] = {
    "file-plan": FormKind(mark("File plan with totals"), mark("version of the file plan"), "file_plan"),
    "inventory": FormKind(mark("Inventory of case files"), mark("inventory"), "inventory"),
    "internal-inventory": FormKind(mark("Internal inventory"), mark("case file"), "case_file"),
    "certification": FormKind(mark("Certification sheet"), mark("case file"), "case_file"),
    "cover": FormKind(mark("Cover of a case file"), mark("case file"), "case_file"),
    "transfer-act": FormKind(mark("Transfer act"), mark("transfer act"), "accession"),
    "disposal-act": FormKind(mark("Disposal act"), mark("disposal act"), "disposal_act"),
    "substitution-card": FormKind(mark("Substitution card"), mark("loan"), "loan"),
    "lending-book": FormKind(mark("Book of loans"), mark("year"), "lending_book"),
    "presence-act": FormKind(mark("Act of the presence check"), mark("presence check"), "presence_check"),
    "personal-data-act": FormKind(
        mark("Act on the destruction of personal data"), mark("disposal act"), "disposal_act"
    ),
    "register-attestat": FormKind(mark("Book of issue of attestats"), mark("year"), "register_entry"),
    "register-diploma": FormKind(mark("Book of issue of diplomas"), mark("year"), "register_entry"),
    "register-training": FormKind(mark("Book of issue of certificates of training"), mark("year"), "register_entry"),
    "register-certificates": FormKind(mark("Book of issue of certificates"), mark("year"), "register_entry"),
    "monitoring": FormKind(mark("Totals for monitoring"), mark("year"), "list"),
    "blanks": FormKind(mark("Blanks of strict accounting"), mark("year"), "blank"),
    "request-answer": FormKind(mark("Answer to a request"), mark("request"), "archive_request"),
    "subject-report": FormKind(mark("What is held on a person, and who looked"), mark("person"), "person"),
    "achievements": FormKind(mark("List of achievements"), mark("person"), "portfolio"),
    "fonds-sheet": FormKind(mark("Sheet of the fonds"), mark("fonds"), "fonds"),
    "yearly-analysis": FormKind(mark("Yearly analysis of individual records"), mark("year"), "list"),
    "backup-journal": FormKind(mark("Journal of backups"), mark("year"), "backup"),
}


@dataclass(frozen=True, slots=True)
class Format:
    """`at_once`: what has more lines is not written while somebody waits for an answer."""

    media_type: str
    write: Callable[[Iterable[Form]], bytes]
    at_once: int


FORMATS: Mapping[str, Format] = {
    "pdf": Format("application/pdf", as_pdf, 500),
    "xlsx": Format(MEDIA_TYPE, as_xlsx, 5_000),
}


@dataclass(frozen=True, slots=True)
class Written:
    """The bytes of a form, ready to be sent or kept."""

    content: bytes
    media_type: str
    name: str


@dataclass(frozen=True, slots=True)
class Forms:
    """Writes forms; each is an event of the journal, for forms name people."""

    makers: Mapping[str, Make]
    reads: ReadLog

    def written(
        self,
        name: str,
        number: int,
        actor: Actor,
        form: str = "pdf",
        *,
        volume: int | None = None,
        told: Callable[[int], None] | None = None,
    ) -> Written:
        """The form `name` of the thing `number` as `pdf` or `xlsx`; of a case file perhaps of one volume only.

        `told` hears how many lines were taken. Raises UnknownForm, UnknownFormat, NotAllowed, NotFound, NotDrawn.
        """
        content = self.content(name, number, actor, form, volume=volume, told=told)
        return self.handed(name, number, actor, form, content)

    def at_once(self, name: str, number: int, actor: Actor, form: str, *, volume: int | None = None) -> Written:
        """The same for somebody who waits for an answer. Raises as `written` does, and FormTooLong."""
        most = self._format(form).at_once
        held = _held(self._made(name, number, actor, volume), most)
        if held is None:
            raise FormTooLong(rows=most)
        return self.handed(name, number, actor, form, FORMATS[form].write(held))

    def content(
        self,
        name: str,
        number: int,
        actor: Actor,
        form: str,
        *,
        volume: int | None = None,
        told: Callable[[int], None] | None = None,
    ) -> bytes:
        """The bytes alone: for a job, which hands nothing out. Raises as `written` does."""
        write, made = self._format(form).write, self._made(name, number, actor, volume)
        return write(_telling(made, told) if told else made)

    def handed(self, name: str, number: int, actor: Actor, form: str, content: bytes) -> Written:
        """Write down that these bytes go to `actor`."""
        self.reads.record_each(
            actor.login, PRINTED, ObjectRef(KINDS[name].subject, str(number)), form=name, format=form
        )
        return Written(content, FORMATS[form].media_type, f"{name}-{number}.{form}")

    def require(self, name: str, number: int, actor: Actor, form: str, *, volume: int | None = None) -> None:
        """Whether `actor` would be given it. Raises as `written` does."""
        self._format(form)
        next(iter(self._made(name, number, actor, volume)), None)

    def lines(self, name: str, number: int, actor: Actor, *, volume: int | None = None) -> int:
        """How many lines it has. Raises as `written` does."""
        made = self._made(name, number, actor, volume)
        return sum(1 for form in made if form.table for _ in form.table.rows)

    def _format(self, form: str) -> Format:
        if form not in FORMATS:
            raise UnknownFormat(form, name=form)
        return FORMATS[form]

    def _made(self, name: str, number: int, actor: Actor, volume: int | None) -> Iterable[Form]:
        if name not in self.makers:
            raise UnknownForm(name, name=name, names=", ".join(KINDS))
        return self.makers[name](number, actor, volume)


def _held(forms: Iterable[Form], most: int) -> list[Form] | None:
    """The forms with their lines, where these are at most `most` in all."""
    held: list[Form] = []
    for form in forms:
        if form.table is None:
            held.append(form)
            continue
        rows = list(islice(form.table.rows, most + 1))
        most -= len(rows)
        if most < 0:
            return None
        held.append(replace(form, table=replace(form.table, rows=rows)))
    return held


def _telling(forms: Iterable[Form], told: Callable[[int], None]) -> Iterator[Form]:
    taken = 0

    def through(rows: Iterable[Sequence[object] | Heading]) -> Iterator[Sequence[object] | Heading]:
        nonlocal taken
        for row in rows:
            yield row
            taken += 1
            if taken % TOLD_EACH == 0:
                told(taken)

    for form in forms:
        yield replace(form, table=replace(form.table, rows=through(form.table.rows))) if form.table else form
