"""Requests for certificates, copies and own data: from the register to the answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archive_app.services.disclosure.journal import DisclosureJournal
    from archive_app.services.disclosure.looks import LookingBack
    from archive_app.services.requests.answering import Answering
    from archive_app.services.requests.asking import Asking
    from archive_app.services.requests.extracting import Extracting
    from archive_app.services.requests.printing import Printing
    from archive_app.services.requests.registering import Registering
    from archive_app.services.requests.reminding import Reminding
    from archive_app.services.requests.showing import Showing
    from archive_app.services.requests.terms import Terms
    from archive_app.services.requests.wording import Wording


@dataclass(frozen=True, slots=True)
class Requests:
    """The use cases of requests, under one name."""

    registering: Registering
    asking: Asking
    showing: Showing
    terms: Terms
    wording: Wording
    answering: Answering
    extracting: Extracting
    printing: Printing
    journal: DisclosureJournal
    looks: LookingBack
    reminding: Reminding
