"""Every table says whether it goes into a copy of a child's record."""

import pytest
from django.apps import apps

from plimsoll.queries.copies.declared import DECLARED, GOING, SECTIONS

MODELS = sorted(apps.get_app_config("records").get_models(), key=lambda model: model.__name__)


def test_every_table_goes_into_a_copy_or_stays_out_with_the_reason():
    assert [model.__name__ for model in MODELS if model not in DECLARED] == []
    assert [model.__name__ for model in DECLARED if model not in MODELS] == []


@pytest.mark.parametrize("model", GOING, ids=lambda model: model.__name__)
def test_what_goes_into_a_copy_is_declared_with_fields_that_are_there(model):
    part, fields = GOING[model], {one.name for one in model._meta.concrete_fields}

    assert part.section in SECTIONS
    assert ({part.order} if part.order else set()) | part.leave <= fields
