"""The life of case files: closed, judged, held. Dates come from `retention`, rows from here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from archive_app.services.life.carrying import Carrying
from archive_app.services.life.checklists import Checklists
from archive_app.services.life.closing import Closing
from archive_app.services.life.event_lists import EventLists
from archive_app.services.life.events import Events
from archive_app.services.life.forecasting import Forecasting
from archive_app.services.life.holding import Holding
from archive_app.services.life.judging import Judging
from archive_app.services.life.letters import DueLetters
from archive_app.services.life.order_events import OrderEvents
from archive_app.services.life.prospects import Prospects
from archive_app.services.life.showing import Showing
from archive_app.services.life.splitting import Splitting

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.services.posting import Post


@dataclass(frozen=True, slots=True)
class Life:
    """The use cases of a case file's life, under one name."""

    closing: Closing
    events: Events
    holding: Holding
    judging: Judging
    splitting: Splitting
    carrying: Carrying
    checklists: Checklists
    showing: Showing
    prospects: Prospects
    forecasting: Forecasting
    event_lists: EventLists
    order_events: OrderEvents

    @classmethod
    def over(
        cls,
        sessions: sessionmaker[Session],
        clock: Callable[[], datetime.datetime],
        today: Callable[[], datetime.date],
        mailer: Post | None,
        address: str,
    ) -> Self:
        """All of them over one database; `today` is the day where the organisation is, `address` is in letters."""
        return cls(
            Closing(sessions, clock, today),
            Events(sessions, clock, today),
            Holding(sessions, clock, today),
            Judging(sessions, today),
            Splitting(sessions, clock, today),
            Carrying(sessions, clock, today),
            Checklists(sessions, clock),
            Showing(sessions, today),
            Prospects(sessions, clock, today, DueLetters(sessions, clock, today, mailer, address)),
            Forecasting(sessions, today),
            EventLists(Events(sessions, clock, today)),
            OrderEvents(Events(sessions, clock, today)),
        )
