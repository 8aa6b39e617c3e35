"""What somebody has seen of what they are told, and of which kinds they want to be told nothing. What there is to tell is
worked out from the records each time, so that nothing of it can be lost."""

from django.db import models
from django.db.models import Q

from plimsoll.core.terms import NoticeKind
from plimsoll.records.tenancy import Code, Tenant, Within


class NoticeSeen(Tenant):
    """A worker has opened one thing that they are told of. A row is never changed: something else is told anew."""

    worker = Within("records.Worker")
    kind = Code(NoticeKind)
    about = models.UUIDField()  # the row that it is about: an event, a piece of news, a spell, an absence, a review
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["org", "worker", "kind", "about"], name="noticeseen_once"),
        ]


class NoticeChoice(Tenant):
    """Whether a worker is told of one kind of thing, until they choose otherwise. What must be done now is always told."""

    worker = Within("records.Worker")
    kind = Code(NoticeKind)
    told = models.BooleanField()
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["org", "worker", "kind"], name="noticechoice_one_a_kind"),
            models.CheckConstraint(
                condition=~Q(kind=NoticeKind.ACT_NOW.value, told=False), name="noticechoice_act_now_is_told"
            ),
        ]
