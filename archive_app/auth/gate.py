"""The one gate: every page, command and verb of the API says which right it needs, or why it is open to all.

A road that says nothing does not start. The declaration is enforced before the road is taken; the services behind
it ask the policy once more, about the very document.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from archive_app.db.models.access import Act

F = TypeVar("F", bound="Callable[..., object]")
_DECLARED = "__archive_right__"


@dataclass(frozen=True, slots=True)
class Right:
    """What a road needs: one of `acts`; without acts only a person who is known, or nobody at all (`anonymous`).

    `why` explains a road that needs no act.
    """

    acts: tuple[Act, ...] = ()
    anonymous: bool = False
    why: str = ""


class UndeclaredRight(RuntimeError):
    """A road says nothing of its right: a fault of the program, found when it starts."""


def needs(*acts: Act) -> Callable[[F], F]:
    """Whoever takes this road must be allowed to do one of `acts` to something."""
    return _declare(Right(acts))


def signed_in(why: str) -> Callable[[F], F]:
    """Every person who is known may take this road."""
    return _declare(Right(why=why))


def open_to_all(why: str) -> Callable[[F], F]:
    """Nobody is asked who it is."""
    return _declare(Right(anonymous=True, why=why))


def right_of(road: object) -> Right | None:
    """What a function declared."""
    found = getattr(road, _DECLARED, None)
    return found if isinstance(found, Right) else None


def _declare(right: Right) -> Callable[[F], F]:
    def put(road: F) -> F:
        setattr(road, _DECLARED, right)
        return road

    return put
