"""Appoints a designated safeguarding lead for a school that has none left, and prints the one-time link."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import timezone

from access import actions
from access.actions import Invited, Post
from access.models import School, User, not_over_on
from access.roles import Role
from access.serving import serving
from audit.context import SYSTEM_ACTORS


class Command(BaseCommand):
    help = "Make somebody a school's designated safeguarding lead. Its leads and head are told by e-mail."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--school", required=True, metavar="CODE", help="the school's short name")
        parser.add_argument("--email", required=True, help="the lead's work e-mail address")
        parser.add_argument("--name", default="", help="the lead's full name, if they have no account yet")

    def handle(self, *_: Any, school: str, email: str, name: str, **__: Any) -> None:
        here = School.objects.coded(school)
        if here is None:
            raise CommandError(f"There is no school with the code {school}.")
        email = email.strip().lower()
        user = _known(here, email)
        by = User.objects.get(pk=SYSTEM_ACTORS["console"])
        with serving(by, school=here):
            invited = _raised(here, by, user) if user else _invited(here, by, email, name.strip())
        self.stdout.write(f"{email} is a designated safeguarding lead at {here.name} from today.")
        if invited:
            link = settings.SAFEHOLD_ADDRESS + reverse("access:invitation_accept", args=[invited.token])
            self.stdout.write(f"They open this link once, within seven days:\n{link}")
        else:
            self.stdout.write("They sign in as they always did, or set a new password from the sign-in page.")


def _known(school: School, email: str) -> User | None:
    """Who has this address already. Refused: what is no address, and whoever works at another school."""
    try:
        User(email=email, name=email).clean_fields(exclude=["password"])
    except ValidationError:
        raise CommandError("The e-mail address of the safeguarding lead cannot be used.") from None
    user = User.objects.filter(email=email).first()
    if user and user.kind != User.Kind.PERSON:
        raise CommandError("The e-mail address of the safeguarding lead cannot be used.")
    if user and user.memberships.filter(not_over_on(timezone.localdate())).exclude(school=school).exists():
        raise CommandError(f"{email} works at another school.")
    return user


def _invited(school: School, by: User, email: str, name: str) -> Invited:
    return actions.invite_staff(
        school=school,
        by=by,
        email=email,
        name=name or email.partition("@")[0],
        post=Post(Role.DSL),
        starts_on=timezone.localdate(),
        at=timezone.now(),
        despite_namesake=True,
    )


def _raised(school: School, by: User, user: User) -> Invited | None:
    """A link only for an account that is not in use yet."""
    today, now = timezone.localdate(), timezone.now()
    actions.start_membership(school=school, by=by, user=user, post=Post(Role.DSL), starts_on=today, at=now)
    return None if user.is_active else actions.invite_again(school=school, by=by, user=user, at=now)
