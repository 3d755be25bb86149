"""What other places of backups gave to whoever brings something back, in words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from archive_app.i18n import translate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def say_other_places(elsewhere: Mapping[str, str], away: Iterable[str]) -> None:
    """`elsewhere`: name of an object -> the place it came from; `away`: places that did not answer."""
    for place, number in sorted(Counter(elsewhere.values()).items()):
        words = translate(
            "objects that the place of the snapshot has not whole: {n}, taken from {place}", n=number, place=place
        )
        click.echo(words, err=True)
    for place in away:
        words = translate(
            "{place} did not answer: neither its copies nor its list of destroyed records were used", place=place
        )
        click.echo(words, err=True)
