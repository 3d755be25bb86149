"""Russian for versions of file plans and for the fields of their items."""

from archive_app.db.models import FilePlanStatus
from archive_app.i18n import mark, translate

STATUS_WORDS = {
    FilePlanStatus.DRAFT: mark("draft of a plan"),
    FilePlanStatus.AGREED: mark("agreed by the commission"),
    FilePlanStatus.APPROVED: mark("approved"),
    FilePlanStatus.IN_FORCE: mark("in force"),
    FilePlanStatus.CLOSED: mark("no longer in force"),
}
FIELD_WORDS = {
    "index": mark("Index"),
    "section": mark("Section"),
    "title": mark("Heading"),
    "retention_text": mark("Term"),
    "trigger": mark("Counted from"),
    "article": mark("Article"),
    "carrier": mark("Carrier"),
    "note": mark("Note"),
}
CARRIER_WORDS = {
    "paper": mark("on paper"),
    "electronic": mark("electronic"),
    "both": mark("on paper and electronic"),
}
CATEGORY_WORDS = {
    "permanent": mark("Of permanent keeping"),
    "over_10": mark("Of temporary keeping, over 10 years"),
    "up_to_10": mark("Of temporary keeping, up to 10 years"),
    "total": mark("Total"),
}


def status_words(status: FilePlanStatus) -> str:
    """Where a version stands."""
    return translate(STATUS_WORDS[status])


def field_words(name: str) -> str:
    """The head of a column of the plan."""
    return translate(FIELD_WORDS[name])


def carrier_words(carrier: str) -> str:
    """What the case files of an item are kept on."""
    return translate(CARRIER_WORDS[carrier])
