"""Who receives an answer or an original: the person, known by a name borne, or somebody who acts by a paper."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from archive_app.db.models import ApplicantKind
from archive_app.db.names import fold_name
from archive_app.services.requests.errors import ReceiverMissing, ReceiverUnproved
from archive_app.services.typed import lines

if TYPE_CHECKING:
    from archive_app.db.models import Person, PersonName

LONGEST = 300
_BETWEEN = re.compile(r"[\s.]+")


@dataclass(frozen=True, slots=True)
class Receiver:
    """`shown` is the identity document; `authority` the paper of whoever is not the person, with number and date."""

    received_by: str
    shown: str
    authority: str = ""

    def cleaned(self) -> Self:
        """The same in characters that can be stored. Raises TooLong, ReceiverMissing."""
        words = lines(self, LONGEST, "received_by", "shown", "authority")
        if not words["received_by"] or not words["shown"]:
            raise ReceiverMissing
        return replace(self, **words)

    def judged(self, person: Person, ground: str, *, known: str = "") -> tuple[ApplicantKind, str]:
        """As what the receiver comes, and the ground with the paper; `known` is the paper that was told before.

        Raises:
            ReceiverUnproved: neither is the person called so, nor is there a paper.
        """
        if not self.authority and any(_called(name, self.received_by) for name in person.names):
            return ApplicantKind.SELF, ground
        paper = self.authority or known.strip()
        if not paper:
            raise ReceiverUnproved(name=self.received_by)
        return ApplicantKind.REPRESENTATIVE, f"{ground}; {paper}"


def _called(name: PersonName, typed: str) -> bool:
    """`Орлова`, `Орлова В. И.` and `Орлова Вера Ивановна` name the same; `Орлова Ольга` does not."""
    words = [fold_name(word) for word in _BETWEEN.split(typed) if word]
    parts = [fold_name(part) for part in (name.surname, name.given or "", *(name.patronymic or "").split())]
    if not words or words[0] != parts[0] or len(words) > len(parts):
        return False
    return all(part == word or (len(word) == 1 and part[:1] == word) for word, part in zip(words, parts, strict=False))
