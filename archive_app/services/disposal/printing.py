"""The act on paper («Акт о выделении к уничтожению»): PDF/A, with the columns of the archive rules."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from archive_app.db.models import ActState, EntryState
from archive_app.i18n import mark, translate, translate_plural
from archive_app.services.organisation import organisation_name

if TYPE_CHECKING:
    from archive_app.auth.actor import Actor
    from archive_app.services.disposal.acts import ActCard, Acts, Entry

STYLE = """
@page { size: A4 landscape; margin: 15mm 12mm; @bottom-right { content: counter(page) " / " counter(pages);
  font: 9pt "PT Sans", "DejaVu Sans", sans-serif } }
body { font: 10pt/1.35 "PT Sans", "DejaVu Sans", sans-serif; margin: 0 }
header { display: flex; justify-content: space-between; margin-bottom: 8mm }
header div { width: 45% }
h1 { font-size: 14pt; margin: 0 0 2mm; text-align: center }
.sub { text-align: center; margin: 0 0 6mm }
table { border-collapse: collapse; width: 100%; font-size: 9pt }
thead { display: table-header-group }
tr { break-inside: avoid }
th, td { border: 0.5pt solid #333; padding: 1mm 1.5mm; vertical-align: top; text-align: left }
th { font-weight: 700; background: #f0f0f0 }
.number { text-align: right }
.sign { margin-top: 6mm; break-inside: avoid }
.draft { color: #8a1c1c; font-weight: 700; text-align: center }
"""


@dataclass(frozen=True, slots=True)
class Printing:
    """Prints acts; one that nobody has approved says so."""

    acts: Acts

    def act(self, act_id: int, actor: Actor) -> bytes:
        """PDF/A of the act. Raises NotAllowed, NotFound."""
        from weasyprint import HTML  # half a second, for printing only

        card = self.acts.card(act_id, actor)
        title = escape(translate("Disposal act No. {number}", number=act_id))
        body = _head(card, organisation_name(self.acts.ground.sessions)) + _table(card) + _foot(card)
        page = f'<html lang="ru"><head><title>{title}</title><style>{STYLE}</style></head><body>{body}</body></html>'
        written: bytes = HTML(string=page).write_pdf(pdf_variant="pdf/a-2b")
        return written


def _head(card: ActCard, organisation: str) -> str:
    head, approved, draft = _t(mark("Head")), _t(mark("APPROVED")), ""
    signed = _t(mark("not approved"))
    if card.approved_at:
        signed = escape(f"{card.approved_by}, {card.approved_at:%d.%m.%Y}")
    else:
        warning = _t(mark("Draft: nothing is destroyed by it"))
        draft = f'<p class="draft">{warning}</p>'
    heading = _t(mark("Act No. {number} of {day}"), number=card.act_id, day=f"{card.drawn_on:%d.%m.%Y}")
    subject = _t(mark("on the selection for destruction of documents that are not to be kept"))
    stamp = f"<b>{approved}</b><br>{head} ____________________<br>{signed}"
    return (
        f"<header><div>{escape(organisation)}</div><div>{stamp}</div></header>{draft}"
        f'<h1>{heading}</h1><p class="sub">{subject}</p>'
    )


COLUMNS = (
    mark("No."),
    mark("Heading of the case file"),
    mark("Years"),
    mark("Inventory No."),
    mark("Unit No."),
    mark("Quantity"),
    mark("Term and article"),
    mark("Note"),
)


def _table(card: ActCard) -> str:
    heads = "".join(f"<th>{_t(name)}</th>" for name in COLUMNS)
    rows = "".join(_row(number, entry) for number, entry in enumerate(card.in_force, start=1))
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _row(number: int, entry: Entry) -> str:
    years = str(entry.first_year) if entry.first_year == entry.last_year else f"{entry.first_year}–{entry.last_year}"
    cells = (
        f"{entry.index} {entry.title}",
        years,
        entry.inventory or "—",
        entry.unit_number or "—",
        str(entry.volumes),
        ", ".join(part for part in (entry.term, entry.article) if part),
        "; ".join(_notes(entry)),
    )
    return f'<tr><td class="number">{number}</td>{"".join(f"<td>{escape(cell)}</td>" for cell in cells)}</tr>'


def _notes(entry: Entry) -> list[str]:
    notes = []
    if entry.remainder:
        notes.append(translate("remainder; the summary pages are kept apart"))
    if entry.individual:
        notes.append(translate("ЭПК: {why}", why=entry.decided_why or "—"))
    if entry.state == EntryState.DESTROYED and entry.destroyed_at:
        notes.append(translate("destroyed {day}", day=f"{entry.destroyed_at:%d.%m.%Y}"))
    return notes


def _foot(card: ActCard) -> str:
    entries = card.in_force
    files = translate_plural("{number} case file", "{number} case files", len(entries))
    volumes = sum(entry.volumes for entry in entries)
    sheets = translate_plural("{number} sheet", "{number} sheets", sum(entry.sheets for entry in entries))
    years = [year for entry in entries for year in (entry.first_year, entry.last_year)]
    span = f"{min(years)}–{max(years)}" if years else "—"
    lines = [
        _t(
            mark("Total: {files} of the years {years}, units: {volumes}, {sheets}."),
            files=files,
            years=span,
            volumes=volumes,
            sheets=sheets,
        )
    ]
    places = sorted({entry.inventory for entry in entries if entry.inventory})
    lines.append(
        _t(
            mark("Inventories of permanent, long-term and personnel case files of these years are approved: {names}."),
            names=", ".join(places) or "—",
        )
    )
    if card.protocol_on:
        lines.append(
            _t(
                mark("Commission: protocol of {day} No. {number}."),
                day=f"{card.protocol_on:%d.%m.%Y}",
                number=card.protocol_number,
            )
        )
        lines += [escape(f"{seat.post} {seat.name}") + " ____________________" for seat in card.seats if seat.present]
    if card.state == ActState.EXECUTED and card.executed_at:
        lines.append(
            _t(
                mark("Destroyed by the program: {day}; blobs: {blobs}."),
                day=f"{card.executed_at:%d.%m.%Y %H:%M} UTC",
                blobs=card.blobs,
            )
        )
    return "".join(f'<p class="sign">{line}</p>' for line in lines)


def _t(message: str, **params: object) -> str:
    return escape(translate(message, **params))
