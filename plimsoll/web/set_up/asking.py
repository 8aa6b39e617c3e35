"""A form of the first steps: asked until it is whole, then done, and told on the page that follows."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from plimsoll.actions.cases import Refused
from plimsoll.web.done import Done
from plimsoll.web.set_up.page import FormPage
from plimsoll.web.show import show


def ask(
    request: HttpRequest,
    page: FormPage,
    do: Callable[[dict[str, Any]], Any],
    *,
    then: str,
    done: Done,
    template: str = "set_up/form.jinja",
) -> HttpResponse:
    """Does it, where the form is whole, and goes on to `then`; else the form, with everything that is wrong. What `do`
    answers stands in the address of the page that follows: how many, as `counts` writes it."""
    form = page.form
    if form.is_bound and form.is_valid():
        try:
            more = do(form.cleaned_data)
        except Refused as refusal:
            form.add_faults(refusal.faults)
        else:
            return redirect(f"{then}?done={done.value}{f'&{more}' if isinstance(more, str) else ''}")
    return show(request, template, page, status=422 if form.is_bound else 200)
