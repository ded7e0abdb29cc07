"""What does access do later, or send?"""

from datetime import datetime, time, timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import timezone

from access import appointing, endings
from access.models import School, User
from access.serving import serving
from audit.context import SYSTEM_ACTORS
from jobs import queue
from jobs.models import Job
from jobs.registry import task

NIGHTLY = "access.end_expired_reach"
AT_NIGHT = time(2)
_each_day: dict[str, time] = {NIGHTLY: AT_NIGHT}


def each_day(name: str, at_time: time) -> None:
    """From the next night on this task runs every day at that time, given the school."""
    _each_day[name] = at_time


def send_invitation(email: str, link: str, *, school: str, by: str) -> bool:
    """Who invites to which school, one link, and no word about any child. Whether it could be sent: somebody waits."""
    try:
        send_mail(
            subject=f"Your account for safeguarding at {' '.join(school.split())}",
            message=f"{by} has made you an account for safeguarding at {school}.\n\n"
            f"Choose your password here:\n{link}\n\nThe link works once, for seven days.\n\n"
            f"Were you not told that this would come? Ask {by} at the school before you open it.\n",
            from_email=None,
            recipient_list=[email],
        )
    except OSError:  # every fault of the mail server and of the way to it
        return False
    return True


@task(appointing.TELL)
def tell_role_changed(*, person: str, at: datetime) -> None:
    """To one lead or the head, and no word about whose role it was. The staff page says which."""
    send_mail(
        subject="A role at your school has changed",
        message="A role at your school has changed. Sign in to see which:\n\n"
        f"{settings.SAFEHOLD_ADDRESS}{reverse('access:staff_list')}\n",
        from_email=None,
        recipient_list=[User.objects.get(pk=UUID(person)).email],
    )


@task(NIGHTLY)
def end_expired_reach(*, school: str, at: datetime) -> None:
    """Each night, and first the next night's. The policy needs it not: it passes over what has expired already."""
    here = School.objects.get(pk=UUID(school))
    plan_night(here, at=at)
    with serving(_jobs(), school=here):
        endings.end_expired(here, at=at)


def plan_night(school: School, *, at: datetime) -> None:
    """One run of each waits for the next night; asked twice, there is still one."""
    tomorrow, ids = timezone.localdate(at) + timedelta(days=1), {"school": str(school.pk)}
    for name, at_time in _each_day.items():
        due_at = timezone.make_aware(datetime.combine(tomorrow, at_time))
        if not Job.objects.filter(name=name, ids=ids, done_at__isnull=True, due_at__gte=due_at).exists():
            queue.put(name, ids=dict(ids), due_at=due_at, by=_jobs())


def _jobs() -> User:
    return User.objects.get(pk=SYSTEM_ACTORS["jobs"])
