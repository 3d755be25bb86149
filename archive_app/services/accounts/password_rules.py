"""Which passwords are accepted: long enough and hard to guess; nothing about kinds of characters, no forced changes.

After NIST SP 800-63B-4, 3.1.1: a minimum length, a list of what is expected and common, nothing else. What is common is
judged by zxcvbn; Russian words, also typed with the other keyboard layout (`gfhjkm` is «пароль»), and the words that
belong to the person are given to it besides its own English dictionaries.
"""

from __future__ import annotations

import re
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from archive_app.errors import ArchiveError
from archive_app.services.accounts.passwords import normal

if TYPE_CHECKING:
    from collections.abc import Iterable

SHORTEST = 10
LONGEST = 128
"""Characters; a longer one would only make the hash work."""
LEAST_SCORE = 3
"""Of zxcvbn's 0..4: at least 10^8 guesses."""
JUDGED = 72
"""zxcvbn takes no more characters."""
COMMON_WORDS = tuple((Path(__file__).parent / "common_words.txt").read_text(encoding="utf-8").split())
"""Russian words that passwords are made of; zxcvbn knows English ones only."""
_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_CYRILLIC = "йцукенгшщзхъфывапролджэячсмитьбюё"
_OTHER_LAYOUT = str.maketrans(_LATIN + _CYRILLIC, _CYRILLIC + _LATIN)
_one_at_a_time = Lock()
"""zxcvbn keeps the words of the call in a table of its module."""


class PasswordTooShort(ArchiveError):
    """Params: `shortest`."""

    code = "password_too_short"


class PasswordTooLong(ArchiveError):
    """Params: `longest`."""

    code = "password_too_long"


class PasswordGuessable(ArchiveError):
    """The password is common, or made of the person's own name or login."""

    code = "password_guessable"


def check_new_password(password: str, personal: Iterable[str] = ()) -> None:
    """Let `password` pass if it may be chosen; `personal` is the login, the name and the like of its owner.

    Raises:
        PasswordTooShort, PasswordTooLong, PasswordGuessable.
    """
    wanted = normal(password)
    if len(wanted) < SHORTEST:
        raise PasswordTooShort(shortest=SHORTEST)
    if len(wanted) > LONGEST:
        raise PasswordTooLong(longest=LONGEST)
    if _score(wanted, personal) < LEAST_SCORE:
        raise PasswordGuessable


def _score(password: str, personal: Iterable[str]) -> int:
    from zxcvbn import zxcvbn

    words = [*(word for text in personal for word in re.split(r"\W+", text.casefold()) if word), *COMMON_WORDS]
    lower = password[:JUDGED].casefold()
    with _one_at_a_time:
        scores = [zxcvbn(typed, user_inputs=words)["score"] for typed in (lower, lower.translate(_OTHER_LAYOUT))]
    return int(min(scores))
