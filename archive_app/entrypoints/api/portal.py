"""`/portal`: the own records, and those of whom the holder of the key speaks for today; whose an account is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.api.asked import taken
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.operation import answer, operation
from archive_app.entrypoints.api.persons import ONE
from archive_app.entrypoints.api.shapes import portal as shapes
from archive_app.entrypoints.api.shapes.marks import MarkShape
from archive_app.entrypoints.api.shapes.persons import StudyShape
from archive_app.entrypoints.web.current import actor, archive
from archive_app.i18n import mark
from archive_app.numbers import LARGEST
from archive_app.services.people.meant import person_meant
from archive_app.services.portal.opening import accounts_of, tie_account, untie_account
from archive_app.services.portal.showing import my_persons, my_record

if TYPE_CHECKING:
    from flask import Response


TIED = f"{ONE}/portal-accounts"


@blueprint.get(TIED)
@needs(Act.ACCOUNTS)
@operation(mark("The portal accounts of a person"), answers=shapes.TiedAccounts)
def portal_accounts(person_id: int) -> Response:
    """Those that see the own records."""
    return _tied(person_id)


@blueprint.post(TIED)
@needs(Act.ACCOUNTS)
@operation(mark("Tie an account to a person"), takes=shapes.AccountToTie, answers=shapes.TiedAccounts, statuses=(201,))
def tie_portal_account(person_id: int) -> Response:
    """Its rights follow from the card."""
    tie_account(archive().people, taken(shapes.AccountToTie).login, person_id, actor())
    return _tied(person_id, 201)


@blueprint.post("/users/<login>/person")
@needs(Act.ACCOUNTS)
@operation(mark("Say whose an account is"), takes=shapes.OwnerSaid, answers=shapes.TiedAccounts, statuses=(201,))
def tie_account_to_person(login: str) -> Response:
    """By the name or the number of the card; a name that several bear is refused, and tells them apart."""
    number = person_meant(archive().people, taken(shapes.OwnerSaid).person, actor(), asking=Act.ACCOUNTS) or 0
    tie_account(archive().people, login, number, actor())
    return _tied(number, 201)


@blueprint.post(f"{TIED}/untie")
@needs(Act.ACCOUNTS)
@operation(mark("Untie an account from a person"), takes=shapes.AccountToUntie, answers=shapes.TiedAccounts)
def untie_portal_account(person_id: int) -> Response:
    """It sees the records no longer."""
    said = taken(shapes.AccountToUntie)
    untie_account(archive().people, said.login, said.reason, actor(), person_id=person_id)
    return _tied(person_id)


def _tied(person_id: int, status: int = 200) -> Response:
    found = accounts_of(archive().people, person_id, actor())
    return answer(shapes.TiedAccounts(accounts=[shapes.TiedShape.model_validate(one) for one in found]), status)


@blueprint.get("/portal/persons")
@needs(Act.SEE)
@operation(mark("Whose own records may be seen"), answers=shapes.MyPersons)
def my_records() -> Response:
    """Oneself, and those whom one speaks for today."""
    found = my_persons(archive().people, actor())
    return answer(shapes.MyPersons(persons=[shapes.MineShape.model_validate(one) for one in found]))


@blueprint.get(f"/portal/persons/<int(max={LARGEST}):person_id>")
@needs(Act.SEE)
@operation(mark("The own records of a person"), answers=shapes.MyRecord)
def my_record_of(person_id: int) -> Response:
    """Anybody else is not told from nobody."""
    card, documents = my_record(archive().people, person_id, actor())
    return answer(
        shapes.MyRecord(
            person_id=card.person_id,
            name=card.name,
            birth_date=card.birth_date,
            studies=[StudyShape.model_validate(study) for study in card.studies],
            marks=[MarkShape.model_validate(line) for line in card.marks],
            documents=[shapes.OwnDocumentShape.model_validate(one) for one in documents],
        )
    )
