"""How are bytes that leave the school handed to the browser? As a file to keep, that runs nothing if it is opened."""

from django.http import HttpResponse


def attachment(content: bytes, name: str, content_type: str) -> HttpResponse:
    """`name` is ours and says nothing about anybody."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Security-Policy": "sandbox"}
    return HttpResponse(content, content_type=content_type, headers=headers)
