"""Which statuses has a child had, what was agreed to be done, and who sees to what falls into a holiday?"""

from django.db import models
from django.db.models import Q, TextChoices

from access.models import User
from casework.models.concerns import Concern
from casework.models.files import CaseRecord
from clocks.models import Clock
from vault.fields import SealedTextField


class StatusEpisode(CaseRecord):
    """A dated status of a child. Several at once; the headline is derived (casework.queries)."""

    class Kind(TextChoices):
        CP = "CP", "Child protection plan"
        SECTION_47 = "SECTION_47", "Section 47 enquiry"
        LAC = "LAC", "Looked after"
        CIN = "CIN", "Child in need"
        FAMILY_HELP = "FAMILY_HELP", "Family help"
        EARLY_HELP = "EARLY_HELP", "Early help"
        PLAC = "PLAC", "Previously looked after"
        MONITOR = "MONITOR", "Monitoring"

    kind = models.CharField(max_length=12, choices=Kind)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    authority = models.CharField("local authority", max_length=120, blank=True)
    basis = SealedTextField("legal basis or category", blank=True)
    ended_by = models.CharField(max_length=20, blank=True)
    ended_because = SealedTextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="episode_ends_after_it_starts",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=models.F("started_on")),
            ),
            models.UniqueConstraint(
                name="episode_of_a_kind_once_at_a_time", fields=["file", "kind"], condition=Q(ended_on__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"statusepisode:{self.pk}"


class Placement(CaseRecord):
    """Where a looked-after child lives from a day on, and with whom. The last of them is today's."""

    episode = models.ForeignKey(StatusEpisode, on_delete=models.PROTECT, related_name="placements")
    since = models.DateField()
    words = SealedTextField()

    class Meta:
        constraints = [models.UniqueConstraint(name="placement_once_a_day", fields=["episode", "since"])]

    def __str__(self) -> str:
        return f"placement:{self.pk}"


class AgreedAction(CaseRecord):
    """Something somebody will do by a date. With a clock it is a chase: others are asked for what they owe."""

    words = SealedTextField()
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="agreed_actions")
    due_on = models.DateField()
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, null=True, blank=True, related_name="actions")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    evidence = SealedTextField(blank=True)
    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, null=True, blank=True, related_name="chases")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="action_done_at_and_by",
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
            ),
            models.UniqueConstraint(name="action_one_open_chase", fields=["clock"], condition=Q(done_at__isnull=True)),
        ]
        indexes = [models.Index(name="action_open", fields=["owner", "due_on"], condition=Q(done_at__isnull=True))]

    def __str__(self) -> str:
        return f"agreedaction:{self.pk}"


class Cover(CaseRecord):
    """Who sees to something that falls due while the school is closed, and on which phone. The newest holds."""

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="covers")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    phone = SealedTextField(blank=True)

    def __str__(self) -> str:
        return f"cover:{self.pk}"
