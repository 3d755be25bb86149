"""How commands speak: Russian lines for a person, one JSON object for a program (`--json`)."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from dataclasses import asdict, dataclass, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

import click

from archive_app.errors import EXIT_UNEXPECTED, describe
from archive_app.i18n import translate
from archive_app.logs import log

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

T = TypeVar("T")
json_option = click.option("--json", "as_json", is_flag=True, help=translate("Answer with one JSON object."))


@dataclass(frozen=True, slots=True)
class Output:
    """Where a command's answer goes."""

    as_json: bool

    @classmethod
    def from_arguments(cls, arguments: list[str] | None) -> Self:
        """The form asked for, read without parsing, for errors that happen before parsing ends."""
        return cls("--json" in (sys.argv[1:] if arguments is None else arguments))

    def answer(self, data: object, say: Callable[[], object]) -> None:
        """Print `data` as JSON, or let `say` print lines for a person."""
        if self.as_json:
            click.echo(json.dumps(to_json(data), ensure_ascii=False, indent=2))
        else:
            say()

    def progress(self, items: Iterable[T], length: int, label: str) -> Iterator[T]:
        """Go through `items`; at a terminal a bar shows how far."""
        if self.as_json or not sys.stderr.isatty():
            yield from items
            return
        with click.progressbar(items, length=length, label=label, file=sys.stderr) as bar:
            yield from bar

    @contextmanager
    def steps(self, label: str) -> Iterator[Callable[[int], None]]:
        """What is called with a number writes it over the last one; for work whose length is not known before."""
        if self.as_json or not sys.stderr.isatty():
            yield lambda _number: None
            return
        try:
            yield lambda number: click.echo(f"\r{label}: {number}", err=True, nl=False)
        finally:
            click.echo(err=True)


def to_json(value: Any) -> Any:
    """Plain JSON values of dataclasses, dates, enums, paths and decimals (as text), recursively."""
    if is_dataclass(value) and not isinstance(value, type):
        return {key: to_json(item) for key, item in asdict(value).items()}
    if isinstance(value, dict):
        return {str(key): to_json(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [to_json(item) for item in value]
    if isinstance(value, Enum):
        return to_json(value.value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value) if isinstance(value, (Path, Decimal)) else value


def report_error(error: Exception, output: Output) -> int:
    """Tell what went wrong and what to do; the exit code to leave with."""
    problem = describe(error)
    if problem.exit_code == EXIT_UNEXPECTED:
        log.error("unexpected error", exc_info=error)
    if output.as_json:
        click.echo(json.dumps({"error": {"code": problem.code, "message": problem.message}}, ensure_ascii=False))
    else:
        click.echo(translate("Error: {message}", message=problem.message), err=True)
        click.echo(translate("Code: {code}", code=problem.code), err=True)
    return problem.exit_code
