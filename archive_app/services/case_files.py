"""Where a document belongs: the item of the file plan, its case file of the year or person, the open volume."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz, process
from sqlalchemy import bindparam, func, select

from archive_app.db.models import CaseFile, CaseFileState, FilePlan, FilePlanItem, FilePlanStatus, Person, Volume
from archive_app.db.queries.file_plans import headings_in_force, item_in_force, items_in_force
from archive_app.errors import EXIT_NOT_FOUND, ArchiveError, Conflict

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from archive_app.db.queries.file_plans import Heading

STAYS: dict[str, Any] = {"read": True, "of": CaseFile}
"""A lock that many filings share: whoever closes the case file waits for them, or they see that it is closed.

SQLite has one writer at a time anyway.
"""
ONE_CASE_FILE_A_PERSON = "after_leaving"
"""Items whose term runs from a person's leaving hold one case file a person (личные дела), not one a year."""


class YearWithoutPlan(ArchiveError):
    """No file plan is in force for the year. Params: `year`, `years` (those that have one)."""

    code = "year_without_plan"
    exit_code = EXIT_NOT_FOUND


class UnknownItem(ArchiveError):
    """The plan of the year has no such item. Params: `item`, `year`, `similar`."""

    code = "unknown_item"
    exit_code = EXIT_NOT_FOUND


class ItemMissing(UnknownItem):
    """No item is named. Params: `year`."""

    code = "item_missing"


class ItemYearMissing(ArchiveError):
    """An item is named without the year of its plan. Params: `item`."""

    code = "item_year_missing"


class CaseFileClosed(Conflict):
    """Nothing is added to a closed case file, nor taken out of it. Params: `title`."""

    code = "case_file_closed"


def find_item(session: Session, index: str, year: int) -> Heading:
    """The item `index` of the plan in force in `year`.

    Raises:
        YearWithoutPlan: nothing is in force that year.
        ItemMissing: the index is empty.
        UnknownItem: the plan has no such index; names the nearest ones, by the heading where words were written.
    """
    if not index:
        raise ItemMissing(year=year)
    item = item_in_force(session, year, index)
    if item is None:
        raise _refusals(session, {(index, year)})[index, year]
    return item


def find_items(session: Session, named: Collection[tuple[str, int]]) -> dict[tuple[str, int], Heading | ArchiveError]:
    """Each of `named`, an index and a year, as `find_item` finds or refuses it: three statements for all of them."""
    found = items_in_force(session, named)
    missing = set(named) - found.keys()
    return {**found, **(_refusals(session, missing) if missing else {})}


def _refusals(session: Session, missing: Collection[tuple[str, int]]) -> dict[tuple[str, int], ArchiveError]:
    plans = headings_in_force(session, {year for _, year in missing})
    in_force: Sequence[int] = ()
    if any(year not in plans for _, year in missing):
        query = select(FilePlan.year).where(FilePlan.status == FilePlanStatus.IN_FORCE)
        in_force = session.scalars(query.distinct().order_by(FilePlan.year)).all()
    years = ", ".join(map(str, in_force)) or "—"
    return {
        (index, year): _unknown(index, year, plans[year])
        if year in plans
        else YearWithoutPlan(str(year), year=year, years=years)
        for index, year in missing
    }


def _unknown(index: str, year: int, headings: Mapping[str, str]) -> UnknownItem:
    if not index:
        return ItemMissing(year=year)
    by_index = index[0].isdigit()
    known = {one: one if by_index else title.casefold() for one, title in headings.items()}
    scorer = fuzz.WRatio if by_index else fuzz.partial_ratio
    similar = ", ".join(match[2] for match in process.extract(index.casefold(), known, scorer=scorer, limit=3)) or "—"
    return UnknownItem(index, item=index, year=year, similar=similar)


def find_said_item(session: Session, index: str, year: int | None) -> Heading:
    """`find_item` where the year may have been left out. Raises ItemYearMissing and what that raises."""
    if year is None:
        raise ItemYearMissing(index, item=index)
    return find_item(session, index, year)


def open_volume(session: Session, item: Heading, year: int, persons: list[Person], now: datetime) -> int:
    """The row of the volume for new documents of `item`; opens the case file and its first volume if there is none.

    What is about one person goes into that person's case file of the item: always where the item has one a person,
    otherwise where there is one already, as portfolios and results from other organisations have.
    """
    person = persons[0] if len(persons) == 1 else None
    if person is None or item.trigger == ONE_CASE_FILE_A_PERSON:
        return _last_or_new(session, item, year, person, now)
    return _last_volume(session, item, year, person) or _last_or_new(session, item, year, None, now)


def open_volume_of(session: Session, item: Heading, year: int, person: Person, now: datetime) -> int:
    """The same of one person, whatever the term of the item runs from: a portfolio is its student's.

    Raises:
        CaseFileClosed: the item of the year has the person's case file, and it is closed.
    """
    closed = select(CaseFile.title).where(
        CaseFile.item_id == item.id, CaseFile.person_id == person.id, CaseFile.state != CaseFileState.OPEN
    )
    title = session.scalar(closed)
    if title is not None:
        raise CaseFileClosed(title, title=title)
    return _last_or_new(session, item, year, person, now)


def _last_or_new(session: Session, item: Heading, year: int, person: Person | None, now: datetime) -> int:
    known = _last_volume(session, item, year, person)
    if known is not None:
        return known
    # Looked for once more behind the number: whoever opens the case file meanwhile is either seen now, or has taken
    # the same number, and then the unique key refuses the later of the two, who is repeated by its caller.
    number = _next_number(session, item, year)
    known = _last_volume(session, item, year, person)
    if known is not None:
        return known
    return _open_case_file(session, item, year, number, _title(item, person), person, now)


def open_named_case_file(session: Session, item: Heading, year: int, title: str, now: datetime) -> int:
    """One more case file of the item and year, under a title of its own; the row of its first volume."""
    return _open_case_file(session, item, year, _next_number(session, item, year), title, None, now)


def require_open(session: Session, *volume_ids: int | None) -> None:
    """Let pass only volumes of open case files, which stay open until the end of the transaction; None is no volume.

    Raises CaseFileClosed.
    """
    wanted = [volume_id for volume_id in volume_ids if volume_id is not None]
    held = select(CaseFile.state, CaseFile.title).join(Volume).where(Volume.id.in_(wanted)).with_for_update(**STAYS)
    for state, title in session.execute(held) if wanted else ():
        if state is not CaseFileState.OPEN:
            raise CaseFileClosed(title, title=title)


def _open_case_file(
    session: Session, item: Heading, year: int, number: int, title: str, person: Person | None, now: datetime
) -> int:
    case_file = CaseFile(
        item_id=item.id,
        year=year,
        number=number,
        person_id=person.id if person else None,
        title=title,
        opened_on=date(year, 1, 1),
        created_at=now,
    )
    volume = Volume(number=1)
    case_file.volumes.append(volume)
    session.add(case_file)
    session.flush()
    return volume.id


# Made once, for one of them is asked at every filing, and making it costs more than running it.
_LAST_VOLUME = (
    select(Volume.id)
    .join(Volume.case_file)
    .where(CaseFile.state == CaseFileState.OPEN)
    .order_by(CaseFile.year, CaseFile.number, Volume.number.desc())
    .limit(1)
    .with_for_update(**STAYS)
)
_LAST_OF_YEAR = _LAST_VOLUME.where(
    CaseFile.item_id == bindparam("item"), CaseFile.year == bindparam("year"), CaseFile.person_id.is_(None)
)
_LAST_OF_PERSON = _LAST_VOLUME.join(CaseFile.item).where(
    FilePlanItem.index == bindparam("index"), CaseFile.person_id == bindparam("person")
)
"""A personal file goes on from year to year, and each year's plan has its own row for the item."""
_CARRIED_OVER = _LAST_VOLUME.join(CaseFile.item).where(
    FilePlanItem.index == bindparam("index"),
    CaseFile.year < bindparam("year"),
    CaseFile.carried_to >= bindparam("year"),
    CaseFile.person_id.is_(None),
)
"""A book that was carried over goes on as long as the year has no case file of its own."""


def _last_volume(session: Session, item: Heading, year: int, person: Person | None) -> int | None:
    connection = session.connection()
    if person is None:
        known = connection.scalar(_LAST_OF_YEAR, {"item": item.id, "year": year})
        return known or connection.scalar(_CARRIED_OVER, {"index": item.index, "year": year})
    return connection.scalar(_LAST_OF_PERSON, {"index": item.index, "person": person.id})


def _next_number(session: Session, item: Heading, year: int) -> int:
    last = session.scalar(select(func.max(CaseFile.number)).where(CaseFile.item_id == item.id, CaseFile.year == year))
    return (last or 0) + 1


def _title(item: Heading, person: Person | None) -> str:
    if person is None:
        return item.title
    return " ".join(part for part in (person.surname, person.given, person.patronymic) if part)
