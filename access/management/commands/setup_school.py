"""Makes the first school, and prints the one-time link of its safeguarding lead."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from access import actions, tasks
from access.actions import Post
from access.models import School, User
from access.roles import Role
from access.serving import serving
from audit.context import SYSTEM_ACTORS, Who, acting
from vault.providers import provider


class Command(BaseCommand):
    help = "Make a school and invite its first designated safeguarding lead."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--code", required=True, help="a short name for commands, for example hillview")
        parser.add_argument("--name", required=True, help="the school's name as staff know it")
        parser.add_argument("--dsl", required=True, metavar="EMAIL", help="the lead's work e-mail address")
        parser.add_argument("--dsl-name", default="", metavar="NAME", help="the lead's full name")

    def handle(self, *_: Any, code: str, name: str, dsl: str, dsl_name: str, **__: Any) -> None:
        _refuse(code, name.strip(), dsl.strip())
        provider().health()  # no school without keys that open again
        today, now = timezone.localdate(), timezone.now()
        with transaction.atomic(), acting(Who(actor_id=SYSTEM_ACTORS["console"])):
            school = School.objects.create(code=code, name=name.strip())
            seats = {who: actions.hold_seat(school, who, actor, today) for who, actor in SYSTEM_ACTORS.items()}
            tasks.plan_night(school, at=now)
        with serving(seats["console"], school=school):
            try:
                invited = actions.invite_staff(
                    school=school,
                    by=seats["console"],
                    email=dsl.strip(),
                    name=dsl_name.strip() or dsl.strip().partition("@")[0],
                    post=Post(Role.DSL),
                    starts_on=today,
                    at=now,
                )
            except actions.AlreadyHere as error:
                raise CommandError(f"{error} has an account already.") from error
        link = settings.SAFEHOLD_ADDRESS + reverse("access:invitation_accept", args=[invited.token])
        self.stdout.write(f"{name} is ready. The safeguarding lead opens this link once, within seven days:\n{link}")


def _refuse(code: str, name: str, dsl: str) -> None:
    """Before anything is made: a school without its lead could not be set up again."""
    try:
        School(code=code, name=name).clean_fields()
    except ValidationError as error:
        raise CommandError(f"The {next(iter(error.message_dict))} cannot be used: {error.messages[0]}") from None
    if not name.isprintable():
        raise CommandError("The name cannot be used: it holds a character that cannot be shown.")
    if School.objects.coded(code):
        raise CommandError(f"There is a school with the code {code} already.")
    if User.objects.filter(email=dsl.lower()).exists():
        raise CommandError(f"{dsl} has an account already.")
    try:
        User(email=dsl, name=name).clean_fields(exclude=["password"])
    except ValidationError:
        raise CommandError("The e-mail address of the safeguarding lead cannot be used.") from None
