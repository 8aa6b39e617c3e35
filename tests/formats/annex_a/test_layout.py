"""`lists.toml` is consistent and covers the lists."""

import re

from plimsoll.formats.annex_a.layout import layout


def test_all_lists_and_the_width_ofsted_gave_them() -> None:
    widths = {number: len(entry.columns) for number, entry in layout().lists.items()}

    assert widths == {1: 7, 2: 8, 3: 11, 4: 12, 5: 14, 6: 14, 7: 17, 8: 34, 9: 17, 10: 16, 11: 19}


def test_no_header_stands_for_two_columns_of_a_list() -> None:
    for entry in layout().lists.values():
        headers = [header for column in entry.columns for header in column.headers]
        assert sorted(headers) == sorted(set(headers))


def test_flags_name_columns_of_their_list() -> None:
    for entry in layout().lists.values():
        keys = {column.key for column in entry.columns}
        assert entry.required | entry.may_lack <= keys
        assert all(re.fullmatch("[a-z0-9_]+", key) for key in keys)


def test_every_spelling_leads_to_its_code() -> None:
    sets = {id(column.codes): column.codes for entry in layout().lists.values() for column in entry.columns}
    for codes in sets.values():
        if codes is not None:
            for code in set(codes.spellings.values()):
                assert codes.code(code) == code
