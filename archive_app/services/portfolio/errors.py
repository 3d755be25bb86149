"""What may stand in the way of an entry of a portfolio and of its files."""

from __future__ import annotations

from archive_app.errors import ArchiveError, Conflict


class AchievementIncomplete(ArchiveError):
    """An achievement has a title, a day, a kind, a paper and a level."""

    code = "achievement_incomplete"


class AchievementFrozen(Conflict):
    """The entry is with the curator, or accepted: what was accepted is corrected by a new entry. Params: `title`."""

    code = "achievement_frozen"


class AchievementChanged(Conflict):
    """Somebody else has changed the entry since it was opened. Params: `title`."""

    code = "achievement_changed"


class AchievementNotSent(Conflict):
    """The entry does not wait for a curator: it was judged already, or is not sent. Params: `title`."""

    code = "achievement_not_sent"


class CommentMissing(ArchiveError):
    """Whoever returns an entry says what is to be corrected."""

    code = "comment_missing"


class TooManyAchievements(Conflict):
    """So many entries of one student wait already. Params: `limit`."""

    code = "too_many_achievements"


class PortfolioPlaceMissing(ArchiveError):
    """The file plan of the year has no place for what was accepted. Params: `title`, `kind` (its title), `year`."""

    code = "portfolio_place_missing"


class PortfolioEmpty(Conflict):
    """There is nothing to be listed: nothing was accepted, and no result was counted. Params: `name`."""

    code = "portfolio_empty"


class FileKindRefused(ArchiveError):
    """The bytes are of no kind that a portfolio takes. Params: `name`, `kinds`."""

    code = "file_kind_refused"
    http_status = 415


class AttachmentTooLarge(ArchiveError):
    """Params: `name`, `limit` in bytes."""

    code = "attachment_too_large"
    http_status = 413


class TooManyAttachments(Conflict):
    """So many files one entry has already. Params: `limit`."""

    code = "too_many_attachments"
