"""Requests and their answers composed of the services that they stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.addresses import public_address
from archive_app.mailing import mailer_of
from archive_app.services.disclosure.journal import DisclosureJournal
from archive_app.services.disclosure.looks import LookingBack
from archive_app.services.local_acts import LocalActs
from archive_app.services.local_acts.keeping import Keeping as ActKeeping
from archive_app.services.local_acts.showing import Showing as ActShowing
from archive_app.services.posting import post_of
from archive_app.services.registers import Registers
from archive_app.services.registers.blanks import Blanks
from archive_app.services.registers.certificates import CertificateBook
from archive_app.services.registers.entering import Entering
from archive_app.services.registers.printing import Printing as RegisterPrinting
from archive_app.services.requests import Requests
from archive_app.services.requests.answering import Answering
from archive_app.services.requests.asking import Asking
from archive_app.services.requests.extracting import Extracting
from archive_app.services.requests.ground import Desk
from archive_app.services.requests.printing import Printing
from archive_app.services.requests.registering import Registering
from archive_app.services.requests.reminding import Reminding
from archive_app.services.requests.showing import Showing
from archive_app.services.requests.terms import Terms
from archive_app.services.requests.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from archive_app.audit.reads import ReadLog
    from archive_app.services.intake import Intake
    from archive_app.services.naming import Naming
    from archive_app.services.page_images import PageImages
    from archive_app.settings import Settings


def requests_over(
    settings: Settings, today: Callable[[], date], reads: ReadLog, intake: Intake, images: PageImages, naming: Naming
) -> Requests:
    """All use cases over the database of `intake`. Raises MailAddressInvalid."""
    desk = Desk(intake.sessions, intake.clock, today, reads, settings.zone)
    post = post_of(mailer_of(settings), desk.sessions, desk.clock)
    journal, extracting = DisclosureJournal(desk), Extracting(desk, images, naming)
    printing = Printing(desk, extracting)
    return Requests(
        Registering(desk),
        Asking(desk),
        Showing(desk),
        Terms(desk),
        Wording(desk),
        Answering(desk, intake, journal, printing, settings.work_folder),
        extracting,
        printing,
        journal,
        LookingBack(desk),
        Reminding(desk.sessions, desk.clock, today, post, public_address(settings)),
    )


def registers_over(requests: Requests) -> Registers:
    """The registers, which write into the same journal of disclosures."""
    desk, blanks = requests.journal.desk, Blanks(requests.journal.desk)
    return Registers(Entering(desk, requests.journal), blanks, RegisterPrinting(desk, blanks), CertificateBook(desk))


def local_acts_over(desk: Desk) -> LocalActs:
    """The book of local acts, which counts by the same calendar."""
    return LocalActs(ActKeeping(desk), ActShowing(desk))
