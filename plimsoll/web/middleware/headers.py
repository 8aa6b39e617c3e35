"""What every answer tells a browser beside the content policy, which `django-csp` says."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# Nothing of a device is ours to use, but a passkey, and what a person copies themselves.
PERMISSIONS = ", ".join(
    f"{each}=()"
    for each in (
        "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "geolocation", "gyroscope",
        "magnetometer", "microphone", "midi", "payment", "usb", "xr-spatial-tracking",
    )
)  # fmt: skip


class Headers:
    """No other site may load what we answer, nothing of the device is asked for, and no page is kept by browser or proxy
    unless it says so itself, as our styles and scripts do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer to a request."""
        answer = self.get_response(request)
        answer.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        answer.setdefault("Permissions-Policy", PERMISSIONS)
        answer.setdefault("Cache-Control", "no-store")
        return answer
