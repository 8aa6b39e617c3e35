"""What all forms have in common."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting

from plimsoll.web.forms.fields import Day
from plimsoll.web.parts import Fault
from plimsoll.web.times import LONDON


class Form(forms.Form):
    """A form at a moment. Its macro, `form(form, act, button)` in components/form.jinja, draws all of it."""

    default_renderer = TemplatesSetting()

    def __init__(self, *given: Any, as_at: datetime, **rest: Any) -> None:
        rest.setdefault("auto_id", "%s")
        super().__init__(*given, **rest)
        for field in self.fields.values():
            if isinstance(field, Day):
                field.today = as_at.astimezone(LONDON).date()

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Everything that is wrong, in the order of the fields, what concerns no field last."""
        if not self.is_bound:
            return ()
        at_fields = [Fault(text, bound.auto_id) for bound in self for text in bound.errors]
        return (*at_fields, *(Fault(text) for text in self.non_field_errors()))

    def add_faults(self, faults: Mapping[str, str]) -> None:
        """What an action refused, each at the field it names; what concerns none that is shown, over all of them."""
        for name, said in faults.items():
            shown = name in self.fields and not self.fields[name].widget.is_hidden
            self.add_error(name if shown else None, said)
