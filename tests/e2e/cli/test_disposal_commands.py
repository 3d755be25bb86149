"""`archive disposal`: the steps of an act, and the steps that are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.errors import EXIT_BAD_INPUT, EXIT_CONFLICT
from storage.keys import BlobKey
from tests.fixtures.archives import work
from tests.fixtures.disposal import Cabinet

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.cli.conftest import Cli


def test_an_act_from_the_command_line(cli: Cli, tmp_path: Path) -> None:
    with cli.home.opened() as archive:
        cabinet = Cabinet(archive, tmp_path)
        document, exams = cabinet.closed("02-13", "ведомость")
        cabinet.closed("02-14", "протокол А")
        cabinet.closed("02-14", "протокол Б")
        _, journal = cabinet.closed("02-03", "журнал")
        sha256 = cabinet.sha256(document)
        work(archive)
    as_keeper, as_director = {"ARCHIVE_USER": "архивист"}, {"ARCHIVE_USER": "директор"}
    assert cli.run("disposal", "propose", journal, **as_keeper).returncode == EXIT_CONFLICT
    assert "сначала нужно изъять" in cli.run("disposal", "candidates", **as_keeper).stdout
    assert cli.run("disposal", "propose", **as_director).returncode == 0
    assert cli.run("disposal", "execute", 1, "--confirm", 1, **as_keeper).returncode == EXIT_CONFLICT
    assert cli.run("disposal", "decide", 1, 2, 3, "--reason", "оптом", **as_keeper).returncode == EXIT_CONFLICT
    assert cli.run("disposal", "decide", 1, "--rest", **as_keeper).returncode == 0
    for line in (2, 3):
        assert cli.run("disposal", "decide", 1, line, "--reason", "ценности нет", **as_keeper).returncode == 0
    seats = ("--chair", "Соколова;директор", "--member", "Орлов;завуч", "--absent", "Белова;архивист")
    assert cli.run("disposal", "review", 1, "--protocol", "7", *seats, **as_keeper).returncode == 0
    own = cli.run("disposal", "approve", 1, **as_director)
    assert (own.returncode, "own_proposal" in own.stderr) == (EXIT_CONFLICT, True)
    assert cli.run("disposal", "withdraw", 1, "--reason", "предложит архивист", **as_keeper).returncode == 0
    with cli.home.opened() as archive:
        cabinet = Cabinet(archive, tmp_path)
        act = cabinet.approved(case_files=[exams])
    assert cli.run("disposal", "decide", act, 1, **as_keeper).returncode == EXIT_CONFLICT
    assert cli.run("disposal", "execute", act, "--confirm", "да", **as_keeper).returncode == EXIT_BAD_INPUT
    assert cli.run("disposal", "execute", act, "--confirm", act, **as_keeper).returncode == 0
    with cli.home.opened() as archive:
        work(archive)
        assert not archive.store.exists(BlobKey(sha256))
    shown = cli.run("disposal", "show", act, "--remains", **as_keeper).stdout
    assert "исполнен" in shown
    assert sha256 in shown
    assert cli.run("disposal", "print", act, "--to", tmp_path / "акт.pdf", **as_keeper).returncode == 0
    assert (tmp_path / "акт.pdf").read_bytes().startswith(b"%PDF")


def test_a_hold_comes_before_the_destruction_and_what_went_is_told(cli: Cli, tmp_path: Path) -> None:
    with cli.home.opened() as archive:
        cabinet = Cabinet(archive, tmp_path)
        held, held_file = cabinet.closed("02-13", "спорная ведомость")
        free, free_file = cabinet.closed("02-13", "прочая ведомость", persons=("Рябинина Анна Петровна",))
        _, charter = cabinet.closed("01-01", "устав")
        _, waiting = cabinet.closed("02-02", "личное дело")
        cabinet.closed("02-14", "протокол ГИА")
        act = cabinet.approved(case_files=[held_file, free_file])
        sha256 = [cabinet.sha256(number) for number in (held, free)]
    keeper = {"ARCHIVE_USER": "архивист"}
    for barred in (charter, waiting):  # for ever; nobody has left yet: no date
        assert cli.run("disposal", "propose", barred, **keeper).returncode == EXIT_CONFLICT
    assert cli.json("retention", "explain", waiting, ARCHIVE_USER="архивист")["eligible_on"] is None
    other = cli.json("disposal", "propose", ARCHIVE_USER="архивист")["act_id"]
    seats = ("--chair", "Соколова;директор", "--member", "Орлов;завуч", "--member", "Белова;архивист")
    early = cli.run("disposal", "review", other, "--protocol", "8", *seats, **keeper)  # the line with ЭПК is open
    assert (early.returncode, "not_decided" in early.stderr) == (EXIT_CONFLICT, True)
    log = ("disposal", "personal-data", act, "--to", tmp_path / "журнал.csv")
    assert cli.run(*log, **keeper).returncode == EXIT_CONFLICT  # nothing has been destroyed yet
    assert cli.run("disposal", "execute", act, "--confirm", act, **keeper).returncode == 0
    paper = ("--reference", "запрос суда", "--reason", "иск")
    assert cli.run("hold", "add", "case_file", held_file, *paper, **keeper).returncode == 0
    with cli.home.opened() as archive:
        work(archive)
        assert [archive.store.exists(BlobKey(each)) for each in sha256] == [True, False]
    assert "запрос суда" in cli.run("disposal", "show", act, **keeper).stdout
    assert cli.run(*log, **keeper).returncode == 0
    assert "Рябинина Анна Петровна" in (tmp_path / "журнал.csv").read_text(encoding="utf-8")
    form = ("form", "personal-data-act", act, "--to", tmp_path / "пд.pdf")
    assert cli.run(*form, **keeper).returncode == 0
    assert (tmp_path / "пд.pdf").read_bytes().startswith(b"%PDF")
