"""The first steps of an organisation."""

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from plimsoll.actions import account
from plimsoll.actions.cases import Refused
from plimsoll.actions.organisation import begin_first_organisation
from plimsoll.config.keys import fits
from plimsoll.core.access import NotAllowed
from plimsoll.core.calendar import Nation
from plimsoll.queries.access import has_organisation
from plimsoll.web.account.views import begin_session
from plimsoll.web.middleware.methods import takes
from plimsoll.web.middleware.records import origin
from plimsoll.web.set_up.forms import Begin
from plimsoll.web.set_up.page import begin_page
from plimsoll.web.show import show

NO_KEY = "This link cannot be used. It works until there is an organisation here, or until Plimsoll is started again."


@takes("GET", "POST")
def begin(request: HttpRequest) -> HttpResponse:
    """The first organisation of a database, for whoever has the key that the server said at its start."""
    key = (request.POST if request.method == "POST" else request.GET).get("key", "")
    if not fits(key, settings.SET_UP_DIGEST) or has_organisation():
        raise NotAllowed(NO_KEY)
    form = Begin(request.POST or None, as_at=request.now, initial={"key": key})
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            with transaction.atomic():
                viewer = begin_first_organisation(
                    name=said["name"],
                    administrator=said["administrator"],
                    nation=Nation(said["nation"]),
                    at=request.now,
                    origin=origin(request),
                )
                begin_session(request, viewer.org, viewer.worker, account.How.FIRST)
            return redirect("home")
        except Refused as refusal:
            for field, sentence in refusal.faults.items():
                form.add_error(field, sentence)
    answer = show(request, "set_up/form.jinja", begin_page(form, request.path), status=422 if form.is_bound else 200)
    answer["Cache-Control"] = "no-store"
    return answer
