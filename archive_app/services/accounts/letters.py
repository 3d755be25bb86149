"""The letter that carries an invitation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.i18n import translate

if TYPE_CHECKING:
    from archive_app.mail import Mailer


def send_invitation(mailer: Mailer, to: str, login: str, address: str, until: str) -> None:
    """Write to `to` that `login` chooses a password at `address`, until `until` (a moment in words).

    Raises:
        MailNotSent: the letter was not taken; the invitation stays good.
    """
    mailer.send(
        [to],
        translate("Invitation to the archive"),
        translate(
            "You are invited to sign in to the archive. Your login: {login}\n\n"
            "By this address you choose a password, once, until {until}:\n{address}\n\n"
            "If you expected no invitation, do nothing.\n",
            login=login,
            until=until,
            address=address,
        ),
    )
