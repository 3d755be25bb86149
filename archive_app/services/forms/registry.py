"""All print forms by name: what each is called, what its number is the number of, and who makes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.audit import ObjectRef
from archive_app.db.models import Act
from archive_app.i18n import mark
from archive_app.services.forms.errors import UnknownForm, UnknownFormat
from archive_app.services.forms.printed import as_pdf
from archive_app.services.forms.workbook import MEDIA_TYPE, as_xlsx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from archive_app.audit.reads import ReadLog
    from archive_app.auth.actor import Actor
    from archive_app.services.forms.form import Form

    Make = Callable[[int, Actor, int | None], Iterable[Form]]

PRINTERS = (Act.ARCHIVE, Act.PLANS, Act.APPROVE)
"""Whoever has one of these may print something; each form asks for its own right."""
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
    "presence-act": FormKind(mark("Act of the presence check"), mark("presence check"), "presence_check"),
    "personal-data-act": FormKind(
        mark("Act on the destruction of personal data"), mark("disposal act"), "disposal_act"
    ),
    "fonds-sheet": FormKind(mark("Sheet of the fonds"), mark("fonds"), "fonds"),
}
FORMATS: Mapping[str, tuple[str, Callable[[Iterable[Form]], bytes]]] = {
    "pdf": ("application/pdf", as_pdf),
    "xlsx": (MEDIA_TYPE, as_xlsx),
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

    def written(self, name: str, number: int, actor: Actor, form: str = "pdf", *, volume: int | None = None) -> Written:
        """The form `name` of the thing `number` as `pdf` or `xlsx`; of a case file perhaps of one volume only.

        Raises:
            UnknownForm, UnknownFormat, NotAllowed, NotFound.
        """
        if name not in self.makers:
            raise UnknownForm(name, name=name, names=", ".join(KINDS))
        if form not in FORMATS:
            raise UnknownFormat(form, name=form)
        media_type, write = FORMATS[form]
        content = write(self.makers[name](number, actor, volume))
        self.reads.record_each(
            actor.login, PRINTED, ObjectRef(KINDS[name].subject, str(number)), form=name, format=form
        )
        return Written(content, media_type, f"{name}-{number}.{form}")
