"""The generated pages say what the data says."""

import pytest

from tests.house.reference_pages import REFERENCE, pages


@pytest.mark.parametrize("name", pages())
def test_page_is_up_to_date(name: str) -> None:
    assert (REFERENCE / name).read_text(encoding="utf-8") == pages()[name], "run `make docs`"
