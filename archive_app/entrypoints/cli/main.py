"""The command `archive`: finds the command asked for, runs it, and turns any error into a sentence and an exit code."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from importlib import import_module

gc.set_threshold(200_000)  # starting makes classes by the thousand, and none of them goes: looking costs a fifth of it
atexit.register(gc.freeze)  # all memory goes with the process: a last search through it costs a quarter of a command


from archive_app.i18n import catalogue, translate  # noqa: E402

catalogue()  # before click is imported: its own sentences come from the same catalogue

import click  # noqa: E402

from archive_app.auth.gate import UndeclaredRight, right_of  # noqa: E402
from archive_app.entrypoints.cli.click_texts import in_russian  # noqa: E402
from archive_app.entrypoints.cli.commands import COMMANDS, about  # noqa: E402
from archive_app.entrypoints.cli.output import Output, report_error  # noqa: E402
from archive_app.logs import configure_logs, log  # noqa: E402
from archive_app.settings import load_settings  # noqa: E402

SERVERS = frozenset({"serve", "web", "worker", "scheduler"})


def require_declared(command: click.Command, path: str = "archive") -> None:
    """A command that does not say which right it needs does not start. Raises UndeclaredRight."""
    path = f"{path} {command.name}"
    if isinstance(command, click.Group):
        for below in command.commands.values():
            require_declared(below, path)
    elif right_of(command.callback) is None:
        raise UndeclaredRight(f"no right is declared for: {path}")


class LazyCommands(click.Group):
    """Imports a command's file only when that command is asked for, so that `archive --help` is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """All commands, in the order in which a newcomer meets them."""
        return list(COMMANDS)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's
        """The list of all of them with their help."""
        room = formatter.width - 6 - max(map(len, COMMANDS))
        told = [click.Command(name, help=about(name)) for name in COMMANDS]
        rows = [(str(one.name), one.get_short_help_str(room)) for one in told]
        with formatter.section(translate("Commands")):
            formatter.write_dl(rows)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The click command in `archive_app/entrypoints/cli/<name>_command.py`."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"archive_app.entrypoints.cli.{cmd_name}_command")
        require_declared(module.command)
        return in_russian(module.command)


@click.group(cls=LazyCommands, help=translate("Архивариус: documents of a school, from the desk to the archive."))
@click.version_option(None, "-V", "--version", package_name="archivarius", message="%(version)s")
@click.option("--user", default=None, metavar="LOGIN", help=translate("Act as this user (default: ARCHIVE_USER)."))
@click.pass_context
def cli(ctx: click.Context, user: str | None) -> None:
    """Read the settings once; every command finds them in the context."""
    settings = load_settings(user=user) if user else load_settings()
    lasting = ctx.invoked_subcommand in SERVERS
    if lasting:
        gc.set_threshold(20_000)  # what a server leaves behind goes sooner
    usual = "info" if lasting else "warning"
    configure_logs(settings.log_level or usual, as_json=settings.log_format == "json")
    ctx.obj = settings


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with a documented exit code (docs/ru/cli.md)."""
    os.umask(0o077)  # whatever an archive writes, exports included, is personal data
    configure_logs("warning")
    try:
        code = in_russian(cli).main(args=arguments, prog_name="archive", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo(translate("Aborted!"), err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.exit(0)
    except Exception as error:
        log.debug("command failed", exc_info=True)
        sys.exit(report_error(error, Output.from_arguments(arguments)))
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
