"""File plans, the holder of the key, errors."""

from archive_app.auth.acts import Act
from archive_app.entrypoints.api.shapes.base import Answered


class PlanYears(Answered):
    """The years in which a file plan is in force."""

    years: list[int]


class PlanItem(Answered):
    """An item, with the number of documents of the year that the holder of the key may see."""

    index: str
    title: str
    retention_text: str
    article: str | None
    carrier: str
    note: str | None
    documents: int
    case_files: int


class PlanSection(Answered):
    """A section with its items."""

    title: str
    items: list[PlanItem]


class Plan(Answered):
    """The plan in force of a year."""

    year: int
    version: int
    sections: list[PlanSection]


class Me(Answered):
    """Whose key it is, and what the key may do."""

    login: str
    name: str
    roles: list[str]
    acts: list[Act]


class WrongParameter(Answered):
    """A parameter that was refused."""

    name: str
    reason: str


class ProblemShape(Answered):
    """An error (RFC 9457): `code` is stable, `detail` is for a person."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    request_id: str
    errors: tuple[WrongParameter, ...] = ()
