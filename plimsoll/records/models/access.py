"""Who signs in."""

from typing import ClassVar
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower


class User(AbstractBaseUser):
    """A person who may sign in, in one organisation or several; true until made inactive.

    It is read before anyone is signed in, so it belongs to no organisation and says nothing but who signs in: what a
    person is there stands in `Worker`.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.EmailField()
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    objects: ClassVar[BaseUserManager["User"]] = BaseUserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_one_per_email")]

    def __str__(self) -> str:
        return self.email
