"""The menu: seven words, each with the pages behind it; who may use a page is what the page itself declares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import current_app, request, url_for

from archive_app.entrypoints.web import confine
from archive_app.i18n import mark, translate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archive_app.auth.actor import Actor
    from archive_app.auth.gate import Right

RIGHTS = "archive_rights"
"""Where `gate.install` leaves the right of each endpoint."""


@dataclass(frozen=True, slots=True)
class Section:
    """A page behind a word of the menu: its endpoint and its name among the others of the word.

    `within` names the endpoints and whole blueprints on whose pages the section counts as the current one.
    """

    endpoint: str
    label: str
    within: frozenset[str] = frozenset()

    def covers(self, endpoint: str) -> bool:
        """Whether a person who looks at `endpoint` is in this section."""
        blueprint = endpoint.partition(".")[0]
        return endpoint == self.endpoint or endpoint in self.within or blueprint in self.within


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the menu; it leads to the first of its sections that is there and that the person may use."""

    label: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A word or a section as it is shown."""

    label: str
    href: str
    current: bool


PERSONS = frozenset({"persons", "contingents", "group_orders", "consents"})
"""Blueprints of cards and of what is done with many of them."""
MENU = (
    Word(mark("My records"), (Section("portal.home", mark("My records"), confine.RECORDS),)),
    Word(mark("Today"), (Section("desk.today", mark("Today")),)),
    Word(
        mark("Intake"),
        (
            Section("intake.page", mark("Intake"), frozenset({"signatures.form", "signatures.file"})),
            Section("filing.queue", mark("Filing"), frozenset({"filing", "arranging"})),
            Section("review.queue", mark("Review of pages"), frozenset({"review"})),
            Section("separators.sheets", mark("Separator sheets"), frozenset({"separators"})),
        ),
    ),
    Word(
        mark("Case files"),
        (
            Section("pages.file_plan", mark("File plan"), frozenset({"case_files", "case_life", "checklists"})),
            Section("plans.listed", mark("Versions of the file plan"), frozenset({"plans"})),
            Section("local_acts.listed", mark("Local acts"), frozenset({"local_acts"})),
        ),
    ),
    Word(
        mark("Search"),
        (
            Section(
                "pages.search",
                mark("Search"),
                frozenset({"pages.document", "access.document", "cards", "signatures.shown", "signatures.add"}),
            ),
        ),
    ),
    Word(
        mark("People"),
        (
            Section(
                "persons.persons", mark("People"), frozenset({"persons", "contingents", "group_orders", "consents"})
            ),
            Section("portfolio.waiting", mark("Portfolios"), frozenset({"portfolio"})),
            Section("outside.waiting", mark("Results from elsewhere"), frozenset({"outside"})),
            Section("requests.listed", mark("Requests"), frozenset({"requests", "answers"})),
            Section("registers.listed", mark("Books of issue"), frozenset({"registers"})),
            Section("disclosures.listed", mark("Disclosures"), frozenset({"disclosures"})),
        ),
    ),
    Word(
        mark("Archive"),
        (
            Section(
                "prospects.to_review",
                mark("What is due"),
                frozenset({"prospects.to_close", "prospects.to_transfer", "terms"}),
            ),
            Section("prospects.forecast", mark("Forecast")),
            Section(
                "control.monitoring",
                mark("Control"),
                frozenset({"control.year", "control.director", "control.files", "control.journals"}),
            ),
            Section("control.sheets", mark("Exam sheets"), frozenset({"control.table", "control.read_table"})),
            Section("events.page", mark("Events"), frozenset({"events", "order_events"})),
            Section("inventories.listed", mark("Inventories"), frozenset({"inventories"})),
            Section("accessions.listed", mark("Transfer acts"), frozenset({"accessions"})),
            Section("disposal.listed", mark("Disposal acts"), frozenset({"disposal", "extraction"})),
            Section("loans.listed", mark("Lending"), frozenset({"loans"})),
            Section("presence.listed", mark("Presence checks"), frozenset({"presence"})),
            Section("forms.listed", mark("Print forms"), frozenset({"forms"})),
        ),
    ),
    Word(
        mark("Management"),
        (
            Section("admin.overview", mark("Overview")),
            Section("users.listed", mark("Accounts"), frozenset({"users", "access.person"})),
            Section("roles.listed", mark("Roles"), frozenset({"roles"})),
            Section("kinds.listed", mark("Dictionaries"), frozenset({"kinds", "book"})),
            Section("jobs.listed", mark("Tasks"), frozenset({"jobs"})),
            Section("system.state", mark("System"), frozenset({"system"})),
            Section("backups.page", mark("Backups"), frozenset({"backups"})),
            Section("journal.journal", mark("Journal")),
        ),
    ),
)
"""A new page puts its section here; a word without a section that the person may use is not shown."""


def may_open(person: Actor, endpoint: str) -> bool:
    """Whether there is such a page and the gate would let `person` through to it."""
    rights: Mapping[str, Right] = current_app.extensions[RIGHTS]
    right = rights.get(endpoint)
    if right is None or confine.closed_to(person, endpoint):
        return False
    return not right.acts or any(person.may(act) for act in right.acts)


def words(person: Actor) -> list[Link]:
    """The words that `person` may use, each with the address of its first section."""
    return [
        Link(translate(word.label), url_for(usable[0].endpoint), current=any(_here(one) for one in usable))
        for word in MENU
        if (usable := _usable(word, person))
    ]


def sections(person: Actor) -> list[Link]:
    """The sections beside the current one; none where the word has but one."""
    for word in MENU:
        usable = _usable(word, person)
        if any(_here(one) for one in usable):
            return [Link(translate(one.label), url_for(one.endpoint), _here(one)) for one in usable if len(usable) > 1]
    return []


def _usable(word: Word, person: Actor) -> list[Section]:
    return [section for section in word.sections if may_open(person, section.endpoint)]


def _here(section: Section) -> bool:
    return section.covers(request.endpoint or "")
