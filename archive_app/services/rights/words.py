"""Rights and permissions in words, for those who explain them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.auth.acts import REACH_WORDS
from archive_app.db.models import DocumentKind, Person, Reach, Role, SpecialAccess, StudyGroup, Unit
from archive_app.i18n import translate
from archive_app.services.documents import spoken_name

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from archive_app.auth.grants import Grant


class RightWords:
    """Names behind the numbers in rights: small dictionaries, read once for an answer."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.roles = dict(session.execute(select(Role.code, Role.title)).all())
        self.kinds = dict(session.execute(select(DocumentKind.code, DocumentKind.title)).all())
        self._units = dict(session.execute(select(Unit.id, Unit.name)).all())
        self._groups = dict(session.execute(select(StudyGroup.id, StudyGroup.name)).all())

    def reach(self, grant: Grant) -> str:
        """`своё подразделение: Учебная часть`."""
        measured = {
            Reach.ALL: None,
            Reach.UNIT: self._units.get(grant.unit_id or 0, "—"),
            Reach.GROUP: self._groups.get(grant.group_id or 0, "—"),
            Reach.OWN: self._person(grant.person_id),
        }[grant.reach]
        return translate(REACH_WORDS[grant.reach]) + (f": {measured}" if measured else "")

    def duty(self, grant: Grant) -> str:
        """A reason that is a duty."""
        return translate("Duty: {role} ({reach})", role=self.roles[grant.role], reach=self.reach(grant))

    def permission(self, one: SpecialAccess) -> str:
        """A reason that is a permission."""
        what = (
            translate("Document {number}", number=one.document_id)
            if one.document_id is not None
            else translate("Case file {number}", number=one.case_file_id)
        )
        return translate(
            "{what} is opened until {until} by {login}: {reason}",
            what=what,
            until=one.valid_until.strftime("%d.%m.%Y"),
            login=one.given_by,
            reason=one.reason,
        )

    def _person(self, person_id: int | None) -> str:
        person = self._session.get(Person, person_id) if person_id is not None else None
        return spoken_name(person) if person is not None else "—"
