"""Who comes to the web server? A person with a browser that keeps cookies and fills in forms, and nothing more."""

import json
import uuid
from html.parser import HTMLParser
from http.cookiejar import CookieJar, DefaultCookiePolicy
from ssl import SSLContext
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, HTTPSHandler, Request, build_opener

Fields = dict[str, str]
Upload = tuple[str, str, bytes]
"""A field's name, the file's name, its content."""


class Page:
    def __init__(self, address: str, status: int, headers: dict[str, str], text: str) -> None:
        self.address, self.status, self.headers, self.text = address, status, headers, text
        self.forms = _Forms(text).found

    def form(self, holding: str) -> "Form":
        """The form that has a field of this name."""
        for form in self.forms:
            if holding in form.names:
                return form
        raise AssertionError(f"No form with {holding} at {self.address}: {[form.names for form in self.forms]}")


class Form:
    def __init__(self, action: str) -> None:
        self.action = action
        self.names: list[str] = []
        self.hidden: Fields = {}


class Visitor:
    def __init__(self, home: str, *, origin: str = "", tls: SSLContext | None = None, **headers: str) -> None:
        self.home = home
        self.headers = {"Origin": origin or home, **{name.replace("_", "-"): value for name, value in headers.items()}}
        policy = DefaultCookiePolicy(secure_protocols=("http", "https"))  # the proxy's part of the way is not walked
        self.cookies = CookieJar(policy)
        handlers = [HTTPCookieProcessor(self.cookies), *([HTTPSHandler(context=tls)] if tls else [])]
        self._opener = build_opener(*handlers)

    def get(self, path: str) -> Page:
        return self._ask(Request(urljoin(self.home, path), headers=self.headers))

    def send(self, page: Page, form: Form, fields: Fields, upload: Upload | None = None) -> Page:
        """Fill in a form of this page and send it off."""
        filled = form.hidden | fields
        kind, body = _multipart(filled, upload) if upload else ("application/x-www-form-urlencoded", _encoded(filled))
        address = urljoin(page.address, form.action)
        return self._ask(Request(address, body, {**self.headers, "Content-Type": kind}))

    def get_json(self, path: str) -> object:
        return json.loads(self.get(path).text)

    def _ask(self, request: Request) -> Page:
        try:
            answer = self._opener.open(request, timeout=30)
        except HTTPError as error:
            answer = error
        with answer:
            return Page(answer.url, answer.status, dict(answer.headers), answer.read().decode())


class _Forms(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._inside = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(Form(given.get("action", "")))
            self._inside = True
        elif self._inside and tag in {"input", "textarea", "select", "button"} and "name" in given:
            self.found[-1].names.append(given["name"])
            if given.get("type") == "hidden" and "disabled" not in given:
                self.found[-1].hidden[given["name"]] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "form"


def _encoded(fields: Fields) -> bytes:
    return urlencode(fields).encode()


def _multipart(fields: Fields, upload: Upload) -> tuple[str, bytes]:
    edge = uuid.uuid4().hex
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    name, file_name, content = upload
    parts.append(
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    body = "".join(parts).encode() + content + f"\r\n--{edge}--\r\n".encode()
    return f"multipart/form-data; boundary={edge}", body
