"""Who signs in, and the links that let somebody in once."""

from datetime import timedelta
from typing import ClassVar
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from plimsoll.records.tenancy import Tenant, Within, in_order


class User(AbstractBaseUser):
    """A person who may sign in, in one organisation or several; true until made inactive.

    It is read before anyone is signed in, so it belongs to no organisation and says nothing but who signs in: what a
    person is there stands in `Worker`. Their second factors and sessions are tables of allauth's, which point here.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.EmailField()
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    # Whom they are at the organisation's own provider, where they signed in there: its address, and its name for them.
    issuer = models.CharField(max_length=300, default="", db_default="")
    subject = models.CharField(max_length=255, default="", db_default="")

    objects: ClassVar[BaseUserManager["User"]] = BaseUserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_one_per_email"),
            models.UniqueConstraint(
                fields=["issuer", "subject"], condition=~models.Q(subject=""), name="user_one_per_subject"
            ),
            models.CheckConstraint(
                condition=models.Q(issuer="", subject="") | (~models.Q(issuer="") & ~models.Q(subject="")),
                name="user_issuer_names_subject",
            ),
        ]

    def __str__(self) -> str:
        return self.email


LONGEST_LINK = timedelta(minutes=30)
LONGEST_INVITATION = timedelta(days=7)


class SignInLink(Tenant):
    """A link that signs one worker in, once, until it expires. The key in it is not kept, only its digest. One that
    `invites` signs nobody in as it is: whoever opens it settles how they sign in. One that has `ended_at` is worth nothing,
    whether it was used or not: its worker was given a new way in.

    A link is made by whoever runs the server, or from a page by a function of the database, and used up by another: it is
    asked before any organisation is known, and the web role may neither read nor write the table.
    """

    worker = Within("records.Worker")
    digest = models.CharField(max_length=64)  # SHA-256 of the key, in hexadecimal
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    invites = models.BooleanField(default=False, db_default=False)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            in_order("signinlink_made_before_expires", "made_at", "expires_at"),
            # Whoever could write a row all the same could not make a way in that stays.
            models.CheckConstraint(
                condition=models.Q(expires_at__lte=models.F("made_at") + LONGEST_LINK)
                | models.Q(invites=True, expires_at__lte=models.F("made_at") + LONGEST_INVITATION),
                name="signinlink_expires_soon",
            ),
            # Asked before any organisation is known, so it cannot begin with one.
            models.UniqueConstraint(fields=["digest"], name="signinlink_one_per_digest"),
        ]
