"""Signing in and out."""

from django.http import HttpRequest, HttpResponse


def health(request: HttpRequest) -> HttpResponse:
    """Says that the server answers, and nothing else."""
    return HttpResponse("ok\n", content_type="text/plain")
