"""What a person who arranges pages can be told."""

from __future__ import annotations

from archive_app.errors import ArchiveError, Conflict


class NoSuchPages(ArchiveError):
    """Pages were named that the document does not have. Params: `pages`, `count`."""

    code = "no_such_pages"


class NoPagesChosen(ArchiveError):
    """Something is to be done with pages, and none is named."""

    code = "no_pages_chosen"


class NoSuchPlace(ArchiveError):
    """Pages are to stand before a page that the document does not have. Params: `last`, one past the pages."""

    code = "no_such_place"


class NothingBefore(ArchiveError):
    """A document is to be parted before its first page."""

    code = "nothing_before"


class NothingLeft(ArchiveError):
    """A document must keep at least one page."""

    code = "nothing_left"


class PagesNotCounted(Conflict):
    """Nobody has opened the document yet, so its pages are not known. Params: `number`."""

    code = "pages_not_counted"


class NotArrangeable(ArchiveError):
    """The document is a text without page images, or not recognised by its nature. Params: `number`."""

    code = "not_arrangeable"


class ArrangedMeanwhile(Conflict):
    """Somebody else has arranged the pages since they were shown. Params: `number`."""

    code = "arranged_meanwhile"


class NothingToTakeBack(Conflict):
    """There is no change of pages to undo, or none to redo. Params: `number`."""

    code = "nothing_to_take_back"


class LaterChange(Conflict):
    """Another document of the same change was arranged later: that comes first. Params: `number`."""

    code = "later_change"


class PartFiled(Conflict):
    """A part is filed already, so the split or the merging stays. Params: `number`."""

    code = "part_filed"
