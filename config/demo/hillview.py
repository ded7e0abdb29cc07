"""Who and what is there while Hillview School is being made?"""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from access.models import School, User
from config.demo.names import Pupil
from people.models import Child


@dataclass
class Hillview:
    """The school while it is being made. `now` is when the demo begins; everything lies in the two years before."""

    school: School
    now: datetime
    staff: dict[str, User] = field(default_factory=dict)
    children: list[tuple[Child, Pupil]] = field(default_factory=list)
    dice: random.Random = field(default_factory=lambda: random.Random(2026))  # noqa: S311 — a story, not a secret

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    @property
    def lead(self) -> User:
        return self.staff["dsl"]

    def school_day(self, days_ago: int) -> datetime:
        """A time in a working day about that many days ago."""
        on = self.today - timedelta(days=days_ago)
        on -= timedelta(days=max(0, on.weekday() - 4))
        at = time(self.dice.randrange(8, 16), self.dice.randrange(0, 60, 5))
        return min(timezone.make_aware(datetime.combine(on, at)), self.now - timedelta(minutes=4))
