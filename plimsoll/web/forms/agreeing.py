"""Agreeing to what somebody asked for, or not."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms

from plimsoll.actions.cases import LONGEST_WHY
from plimsoll.web.forms.fields import Choice, LongText
from plimsoll.web.forms.form import Form

AGREE, NOT = "AGREE", "NOT"


class Agreeing(Form):
    """Whether somebody with authority agrees, and why. What was read goes with the answer: something decided meanwhile is
    not signed unread."""

    read = forms.UUIDField(widget=forms.HiddenInput)
    decision = Choice(label="Do you agree?", choices=[], missing="Say whether you agree")
    why = LongText(
        label="Why?",
        help_text="The child and the family may read this one day.",
        missing="Say why",
        most=LONGEST_WHY,
        rows=3,
    )

    def __init__(self, *given: Any, about: UUID, yes: str, no: str, as_at: datetime, **rest: Any) -> None:
        super().__init__(*given, as_at=as_at, initial={"read": about}, **rest)
        self.about = about
        self.fields["decision"].choices = [(AGREE, yes), (NOT, no)]

    def clean(self) -> dict[str, Any]:
        """Refuses an answer about something else than what stands on the page now, and asks anew about that."""
        if self.cleaned_data.get("read") != self.about:
            self.add_error(
                None, "This was decided anew since you opened the page. Read what stands here now, then answer."
            )
            self.data = {**self.data.dict(), "read": str(self.about), "decision": ""}
        return self.cleaned_data

    @property
    def agrees(self) -> bool:
        """What was answered, once it is sound."""
        return bool(self.cleaned_data["decision"] == AGREE)
