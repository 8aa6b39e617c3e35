"""The prepared town is fit to find leaks by: whatever is written of a case has its word, and every kind of row is there."""

import pytest
from django.apps import apps
from django.db import models

from plimsoll.records.tenancy import Code
from tests.matrix.canaries import BEGINNING
from tests.matrix.town import Town

pytestmark = pytest.mark.django_db
OF_A_CASE = {"case", "child", "household", "appointment"}
# Texts that nobody wrote of a child: numbers, digests, kinds of file, keys of rules.
NO_WORDS = {"digest", "media_type", "timescale", "nhs_number", "upn", "which"}
OF_A_KEY = {"importmatter.name", "postponement.duty", "clockchange.duty", "toolscore.tool"}
# Made by the tests of their own pages: with a row of them, other pages would open, or close, for people of the town.
OF_THEIR_OWN = {
    "accessrequest", "addressprotection", "copydecision", "disputenote", "emergencyopening", "keptlonger", "legalhold",
    "removalask",
}  # fmt: skip


def _hang_on_a_case() -> set[str]:
    """Tables whose rows hang on a case, a child or a household."""
    return {
        model._meta.model_name
        for model in apps.get_app_config("records").get_models()
        if model._meta.model_name not in OF_THEIR_OWN
        and (
            model._meta.model_name in OF_A_CASE
            or any(
                field.name in ("case", "child", "household") for field in model._meta.local_fields if field.is_relation
            )
        )
    }


def test_every_table_of_a_case_has_rows(town: Town) -> None:
    assert _hang_on_a_case() - {row._meta.model_name for row in town.made} == set()


def test_every_text_of_a_case_has_its_word(town: Town) -> None:
    without = {
        f"{row._meta.model_name}.{field.name}"
        for row in town.made
        for field in row._meta.local_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, Code)
        and field.name not in NO_WORDS
        and f"{row._meta.model_name}.{field.name}" not in OF_A_KEY
        and getattr(row, field.name)  # nothing, where it is protected and stands elsewhere
        and BEGINNING not in getattr(row, field.name).lower()
    }

    assert without == set()


def test_every_text_is_filled_somewhere(town: Town) -> None:
    filled = {
        (row._meta.model_name, field.name)
        for row in town.made
        for field in row._meta.local_fields
        if getattr(row, field.attname) not in (None, "")
    }
    empty = {
        f"{name}.{field.name}"
        for name in _hang_on_a_case()
        for field in apps.get_model("records", name)._meta.local_fields
        if isinstance(field, models.CharField | models.TextField)
        and field.name not in NO_WORDS
        and (name, field.name) not in filled
    }

    assert empty == set()
