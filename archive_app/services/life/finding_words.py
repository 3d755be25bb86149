"""Russian for what stands in the way of closing a case file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.i18n import translate, translate_plural

if TYPE_CHECKING:
    from archive_app.services.life.closing import Finding


def finding_sentence(finding: Finding) -> str:
    """What is wrong, and what to do about it."""
    if finding.code == "empty":
        return translate("There is no document in the case file: put documents into it first.")
    if finding.code == "sheets_unknown":
        return translate_plural(
            "{number} paper document has no number of sheets: write it on its card.",
            "{number} paper documents have no number of sheets: write it on their cards.",
            finding.count,
        )
    if finding.code == "volume_too_thick":
        return translate(
            "Volume {volume} has {sheets} sheets, more than a volume holds: split it.",
            volume=finding.volume,
            sheets=finding.count,
        )
    return translate("Documents are missing that the item asks for: {kinds}.", kinds=", ".join(finding.kinds))
