"""What our views cannot do without when our middleware is not there: somebody at work, whose standing is read once."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from access import policy
from audit.context import Who, acting


class Named:
    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.answer(request)
        with policy.reading_standings_once():
            person = policy.standing(request.user)
            request.school = person.school  # type: ignore[attr-defined]
            with acting(Who(actor_id=request.user.pk, school_id=person.school_id)):
                return self.answer(request)
