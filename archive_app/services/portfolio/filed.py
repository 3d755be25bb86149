"""What is accepted lies in a case file of its student: each file becomes a document of the kind that the paper is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.db.models import AchievementKind, AchievementPaper, PortalFile
from archive_app.services.portfolio.ground import KIND
from archive_app.services.portfolio.papers import Papers, file_papers, unfiled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archive_app.db.models import PortfolioEntry
    from archive_app.services.portfolio.papers import Filed, Hand

PAPERS: Mapping[AchievementPaper, str] = {
    AchievementPaper.WORK: "creative_work",
    AchievementPaper.DIPLOMA: "award_diploma",
    AchievementPaper.AWARD: "honour",
    AchievementPaper.CERTIFICATE: "participation_certificate",
    AchievementPaper.LICENCE: "achievement_licence",
}
"""Kinds of documents (school 4.7, 4.8); a letter of thanks and other papers are of the portfolio itself."""


def kind_of(entry: PortfolioEntry) -> str:
    """The kind of documents that the files of an entry are, as the regulations name it."""
    if entry.paper is AchievementPaper.WORK and entry.kind is AchievementKind.DIGITAL_WORK:
        return "digital_work"
    return PAPERS.get(entry.paper, KIND)


def file_entry(hand: Hand, entry: PortfolioEntry) -> Filed:
    """Put an entry and its files into the case file of its student. Raises as `file_papers`."""
    papers = Papers(entry.person, (kind_of(entry), KIND), entry.title, entry.happened_on)
    filed = file_papers(hand, papers, unfiled(hand.session, PortalFile.entry_id == entry.id))
    entry.case_file_id = filed.case_file_id
    return filed
