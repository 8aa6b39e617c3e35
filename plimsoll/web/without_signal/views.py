"""Writing without signal: the page that a device holds, what holds it there, and the key."""

import json
from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse

from plimsoll.core.access import NotAllowed, Permission
from plimsoll.web import assets
from plimsoll.web.device_keys import NoKey, key_of, new_key
from plimsoll.web.middleware.methods import takes
from plimsoll.web.shell import Shell, version
from plimsoll.web.signed_in import signed_in
from plimsoll.web.templating import static
from plimsoll.web.without_signal.page import blank_page

GONE = 410
# All that the page loads. With the page itself it is all that a device holds.
FILES = (
    "mark.svg",
    "plimsoll.css",
    "fonts/regular.ttf",
    "fonts/italic.ttf",
    "fonts/bold.ttf",
    "js/without-signal.js",
    "js/device.js",
    "js/govuk-frontend.js",
)


@takes("GET")
def blank(request: HttpRequest) -> HttpResponse:
    """The blank page, the same for everybody, whoever is signed in: drawn without the request, so that nothing of anybody
    can be in it."""
    shown = {"page": blank_page(request.now), "shell": Shell(version=version())}
    answer = HttpResponse(render_to_string("without_signal/blank.jinja", shown))
    answer["Cache-Control"] = "no-store"
    return answer


@takes("GET")
def worker(request: HttpRequest) -> HttpResponse:
    """The script that answers with the blank page where the network does not; what it holds is named at its head."""
    held = [reverse("without-signal"), *map(static, FILES)]
    source = (assets.BUILT / assets.version() / "js" / "worker.js").read_text(encoding="utf-8")
    answer = HttpResponse(f"const HELD = {json.dumps(held)};\n{source}", content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


@signed_in("POST")
def key(request: HttpRequest) -> HttpResponse:
    """The key for a grant that the device holds, or a new one, for whoever writes on cases. Nothing of it is kept."""
    if not request.viewer.reach(Permission.WRITE_RECORD):
        raise NotAllowed("You do not write on cases, so nothing is kept for you on a device.")
    grant = request.POST.get("grant", "")
    try:
        given = key_of(grant, request.viewer, request.now) if grant else new_key(request.viewer, request.now)
    except NoKey:
        return JsonResponse(
            {"says": "What was kept under this key cannot be read any more: it is too old."}, status=GONE
        )
    return JsonResponse(asdict(given))
