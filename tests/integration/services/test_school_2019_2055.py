"""A school from 2019 to 2055, by a clock that is set: every day and every number was reckoned by hand.

The law (domain.md): a record may go on 1 January of (Y + 1 + N), Y the year in which the case file was finished (or
its event happened), N the years of its term. Summaries of class journals are kept 25 years more.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import pikepdf
import pytest

from archive_app.bootstrap import initialise, open_archive
from archive_app.db.models import CaseFile, CaseFileState, Decision, HoldTarget, InventoryKind
from archive_app.services.disposal.errors import InventoriesMissing, NothingToPropose
from archive_app.services.fileplans import import_plan
from archive_app.services.life.event_lists import OrderSaid
from archive_app.services.life.events import Told
from retention.term import Trigger
from storage.keys import BlobKey
from tests.fixtures.archives import Home, work
from tests.fixtures.school_years import PLAN, Clock, School, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

JOURNAL_HEADING = "Классные журналы (этап 1: журнал целиком)"
NEW_ITEM = {
    "index": "02-20",
    "section": "02 Учебная часть",
    "title": "Журнал учёта пропусков",
    "retention_text": "3 года",
    "trigger": "",
    "article": "НД школы",
    "carrier": "paper",
    "note": "",
}


@dataclass
class Story:
    """The school and its case files by the names that the steps below give them."""

    school: School
    files: dict[str, int] = field(default_factory=dict)

    def states(self) -> dict[str, str]:
        with self.school.archive.sessions() as session:
            return {name: session.get_one(CaseFile, number).state.value for name, number in self.files.items()}

    def due(self) -> dict[str, int]:
        return self.school.archive.life.prospects.run_as(self.school.keeper).due

    def says(self, **expected: tuple[str, str, str]) -> None:
        """The verdicts of today."""
        found = {name: self.school.verdict(self.files[name]) for name in expected}
        assert found == expected


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    clock = Clock(date(2018, 11, 30))
    settings = Home(tmp_path / "home").settings()
    initialise(settings, admin="Соколова Мария Игоревна", organisation="Школа № 17", clock=clock)
    with open_archive(settings, clock) as archive:
        yield Story(School(archive, tmp_path, clock))


def test_a_school_from_2019_to_2055(story: Story) -> None:
    year_2019(story)
    year_2020(story)
    year_2021(story)
    years_2022_to_2025(story)
    year_2026(story)
    years_2027_to_2032(story)
    years_2052_to_2054(story)
    what_remains_in_2055(story)


def test_the_same_road_on_servers(served_home: Home, tmp_path: Path) -> None:
    """PostgreSQL and S3: a plan, two kinds of orders, an inventory, the handover, a hold, an act."""
    clock = Clock(date(2026, 11, 30))
    with open_archive(served_home.settings(), clock) as archive:
        school = School(archive, tmp_path, clock)
        school.plan(2027, items=45)
        school.on("2027-12-24")
        orders = school.filed("01-03", 2027, "2027-12-20", 30, "Приказ о каникулах")
        house = school.filed("01-04", 2027, "2027-11-08", 20, "Приказ о ремонте")
        school.on("2028-01-10")
        school.close(orders, house)
        totals = archive.plans.totals.fix(2027, school.clerk)
        rows = [(row.begun, row.carried, row.epk) for row in (totals.permanent, totals.over_10, totals.up_to_10)]
        assert rows == [(1, 0, 0), (0, 0, 0), (1, 0, 0)]
        assert school.verdict(house) == ("not_before", "2033-01-01", "01.01.(2027 + 1 + 5) = 01.01.2033")
        school.on("2029-02-01")
        assert school.inventory(InventoryKind.PERMANENT, 2027, orders) == ("1", 1, 1, 30)
        school.handed_over(orders)
        hold = archive.life.holding.add(HoldTarget.ITEM, "01-04", school.keeper, reference="запрос № 1", reason="суд")
        school.on("2033-01-10")
        assert archive.life.prospects.run_as(school.keeper).due == {"close": 0, "transfer": 0, "review": 0}
        archive.life.holding.release(hold, school.keeper, reason="решение вступило в силу")
        assert archive.life.prospects.run_as(school.keeper).due == {"close": 0, "transfer": 0, "review": 1}
        act = archive.disposal.proposing.propose(school.keeper)
        school.reviewed(act, "1")
        assert school.executed(act) == 1
        states = Story(school, {"orders": orders, "house": house}).states()
        assert states == {"orders": "archived", "house": "destroyed"}
        assert archive.doctor.diagnose().blobs.missing == 0


def year_2019(story: Story) -> None:
    """The first plan; orders, personal files, a journal, the book of certificates; old orders found in a cupboard."""
    school, files = story.school, story.files
    school.plan(2019, items=45)
    school.on("2019-02-04")
    for year in (2002, 2003):
        import_plan(school.archive.sessions, school.clock, PLAN, year, school.clerk)
        files[f"pupils{year}"] = school.filed("01-05", year, f"{year}-12-25", 90, f"Приказы по контингенту {year}")
    school.close(files["pupils2002"], files["pupils2003"])
    story.says(
        pupils2002=("not_before", "2078-01-01", "01.01.(2002 + 1 + 75) = 01.01.2078"),  # before 2003: 75 years
        pupils2003=("not_before", "2054-01-01", "01.01.(2003 + 1 + 50) = 01.01.2054"),  # from 2003 on: 50
    )
    school.on("2019-12-24")
    files["orders2019"] = school.filed("01-03", 2019, "2019-01-15", 30, "Приказ о режиме")
    assert school.filed("01-03", 2019, "2019-12-20", 45, "Приказ о каникулах") == files["orders2019"]
    files["house"] = school.filed("01-04", 2019, "2019-11-08", 20, "Приказ о ремонте")
    files["pupils2019"] = school.filed("01-05", 2019, "2019-08-30", 60, "Приказ о зачислении")
    files["reports"] = school.filed("02-17", 2019, "2019-12-24", 15, "Отчёт о ВПР")
    files["book"] = school.filed("02-09", 2019, "2019-06-25", 4, "Книга выдачи аттестатов, с. 1-4")
    files["petrov"] = school.filed("02-02", 2019, "2019-09-02", 3, "Заявление", "Петров Игорь Олегович")
    files["ivanova"] = school.filed("02-02", 2019, "2019-09-02", 3, "Анкета", "Иванова Анна Сергеевна")
    assert files["petrov"] != files["ivanova"]


def year_2020(story: Story) -> None:
    """The plan copied with one item more; closing, totals, the journal of the school year, the book goes on."""
    school, files = story.school, story.files
    compared = school.plan(2020, items=46, source=2019, put=NEW_ITEM)
    assert [line.index for line in compared.added] == ["02-20"]
    assert (compared.base_year, compared.removed, compared.changed) == (2019, (), ())
    school.on("2020-01-10")
    files["journal"] = school.filed("02-03", 2019, "2019-09-02", 2, "Титул журнала 9-А")
    files["notebooks"] = school.filed("02-16", 2019, "2019-12-20", 5, "Контрольные работы 9-А")
    school.close(files["orders2019"], files["house"], files["pupils2019"], files["reports"])
    school.archive.life.carrying.over(files["book"], 2020, school.clerk)
    story.says(
        orders2019=("never", "", ""),
        house=("not_before", "2025-01-01", "01.01.(2019 + 1 + 5) = 01.01.2025"),
        pupils2019=("not_before", "2070-01-01", "01.01.(2019 + 1 + 50) = 01.01.2070"),
        reports=("not_before", "2025-01-01", "01.01.(2019 + 1 + 5) = 01.01.2025"),
        petrov=("no_date", "", ""),
        book=("no_date", "", ""),
    )
    totals_of_2019(story)
    # The journal and the notebooks are of the school year: nobody is asked to close them in January.
    assert story.due() == {"close": 0, "transfer": 2, "review": 0}  # orders of 2002 and 2003
    school.on("2020-06-15")
    folder = school.folder / "журнал.pdf"
    with pikepdf.new() as made:
        for width in (300, 310, 320):
            made.add_blank_page(page_size=(width, 400))
        made.save(folder)
    same = school.filed("02-03", 2019, "2020-05-29", 46, "Журнал 9-А", path=folder)
    assert same == files["journal"]
    school.filed("02-16", 2019, "2020-05-20", 25, "Контрольные работы 9-А, май")
    files["works"] = school.filed("02-15", 2020, "2020-05-22", 70, "Письменные работы")
    school.close(files["journal"], files["notebooks"], files["works"])
    story.says(
        journal=("not_before", "2026-01-01", "01.01.(2020 + 1 + 5) = 01.01.2026"),
        works=("not_before", "2022-01-01", "01.01.(2020 + 1 + 1) = 01.01.2022"),
        # One school year: it ends on 31.08.2020, and what ends in 2020 goes on the next 1 January.
        notebooks=("not_before", "2021-01-01", "31.08.2020; 01.01.(2020 + 1 + 0) = 01.01.2021"),
    )
    assert school.filed("02-02", 2020, "2020-09-01", 2, "Справка", "Петров Игорь Олегович") == files["petrov"]
    assert school.filed("02-09", 2020, "2020-06-25", 6, "Книга выдачи аттестатов, с. 5-10") == files["book"]
    school.on("2020-12-20")
    files["orders2020"] = school.filed("01-03", 2020, "2020-12-18", 80, "Приказы 2020 года")


def totals_of_2019(story: Story) -> None:
    """Begun in 2019: 1 of permanent keeping (orders); 2 over 10 years (pupils' orders with ЭПК, the book, open still).

    Up to 10 years 6: house, reports with ЭПК; open still: journal, notebooks, two personal files.
    """
    school = story.school
    school.on("2020-01-15")
    totals = school.archive.plans.totals.fix(2019, school.clerk)
    rows = [
        (row.begun, row.carried, row.epk) for row in (totals.permanent, totals.over_10, totals.up_to_10, totals.total)
    ]
    assert rows == [(1, 0, 0), (2, 1, 1), (6, 4, 1), (9, 5, 2)]
    assert totals.of_items == {
        "01-03": 1, "01-04": 1, "01-05": 1, "02-02": 2, "02-03": 1, "02-09": 1, "02-16": 1, "02-17": 1,
    }  # fmt: skip


def year_2021(story: Story) -> None:
    """Inventories, the handover, and a boy who leaves."""
    school, files = story.school, story.files
    school.plan(2021, items=46, source=2020)
    school.on("2021-01-11")
    school.close(files["orders2020"])
    school.archive.life.carrying.over(files["book"], 2021, school.clerk)
    # Finished in 2019 or before and kept over ten years: orders, pupils' orders of three years.
    assert story.due() == {"close": 0, "transfer": 4, "review": 1}  # the notebooks
    school.on("2021-02-08")
    inventory = school.inventory
    assert inventory(InventoryKind.PERMANENT, 2019, files["orders2019"]) == ("1", 1, 1, 75)  # 30 + 45 sheets
    assert inventory(InventoryKind.PERSONNEL, 2002, files["pupils2002"]) == ("2", 1, 1, 90)
    assert inventory(InventoryKind.PERSONNEL, 2003, files["pupils2003"]) == ("2", 2, 2, 90)
    assert inventory(InventoryKind.PERSONNEL, 2019, files["pupils2019"]) == ("2", 3, 3, 60)
    school.on("2021-02-12")
    act = school.handed_over(*(files[name] for name in ("orders2019", "pupils2002", "pupils2003", "pupils2019")))
    card = school.archive.archiving.accessions.showing.card(act, school.keeper)
    assert (card.case_files, card.documents, card.sheets) == (4, 5, 315)  # 75 + 90 + 90 + 60 sheets
    assert story.due() == {"close": 0, "transfer": 0, "review": 1}
    prints_of_2021(story, act)
    school.on("2021-03-20")
    ground = "приказ от 15.03.2021 № 12-у"
    told = Told(Trigger.AFTER_LEAVING, date(2021, 3, 15), ground, person_id=school.person("Петров"))
    school.archive.life.events.enter(told, school.keeper)
    assert story.due() == {"close": 1, "transfer": 0, "review": 1}
    school.close(files["petrov"])
    story.says(petrov=("not_before", "2025-01-01", "01.01.(2021 + 1 + 3) = 01.01.2025"))


def prints_of_2021(story: Story, act: int) -> None:
    archive, keeper = story.school.archive, story.school.keeper
    inventory = text_of(archive.forms.written("inventory", 1, keeper).content)
    assert "ОПИСЬ № 1 дел постоянного хранения" in inventory
    assert "1 (одно) дело с № 1 по № 1, всего 75 (семьдесят пять) листов" in inventory
    assert "15.01.2019 – 20.12.2019" in inventory
    assert "УТВЕРЖДАЮ Архивист ______________ второй архивист 08.02.2021" in inventory
    transfer = text_of(archive.forms.written("transfer-act", act, keeper).content)
    assert "4 (четыре)" in transfer
    assert "315 (триста пятнадцать)" in transfer


def years_2022_to_2025(story: Story) -> None:
    """Plans go on, the book too; a court asks for the house orders; the girl finishes school."""
    school, files = story.school, story.files
    for year in range(2022, 2026):
        school.plan(year, items=46, source=year - 1)
        school.on(f"{year}-01-12")
        school.archive.life.carrying.over(files["book"], year, school.clerk)
    school.on("2025-07-01")
    said = OrderSaid(Trigger.AFTER_LEAVING, date(2025, 6, 25), "приказ от 25.06.2025 № 40-у")
    lines = school.archive.life.event_lists.enter("Иванова Анна Сергеевна", said, school.keeper)
    assert [line.verdict.value for line in lines] == ["ready"]
    school.close(files["ivanova"])
    story.says(ivanova=("not_before", "2029-01-01", "01.01.(2025 + 1 + 3) = 01.01.2029"))
    school.on("2025-11-10")
    school.archive.life.holding.add(
        HoldTarget.CASE_FILE, str(files["house"]), school.keeper, reference="запрос суда № 2-118", reason="идёт процесс"
    )
    story.says(house=("held", "2025-01-01", "01.01.(2019 + 1 + 5) = 01.01.2025"))
    school.on("2025-12-31")
    story.says(journal=("not_before", "2026-01-01", "01.01.(2020 + 1 + 5) = 01.01.2026"))


def year_2026(story: Story) -> None:
    """The journal is five years old: its summary page is taken out, the rest goes with the first act."""
    school, files, disposal = story.school, story.files, story.school.archive.disposal
    school.plan(2026, items=46, source=2025)
    school.on("2026-01-12")
    school.archive.life.carrying.over(files["book"], 2026, school.clerk)
    bans = {one.case_file_id: one.ban for one in disposal.proposing.candidates(school.keeper)}
    names = ("journal", "works", "notebooks", "reports", "petrov", "house")
    assert {name: bans.pop(files[name]) for name in names} == dict.fromkeys(names) | {
        "journal": "extract_first",
        "house": "held",
    }
    assert bans == {}
    assert story.due() == {"close": 0, "transfer": 1, "review": 5}  # orders of 2020; all of the names but the held one
    school.on("2026-02-03")
    scan = school.documents(files["journal"])[1]
    made = disposal.extracting.extract(files["journal"], {scan: [3]}, school.keeper, item="02-04", year=2026)
    files["extract"] = made.case_file_id
    story.says(extract=("not_before", "2052-01-01", "01.01.(2026 + 1 + 25) = 01.01.2052"))
    work(school.archive)
    school.on("2026-02-10")
    act = disposal.proposing.propose(school.keeper)
    entries = disposal.acts.card(act, school.keeper).entries
    lines = [
        (one.index, one.first_year, one.last_year, one.sheets, one.eligible_on.year, one.individual) for one in entries
    ]
    assert sorted(lines) == [
        ("02-02", 2019, 2020, 5, 2025, False),  # Petrov: 3 + 2 sheets, the last one of 2020
        ("02-03", 2019, 2020, 48, 2026, False),  # the journal: 2 + 46
        ("02-15", 2020, 2020, 70, 2022, False),
        ("02-16", 2019, 2020, 30, 2021, False),  # 5 + 25
        ("02-17", 2019, 2019, 15, 2025, True),  # ЭПК
    ]
    assert [one.index for one in entries if one.remainder] == ["02-03"]
    reports = next(one.position for one in entries if one.index == "02-17")
    school.on("2026-02-20")
    school.reviewed(act, "3", (reports, Decision.KEEP, date(2031, 12, 31)))
    with pytest.raises(InventoriesMissing) as refused:  # the orders of 2020 stand in no inventory
        disposal.approving.approve(act, school.director)
    assert refused.value.params["years"] == "2020"
    assert school.inventory(InventoryKind.PERMANENT, 2020, files["orders2020"]) == ("1", 2, 2, 80)
    school.on("2026-03-05")
    page = school.place_of(scan)[1]
    assert school.executed(act) == 4
    assert not school.archive.store.exists(BlobKey(page))
    assert school.archive.store.exists(BlobKey(school.place_of(made.document_id)[1]))
    printed = text_of(school.archive.forms.written("disposal-act", act, school.keeper).content)
    assert JOURNAL_HEADING in printed
    assert "Итого: 4" in printed
    assert "всего 153 (сто пятьдесят три) листа" in printed  # 5 + 48 + 70 + 30 sheets
    assert story.states()["reports"] == "closed"
    school.handed_over(files["orders2020"])


def years_2027_to_2032(story: Story) -> None:
    """The book ends; the court is done; the second act; what the commission kept longer goes with the third."""
    school, files, disposal = story.school, story.files, story.school.archive.disposal
    school.plan(2027, items=46, source=2026)
    school.on("2027-01-11")
    school.archive.life.carrying.over(files["book"], 2027, school.clerk)
    school.on("2027-07-01")
    assert school.filed("02-09", 2027, "2027-06-25", 110, "Книга выдачи аттестатов, с. 11-120") == files["book"]
    school.close(files["book"])
    story.says(book=("not_before", "2078-01-01", "01.01.(2027 + 1 + 50) = 01.01.2078"))
    school.on("2028-12-31")  # finished in 2026 and 2027: due on 01.01.2028 and 01.01.2029
    assert story.due() == {"close": 0, "transfer": 1, "review": 0}
    school.on("2029-02-01")
    assert story.due() == {"close": 0, "transfer": 2, "review": 1}  # Ivanova
    assert school.inventory(InventoryKind.PERSONNEL, 2027, files["book"]) == ("2", 4, 4, 120)  # 4 + 6 + 110 sheets
    assert school.inventory(InventoryKind.OVER_10, 2026, files["extract"]) == ("3", 1, 1, 1)
    school.handed_over(files["book"], files["extract"])
    school.archive.life.holding.release(1, school.keeper, reason="решение вступило в силу")
    act = disposal.proposing.propose(school.keeper)
    indexes = {one.index: one.eligible_on for one in disposal.acts.card(act, school.keeper).entries}
    assert indexes == {"01-04": date(2025, 1, 1), "02-02": date(2029, 1, 1)}
    school.reviewed(act, "1")
    assert school.executed(act) == 2
    school.on("2031-12-31")  # the commission's last day of keeping, included
    story.says(reports=("held", "2025-01-01", "01.01.(2019 + 1 + 5) = 01.01.2025"))
    school.on("2032-01-15")
    act = disposal.proposing.propose(school.keeper)
    school.reviewed(act, "1", (1, Decision.DESTROY, None))
    assert school.executed(act) == 1


def years_2052_to_2054(story: Story) -> None:
    """The summary pages, then the orders of 2003 with the mark ЭПК: each from its day on, both from the archive."""
    school, disposal = story.school, story.school.archive.disposal
    school.on("2051-12-31")
    with pytest.raises(NothingToPropose):
        disposal.proposing.propose(school.keeper)
    school.on("2052-01-09")
    act = disposal.proposing.propose(school.keeper)
    school.reviewed(act, "1")
    assert school.executed(act) == 1
    line = disposal.acts.card(act, school.keeper).entries[0]
    assert (line.index, line.inventory, line.unit_number, line.sheets) == ("02-04", "3", "1", 1)
    school.on("2053-12-31")
    with pytest.raises(NothingToPropose):
        disposal.proposing.propose(school.keeper)
    school.on("2054-01-12")
    act = disposal.proposing.propose(school.keeper)
    school.reviewed(act, "2", (1, Decision.DESTROY, None))
    assert school.executed(act) == 1
    line = disposal.acts.card(act, school.keeper).entries[0]
    assert (line.index, line.inventory, line.unit_number, line.sheets) == ("01-05", "2", "2", 90)


def what_remains_in_2055(story: Story) -> None:
    school = story.school
    school.on("2055-12-31")
    assert story.due() == {"close": 0, "transfer": 0, "review": 0}
    gone = {"house", "journal", "works", "notebooks", "reports", "petrov", "ivanova", "extract", "pupils2003"}
    states = story.states()
    assert {name for name, state in states.items() if state == CaseFileState.DESTROYED} == gone
    assert {name for name, state in states.items() if state == CaseFileState.ARCHIVED} == states.keys() - gone
    story.says(
        orders2019=("never", "", ""),
        orders2020=("never", "", ""),
        pupils2019=("not_before", "2070-01-01", "01.01.(2019 + 1 + 50) = 01.01.2070"),
        pupils2002=("not_before", "2078-01-01", "01.01.(2002 + 1 + 75) = 01.01.2078"),
        book=("not_before", "2078-01-01", "01.01.(2027 + 1 + 50) = 01.01.2078"),
    )
    forecast = school.archive.life.forecasting.table(school.keeper)
    assert [(one.year, one.case_files, one.sheets) for one in forecast.years] == [(2070, 1, 60), (2078, 2, 210)]
    assert forecast.without_date == {"never": 2, "no_date": 0}
    school.archive.journal.heads.publish()
    read = school.archive.fixity.check.run("scheduler", full=True)
    assert (read.ok, read.found) == (True, {})
    assert school.archive.doctor.diagnose().ok
    assert school.archive.journal.check.verify(school.director).ok
