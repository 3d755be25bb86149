"""The card as a form: its values as text, and what was typed read back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from archive_app.numbers import HELD, SHEETS, YEARS, read_number
from archive_app.services.batch import BadNumber, read_date
from archive_app.services.card_state import EXTRA, SUBJECT
from archive_app.services.card_values import CardChanges, PersonSaid
from archive_app.services.places import Place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archive_app.errors import ArchiveError
    from archive_app.services.card_history import EditableCard

_KNOWN = re.compile(r"^(?P<name>.*?)\s*\(№\s*(?P<number>\d{1,10})\)$")
"""`Иванова Анна (№ 12)`: a person whose card is known, so that a namesake is not meant."""
ROLED = " — "
TEXTS = ("title", "kind", "number", "carrier", "language")
REFUSED_IN = {
    "title_missing": "title",
    "bad_date": "date",
    "item_missing": "item",
    "unknown_item": "item",
    "item_year_missing": "year",
    "year_without_plan": "year",
    "case_file_closed": "case_file",
    "name_not_understood": "persons",
}
"""Which field an error is about, by its code."""
CHOICE = "choice-"
"""Begins the fields in which a late editor chooses: `mine` or `theirs`."""


def values_of(card: EditableCard) -> dict[str, str]:
    """What the fields show of a card."""
    state = card.state
    values = {field: "" if state[field] is None else str(state[field]) for field in state if field != "persons"}
    values["date"] = ".".join(reversed(values["date"].split("-"))) if values["date"] else ""
    values["persons"] = "\n".join(
        f"{name} (№ {number})" + ("" if role == SUBJECT else f"{ROLED}{role}") for number, name, role in card.persons
    )
    return values


def changes_from(form: Mapping[str, str]) -> CardChanges:
    """What the form says of the document; facts that it has no field for stay, and those that are left to the other.

    Raises:
        BadDate, BadNumber.
    """
    changes: dict[str, Any] = {name: form[name] for name in TEXTS if name in form}
    if "date" in form:
        changes["date"] = read_date(form["date"].strip()) if form["date"].strip() else None
    if "sheets" in form:
        changes["sheets"] = _number(form["sheets"], "sheets", SHEETS)
    if "confidentiality" in form:
        changes["confidentiality"] = _number(form["confidentiality"], "confidentiality", HELD) or 0
    for name in ("unit", "group"):
        if name in form:
            changes[name] = _number(form[name], name, HELD)
    if "persons" in form:
        changes["persons"] = persons_from(form["persons"])
    fields = {name.removeprefix(EXTRA): value for name, value in form.items() if name.startswith(EXTRA)}
    if fields:
        changes["fields"] = fields
    for name in _left_to_the_other(form):
        changes.pop(name, None)
    return cast("CardChanges", changes)


def persons_from(text: str) -> list[PersonSaid]:
    """One person a line: the full name, the number of the card in brackets where it is known, a role after a dash."""
    said = []
    for line in filter(None, map(str.strip, text.splitlines())):
        name, _, role = line.partition(ROLED)
        known = _KNOWN.match(name.strip())
        number = read_number(known["number"]) if known else None
        said.append(PersonSaid(known["name"] if known else name.strip(), role.strip() or SUBJECT, number))
    return said


def place_from(form: Mapping[str, str]) -> Place:
    """Where the form puts the document. `item` may have its heading behind the index. Raises BadNumber."""
    index = form.get("item", "").split(maxsplit=1)
    year = _number(form.get("year", ""), "year", YEARS)
    if year is None:
        raise BadNumber("", column="year", value="", least=YEARS[0], most=YEARS[-1])
    chosen = form.get("case_file", "")
    return Place(
        item=index[0] if index else "",
        year=year,
        case_file=read_number(chosen) if chosen.isdecimal() else None,
        new_case_file=form.get("new_case_file", "").strip() if chosen == "new" else None,
        new_volume=form.get("new_volume") == "1",
    )


def refused_in(error: ArchiveError | None) -> str:
    """The name of the field that a refusal is about; empty: no one field."""
    if error is None:
        return ""
    told = error.params.get("field") or error.params.get("column") or ""
    return REFUSED_IN.get(error.code, str(told))


def _left_to_the_other(form: Mapping[str, str]) -> list[str]:
    names = [name.removeprefix(CHOICE) for name, value in form.items() if name.startswith(CHOICE) and value == "theirs"]
    return ["fields" if name.startswith(EXTRA) else name for name in names]


def _number(text: str, field: str, among: range) -> int | None:
    number = read_number(text.strip(), among)
    if text.strip() and number is None:
        raise BadNumber(text, column=field, value=text, least=among[0], most=among[-1])
    return number
