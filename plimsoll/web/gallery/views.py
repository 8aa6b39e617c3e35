"""The gallery's pages: one with all components, and pages that are hard to meet elsewhere."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string

from plimsoll.web import errors
from plimsoll.web.account.page import no_way_in, sign_in
from plimsoll.web.gallery import exchange, samples
from plimsoll.web.gallery.exchange import EXCHANGE
from plimsoll.web.gallery.forms import Everything
from plimsoll.web.gallery.page import Colleague, Components, Work
from plimsoll.web.middleware.methods import takes
from plimsoll.web.parts import Link
from plimsoll.web.pictures import draw
from plimsoll.web.shell import Search, Shell, shell
from plimsoll.web.show import show

FAULTY = {"when": "32 Nov", "what": "", "kind": "", "seen": ["moon"], "where": "", "words": "x" * 130}


def frame(request: HttpRequest) -> Shell:
    """A frame with everything in it, as a worker of an invented town sees it."""
    here = request.path
    places = (
        ("My caseload", "work"),
        ("Today", "today"),
        ("My week", "week"),
        ("Supervision", "empty"),
        ("Review", "failed"),
    )
    return replace(
        shell(request),
        name="Amara Okonkwo",
        roles="practitioner, learner",
        organisation="Saltmarsh Children's Services",
        invented=True,
        navigation=tuple(Link(text, f"{samples.HERE}pages/{name}", here.endswith(name)) for text, name in places),
        search=Search(samples.HERE),
        menu=(Link("Notices", samples.HERE), Link("Your account", samples.HERE)),
        sign_out=samples.HERE,
        home=samples.HERE,
    )


@takes("GET")
def components(request: HttpRequest) -> HttpResponse:
    """Every component in every state."""
    colleagues = tuple(Colleague(load.whose, samples.HERE, "19 cases", draw(load)) for load in samples.LOADS.values())
    form, faulty = Everything(as_at=samples.AS_AT), Everything(FAULTY, as_at=samples.AS_AT)
    unpictured = Colleague("Ada Fenwick", samples.HERE, "0 cases", None, "load not shown to you")
    page = Components("Gallery", form, faulty, (*colleagues, unpictured))
    context = {"page": page, "shell": frame(request), "samples": samples, "exchange": exchange}
    return HttpResponse(render_to_string("gallery/components.jinja", context, request=request))


@takes("GET")
def page(request: HttpRequest, name: str) -> HttpResponse:
    """One page as people would meet it."""
    match name:
        case "sign-in":
            words = request.GET.get("words", "")
            filled = sign_in("Saltmarsh", samples.TEAMS, words=words, action=request.path, next_page="/")
            return show(request, "account/sign_in.jinja", filled)
        case "no-way-in":
            return show(request, "account/no_way_in.jinja", no_way_in())
        case "bad-request":
            return errors.bad_request(request, ValueError())
        case "forbidden":
            return errors.forbidden(request, ValueError())
        case "not-found":
            return errors.not_found(request, Http404())
        case "forged":
            return errors.forged(request)
        case "not-taken":
            return errors.not_taken(request, ["GET"])
        case "server-error":
            return errors.server_error(request)
        case "unavailable":
            return errors.unavailable(request)
        case "work" | "today" | "empty" | "failed" | "stale" | "loading" | "form":
            return _work(request, name)
    if name in EXCHANGE:
        template, draw_page = EXCHANGE[name]
        return HttpResponse(render_to_string(template, {"page": draw_page(), "shell": frame(request)}, request=request))
    raise Http404


def _work(request: HttpRequest, name: str) -> HttpResponse:
    """The page of a caseload, in one of its states."""
    page = Work(
        "Record a visit" if name == "form" else "Monday 23 November",
        name,
        samples.LOADS["over the line"],
        Everything(FAULTY, as_at=samples.AS_AT),
        crumbs=(Link("My caseload", samples.HERE),) if name == "form" else (),
        back=Link("Review", samples.HERE) if name == "failed" else None,
        notices=samples.NOTICES[:1] if name == "work" else (),
    )
    context = {"page": page, "shell": frame(request), "samples": samples}
    return HttpResponse(render_to_string("gallery/work.jinja", context, request=request))
