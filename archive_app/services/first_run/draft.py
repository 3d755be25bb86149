"""What was answered so far; kept with the data until the set-up is finished, the password as its hash only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict
from sqlalchemy import select

from archive_app.audit import MACHINE
from archive_app.db.models import Fonds, Setting, User

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from archive_app.services.accounts.ground import Ground

KEPT_AS = "first_run_draft"
UNNAMED = "—"
"""The name of a fonds that `archive init` was told no name for."""
PlanChoice = Literal["school", "college", "own", "later"]


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True)


class Organisation(_Answer):
    """The fonds: its name in full and in short, and its number, given by the archive that receives its records."""

    name: str
    short_name: str
    number: str


class Administrator(_Answer):
    """Who sets the archive up; `password_hash` is argon2id."""

    name: str
    login: str
    password_hash: str
    second_factor: bool


class Archivist(_Answer):
    """Who keeps the documents: the administrator (`same`), or another person with an account of the own."""

    same: bool
    name: str = ""
    login: str = ""


class StartingPlan(_Answer):
    """The first file plan: `table` is what `retention.fileplan.write_plan` wrote; empty for `later`."""

    choice: PlanChoice
    year: int
    table: str = ""
    file_name: str = ""


class Draft(_Answer):
    """The answers; None: not asked yet."""

    organisation: Organisation | None = None
    administrator: Administrator | None = None
    archivist: Archivist | None = None
    plan: StartingPlan | None = None

    @property
    def complete(self) -> bool:
        """Whether nothing is left to ask."""
        return None not in {self.organisation, self.administrator, self.archivist, self.plan}


class Known(_Answer):
    """What `archive init` was told: offered as the first answer."""

    organisation: str
    number: str
    administrator: str
    login: str


def load_draft(ground: Ground) -> Draft:
    """What was answered so far."""
    with ground.reading() as session:
        kept = session.scalar(select(Setting.value).where(Setting.key == KEPT_AS))
    return Draft.model_validate_json(kept) if kept else Draft()


def keep_answer(ground: Ground, **answers: _Answer) -> None:
    """Add answers to the draft, over earlier ones to the same question."""
    kept = load_draft(ground).model_copy(update=dict(answers))
    with ground.writing(MACHINE) as (session, _):
        session.merge(Setting(key=KEPT_AS, value=kept.model_dump_json(), updated_at=ground.clock()))


def load_known(ground: Ground) -> Known:
    """What the rows say already."""
    with ground.reading() as session:
        fonds = session.scalars(select(Fonds).order_by(Fonds.id)).first()
        user = first_account(session)
        return Known(
            organisation=fonds.name if fonds and fonds.name != UNNAMED else "",
            number=fonds.number if fonds else "1",
            administrator=user.display_name if user else "",
            login=user.login if user else "",
        )


def first_account(session: Session) -> User | None:
    """The account that `archive init` has opened."""
    return session.scalars(select(User).where(User.active).order_by(User.id).limit(1)).first()
