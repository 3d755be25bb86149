"""Codes on the command line: taken by code or by word, and told with their words."""

import click
import pytest
from click.testing import CliRunner

from archive_app.entrypoints.cli.click_texts import in_russian
from archive_app.entrypoints.cli.coded import Coded, coded
from archive_app.entrypoints.cli.commands import COMMANDS
from archive_app.entrypoints.cli.main import cli
from archive_app.person_words import PURPOSE_WORDS

NAMES_OF_OPTIONS = {"--without", "--via"}
"""These are told by words of the help: names of other options, names of protocols."""


@click.command("try")
@click.option("--for", "purpose", required=True, **coded(PURPOSE_WORDS, "Зачем."))
def trial(purpose: str) -> None:
    click.echo(purpose)


@pytest.mark.parametrize("said", ["biometric", "биометрические данные", "Биометрические данные "])
def test_a_code_and_its_word_are_the_same(said: str) -> None:
    assert CliRunner().invoke(trial, ["--for", said]).output == "biometric\n"


def test_what_is_neither_is_told_what_there_is() -> None:
    answer = CliRunner().invoke(trial, ["--for", "фото"])
    assert answer.exit_code == 2
    assert "«фото» – такого значения нет; есть: education: обработка данных для обучения; " in answer.output


def test_what_is_not_given_is_told_what_there_is() -> None:
    assert "education: обработка данных для обучения" in CliRunner().invoke(trial, []).output


def test_help_tells_the_words() -> None:
    told = " ".join(CliRunner().invoke(in_russian(trial), ["--help"]).output.split())
    assert "--for КОД Зачем. education: обработка данных для обучения; publication:" in told


def test_no_command_offers_bare_codes() -> None:
    context, bare = click.Context(cli), []
    commands = [cli.get_command(context, name) for name in COMMANDS]
    while commands:
        command = commands.pop()
        assert command is not None
        commands += getattr(command, "commands", {}).values()
        for parameter in command.params:
            kind = parameter.type
            if (
                isinstance(kind, click.Choice)
                and not isinstance(kind, Coded)
                and parameter.opts[0] not in NAMES_OF_OPTIONS
            ):
                bare.append((command.name, parameter.opts))
    assert bare == []
