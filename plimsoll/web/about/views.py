"""Pages about Plimsoll itself."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from plimsoll.web.middleware.methods import takes
from plimsoll.web.page import Page
from plimsoll.web.show import show
from plimsoll.web.theme import keep, read


@takes("GET")
def accessibility(request: HttpRequest) -> HttpResponse:
    """For whom the pages work, and what to do where they do not."""
    return show(request, "about/accessibility.jinja", Page("Accessibility of Plimsoll"))


@takes("POST")
def theme(request: HttpRequest) -> HttpResponse:
    """Keeps a choice of theme in the browser, and leads back to where it was made. A choice we do not know is none."""
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    answer = HttpResponseRedirect(back if safe else "/")
    if (wanted := read(request.POST.get("theme", ""))) is not None:
        keep(answer, wanted)
    return answer
