"""Registers of issue (книги выдачи) and blanks of strict accounting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archive_app.services.registers.blanks import Blanks
    from archive_app.services.registers.certificates import CertificateBook
    from archive_app.services.registers.entering import Entering
    from archive_app.services.registers.printing import Printing


@dataclass(frozen=True, slots=True)
class Registers:
    """The use cases of registers, under one name."""

    entering: Entering
    blanks: Blanks
    printing: Printing
    certificates: CertificateBook
