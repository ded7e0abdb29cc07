"""What does a page say to a way of asking that its address does not have? Django's own answer is empty."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string


class WordsForNotAllowed:
    """A page with a way back, for every address alike."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.answer(request)
        if isinstance(answer, HttpResponseNotAllowed) and not answer.content:
            answer.content = render_to_string("405.html", {"request": request})
        return answer
