"""Pictures of the first page of each print form for the guide: python -m tests.e2e.browser.form_screens."""

from __future__ import annotations

import io
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
from sqlalchemy import select

from archive_app.db.models import FilePlan, Fonds, InventoryKind
from archive_app.services.accession.places import Place
from archive_app.services.lending.giving import Wanted
from tests.fixtures.archives import YEAR, Home, account, work
from tests.fixtures.disposal import Cabinet
from tests.integration.services.archiving import PERMANENT, closed_one

if TYPE_CHECKING:
    from archive_app.bootstrap import Archive

TARGET = Path(__file__).parents[3] / "docs" / "images" / "forms"
SCALE, COLOURS = 0.75, 16
ORDERS = ("О приёме обучающихся", "О переводе обучающихся", "Об отчислении обучающихся")
SHEETS = ("Экзаменационная ведомость, 9 класс", "Экзаменационная ведомость, 11 класс")


def main() -> None:
    """Each form of a small archive that has gone all its ways."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home").prepare(YEAR)
        with home.opened() as archive:
            for name, number in _things(archive, Path(folder)).items():
                _picture(name, archive.forms.written(name, number, archive.actor("архивист")).content)


def _things(archive: Archive, folder: Path) -> dict[str, int]:
    """The number of the thing that each form is of."""
    cabinet = Cabinet(archive, folder)
    keeper, made, acts = cabinet.keeper, archive.archiving.inventories, archive.archiving.accessions
    other = account(archive, "делопроизводитель", "archivist")
    orders = [
        closed_one(archive, folder, name, item=PERMANENT, kind="order", title=name, number=f"{41 + place}-у")
        for place, name in enumerate(ORDERS)
    ]
    files = list(dict.fromkeys(orders))
    section = made.drafting.create(InventoryKind.PERMANENT, YEAR, keeper)
    made.drafting.add(section, files, keeper)
    made.settling.agree(section, keeper, protocol="протокол № 2")
    made.settling.approve(section, other)
    act = acts.drawing_up.create(files, keeper, ground="график передачи на 2026 год")
    work(archive)
    acts.taking_over.accept(act, other, place=Place(room="2", rack="4", shelf="1", box="17"))
    check = archive.presence.checking.begin(keeper, place=Place(room="2"))
    archive.presence.checking.rest_is_missing(check, keeper)
    archive.presence.checking.sign(check, keeper, conclusion="удовлетворительное")
    until = archive.today() + timedelta(days=14)
    loan = archive.lending.giving.give(
        Wanted(files[0]), keeper, borrower="Петрова А. И.", due_on=until, purpose="сверка"
    )
    for name in SHEETS:
        cabinet.closed("02-13", name, persons=("Рябинина Анна Петровна",))
    destroyed = cabinet.executed()
    with archive.sessions() as session:
        plan, fonds = session.scalars(select(FilePlan.id)).one(), session.scalars(select(Fonds.id)).one()
    return {
        "file-plan": plan, "inventory": section, "internal-inventory": files[0], "certification": files[0],
        "cover": files[0], "transfer-act": act, "disposal-act": destroyed, "personal-data-act": destroyed,
        "substitution-card": loan, "lending-book": archive.today().year, "presence-act": check, "fonds-sheet": fonds,
    }  # fmt: skip


def _picture(name: str, content: bytes) -> None:
    with pypdfium2.PdfDocument(io.BytesIO(content)) as pdf:
        image = pdf[0].render(scale=SCALE).to_pil().convert("L")
    image.quantize(COLOURS).save(TARGET / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
