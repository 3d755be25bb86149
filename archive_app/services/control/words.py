"""What the forms of assessment are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.db.models import AssessmentForm
from archive_app.i18n import mark

if TYPE_CHECKING:
    from collections.abc import Mapping

FORM_WORDS: Mapping[AssessmentForm, str] = {
    AssessmentForm.ORAL: mark("Oral assessment"),
    AssessmentForm.WRITTEN: mark("Written assessment"),
}
