"""Who can see this, and why; what this person can see: the answers come from the same policy that decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from archive_app.auth.actor import Actor, actor_of, grants_of_all, require, require_one
from archive_app.auth.acts import ACT_WORDS, DOCUMENT_ACTS
from archive_app.auth.grants import holding
from archive_app.auth.policy import visible
from archive_app.db.engine import reading
from archive_app.db.models import (
    Act,
    Document,
    DocumentKind,
    DocumentState,
    Scope,
    SpecialAccess,
    User,
)
from archive_app.i18n import translate
from archive_app.services.documents import visible_document
from archive_app.services.rights.names import user_named
from archive_app.services.rights.words import RightWords

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Sequence

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.auth.grants import Grant


@dataclass(frozen=True, slots=True)
class Reader:
    """A person who sees the document, and each reason: a duty or a permission, in words."""

    login: str
    name: str
    acts: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RightLine:
    """What a person may do by one duty."""

    role: str
    acts: tuple[str, ...]
    kinds: tuple[str, ...]
    """Titles of kinds of documents; () is every kind."""
    reach: str
    max_confidentiality: int


@dataclass(frozen=True, slots=True)
class PersonsView:
    """What a person may do today. `documents`: how many are seen, by the title of their kind."""

    login: str
    name: str
    active: bool
    rights: tuple[RightLine, ...]
    opened: tuple[str, ...]
    documents: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Explaining:
    """Explains rights to those who keep accounts or hold the record; says nothing of what a document contains."""

    sessions: sessionmaker[Session]
    today: Callable[[], datetime.date]

    def who_sees(self, document_id: int, actor: Actor) -> tuple[Reader, ...]:
        """Everybody who sees the document today, by name.

        Raises:
            NotFound: there is none, or not for `actor`. NotAllowed: the person may not release anything.
        """
        require(actor, Act.RELEASE)
        with reading(self.sessions) as session:
            document = visible_document(session, document_id, actor)
            words = RightWords(session)
            grants = grants_of_all(session, self.today())
            opened: dict[int, list[SpecialAccess]] = {}
            for one in session.scalars(self._permissions().where(_opens(document))):
                opened.setdefault(one.user_id, []).append(one)
            users = session.scalars(select(User).where(User.active).order_by(User.display_name, User.id))
            found = (_reader(words, document, user, grants.get(user.id, ()), opened.get(user.id, [])) for user in users)
            return tuple(reader for reader in found if reader is not None)

    def what_sees(self, login: str, actor: Actor) -> PersonsView:
        """What `login` may do today, and how many documents of each kind are seen.

        Of oneself everybody may ask. Raises NotAllowed, UnknownName.
        """
        if login != actor.login:
            require_one(actor, (Act.ACCOUNTS, Act.RELEASE))
        with reading(self.sessions) as session:
            user = user_named(session, login)
            person = actor_of(session, user, self.today())
            words = RightWords(session)
            counted = session.execute(
                select(DocumentKind.title, func.count())
                .join(Document, Document.kind_code == DocumentKind.code)
                .where(Document.state == DocumentState.ACTIVE, visible(person))
                .group_by(DocumentKind.title, DocumentKind.position)
                .order_by(DocumentKind.position)
            ).all()
            opened = session.scalars(self._permissions().where(SpecialAccess.user_id == user.id)).all()
            return PersonsView(
                login=user.login,
                name=user.display_name,
                active=user.active,
                rights=_lines(person.grants, words),
                opened=tuple(words.permission(one) for one in opened),
                documents=tuple((title, number) for title, number in counted) if user.active else (),
            )

    def _permissions(self) -> Select[SpecialAccess]:
        on = self.today()
        return select(SpecialAccess).where(
            SpecialAccess.revoked_at.is_(None), SpecialAccess.valid_from <= on, SpecialAccess.valid_until >= on
        )


def _opens(document: Document) -> ColumnElement[bool]:
    case_file = document.volume.case_file_id if document.volume else None
    return or_(SpecialAccess.document_id == document.id, SpecialAccess.case_file_id == case_file)


def _reader(
    words: RightWords, document: Document, user: User, grants: Sequence[Grant], opened: Sequence[SpecialAccess]
) -> Reader | None:
    scopes = _scopes(document)
    here = [grant for scope in scopes for grant in holding(grants, scope) if grant.act in DOCUMENT_ACTS]
    seeing = [grant for grant in here if grant.act is Act.SEE]
    if not seeing and not opened:
        return None
    acts = dict.fromkeys(grant.act for grant in here)
    if opened:
        acts[Act.SEE] = None
    if any(one.download for one in opened):
        acts[Act.DOWNLOAD] = None
    reasons = dict.fromkeys([*map(words.duty, seeing), *map(words.permission, opened)])
    return Reader(user.login, user.display_name, tuple(translate(ACT_WORDS[act]) for act in acts), tuple(reasons))


def _scopes(document: Document) -> tuple[Scope, ...]:
    kind, level, unfiled = document.kind_code, document.confidentiality, document.volume_id is None
    own = Scope(kind, None, None, document.subject_id, level, unfiled)
    scope = Scope(kind, document.unit_id, document.group_id, None, level, unfiled)
    return (scope, own) if document.subject_id else (scope,)


def _lines(grants: tuple[Grant, ...], words: RightWords) -> tuple[RightLine, ...]:
    """The rights of each duty, those of equal kinds together: a person reads few lines, not sixty."""
    acts: dict[tuple[object, ...], dict[str, list[str]]] = {}
    for grant in grants:
        key = (grant.duty_id, grant.role, grant.reach, grant.max_confidentiality, words.reach(grant))
        kinds = acts.setdefault(key, {}).setdefault(translate(ACT_WORDS[grant.act]), [])
        kinds.append(words.kinds[grant.kind] if grant.kind else "")
    lines: list[RightLine] = []
    for (_, role, _, highest, reach), of_act in acts.items():
        by_kinds: dict[tuple[str, ...], list[str]] = {}
        for act, kinds in of_act.items():
            by_kinds.setdefault(tuple(kind for kind in kinds if kind), []).append(act)
        lines += [
            RightLine(words.roles[str(role)], tuple(of), kinds, str(reach), int(str(highest)))
            for kinds, of in by_kinds.items()
        ]
    return tuple(lines)
