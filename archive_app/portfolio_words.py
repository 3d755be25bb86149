"""Russian for portfolios and results from elsewhere; of each kind of achievement the paragraphs that name it."""

from __future__ import annotations

from dataclasses import dataclass

from archive_app.db.models import AchievementKind, AchievementLevel, AchievementPaper, OutsideState, PortfolioState
from archive_app.i18n import mark


@dataclass(frozen=True, slots=True)
class KindWords:
    """A kind of achievement and where it stands: paragraphs of the school's and of the college's regulation."""

    words: str
    school: str
    college: str


KINDS = {
    AchievementKind.RESEARCH: KindWords(mark("project or research work of a student"), "п. 3.2.1", "п. 3.4 «а», 3.5"),
    AchievementKind.CONTEST: KindWords(
        mark("olympiad, intellectual, professional or creative contest"), "п. 3.2.2, 4.7", "п. 3.2"
    ),
    AchievementKind.SPORT: KindWords(mark("sports event"), "п. 3.2.2, 4.7", "п. 3.5"),
    AchievementKind.GTO: KindWords(mark("norms of the GTO complex"), "п. 3.2.2", ""),
    AchievementKind.CHAMPION: KindWords(
        mark("status of a champion or prize-winner of the Games, the world or Europe"), "п. 3.2.2", ""
    ),
    AchievementKind.EXTRA_PROGRAMME: KindWords(
        mark("programme of out-of-class or additional education"), "п. 3.2, 3.2.2", ""
    ),
    AchievementKind.PRE_PROFESSIONAL: KindWords(mark("pre-professional programme"), "п. 3.2", ""),
    AchievementKind.CONFERENCE: KindWords(mark("conference, summer school, creative festival"), "п. 4.7", ""),
    AchievementKind.CREATIVE_WORK: KindWords(mark("creative work"), "п. 4.8", "п. 3.5"),
    AchievementKind.DIGITAL_WORK: KindWords(mark("presentation or work made on a computer"), "п. 4.8", ""),
    AchievementKind.SELF_GOVERNMENT: KindWords(mark("work in student self-government"), "п. 3.2.3", ""),
    AchievementKind.VOLUNTEERING: KindWords(mark("volunteering"), "п. 3.2.3", ""),
    AchievementKind.ENCOURAGEMENT: KindWords(mark("encouragement for successes"), "п. 3.3", "п. 3.5"),
    AchievementKind.OTHER: KindWords(mark("another achievement"), "п. 3.2, 3.3", "п. 3.5"),
}
PAPER_WORDS = {
    AchievementPaper.WORK: mark("the work itself"),
    AchievementPaper.DIPLOMA: mark("diploma of a winner"),
    AchievementPaper.AWARD: mark("award of merit"),
    AchievementPaper.CERTIFICATE: mark("certificate of a participant"),
    AchievementPaper.LICENCE: mark("testimony or licence"),
    AchievementPaper.LETTER: mark("letter of thanks"),
    AchievementPaper.OTHER: mark("another paper"),
}
LEVEL_WORDS = {
    AchievementLevel.ORGANISATION: mark("own organisation"),
    AchievementLevel.MUNICIPAL: mark("municipal level"),
    AchievementLevel.REGIONAL: mark("regional level"),
    AchievementLevel.NATIONAL: mark("national level"),
    AchievementLevel.INTERNATIONAL: mark("international level"),
    AchievementLevel.NONE: mark("without a level"),
}
ENTRY_STATE_WORDS = {
    PortfolioState.DRAFT: mark("draft"),
    PortfolioState.SENT: mark("with the curator"),
    PortfolioState.ACCEPTED: mark("accepted into the portfolio"),
    PortfolioState.RETURNED: mark("returned for correction"),
    PortfolioState.DISCARDED: mark("thrown away by the student"),
}
OUTSIDE_STATE_WORDS = {
    OutsideState.APPLIED: mark("waits for the protocol"),
    OutsideState.ACCEPTED: mark("counted by protocol"),
    OutsideState.REFUSED: mark("not counted by protocol"),
    OutsideState.WITHDRAWN: mark("taken back"),
}
