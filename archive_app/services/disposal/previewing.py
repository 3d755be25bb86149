"""What would happen if an approved act were carried out now: what goes, what a hold or a loan would keep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.auth.actor import Actor, require
from archive_app.db.engine import reading
from archive_app.db.models import Act, EntryState
from archive_app.services.disposal.ground import Ground, in_pieces, lines_of
from archive_app.services.disposal.grounds import ask

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.orm import Session

    from archive_app.db.models import DisposalEntry


@dataclass(frozen=True, slots=True)
class Staying:
    """A line that would be left out, and why; the code is one of `disposal_words.WHY_LEFT`."""

    position: int
    title: str
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Preview:
    """The sums are of the lines that would go; `years` the first and the last of them, None where nothing goes."""

    case_files: int
    volumes: int
    documents: int
    sheets: int
    years: tuple[int, int] | None
    staying: tuple[Staying, ...]


@dataclass(frozen=True, slots=True)
class Previewing:
    """Asks the same questions as the execution will, and changes nothing."""

    ground: Ground

    def preview(self, act_id: int, actor: Actor) -> Preview:
        """Eight statements for each five hundred lines. Raises NotAllowed."""
        require(actor, Act.ARCHIVE)
        with reading(self.ground.sessions) as session:
            entries = lines_of(session, act_id, EntryState.LISTED, EntryState.DESTROYING)
            staying = tuple(self._staying(session, [one for one in entries if one.state is EntryState.LISTED]))
            kept = {one.position for one in staying}
            going = [entry for entry in entries if entry.position not in kept]
            years = [year for entry in going for year in (entry.first_year, entry.last_year)]
            return Preview(
                case_files=len(going),
                volumes=sum(entry.volumes for entry in going),
                documents=sum(entry.documents for entry in going),
                sheets=sum(entry.sheets for entry in going),
                years=(min(years), max(years)) if years else None,
                staying=staying,
            )

    def _staying(self, session: Session, entries: Sequence[DisposalEntry]) -> Iterator[Staying]:
        ground = self.ground
        for some in in_pieces(entries):
            of = {entry.case_file_id: entry for entry in some}
            for asked in ask(session, list(of), ground.today(), ground.clock(), ground.loans):
                if asked.ban is not None:
                    entry = of[asked.judged.case_file_id]
                    yield Staying(entry.position, entry.title, asked.ban.code, asked.ban.detail)
