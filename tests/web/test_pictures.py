"""The picture of a load says what its figure says."""

import re

import pytest

from plimsoll.web.pictures import BULWARK, DECK, KEEL, LINE, WIDTH, LoadLine, Part, draw, half_width, height_of


def load(points: int, available: int | None, *parts: Part) -> LoadLine:
    return LoadLine("Ann", "figure", points, available, parts)


def ys(path: str) -> list[float]:
    """Heights of the corners of a hull or a part of it."""
    return [float(y) for y in re.findall(r"[ML][\d.]+ ([\d.]+)", path)]


def test_water_stands_at_the_line_where_load_and_capacity_are_equal() -> None:
    assert height_of(1.0) == LINE
    assert draw(load(2800, 2800)).surface.startswith(f"M0 {LINE:g}")


def test_more_load_is_higher_water_until_the_hull_is_awash() -> None:
    levels = [height_of(share / 10) for share in range(30)]

    assert levels[:15] == sorted(set(levels[:15]), reverse=True)
    assert min(levels) < BULWARK
    assert len(set(levels[15:])) == 1


@pytest.mark.parametrize(("points", "over"), [(2799, False), (2800, False), (2801, True)])
def test_only_above_the_line_is_over(points: int, over: bool) -> None:
    assert load(points, 2800).over is over
    assert bool(draw(load(points, 2800)).over) is over


def test_parts_lie_on_each_other_from_the_keel_to_the_water_by_their_size() -> None:
    strata = draw(load(2000, 2500, Part("a", "15", 1500), Part("b", "5", 500))).strata
    (a_top, a_foot), (b_top, b_foot) = [(min(ys(each.outline)), max(ys(each.outline))) for each in strata]

    assert (a_foot, b_top) == (KEEL, round(height_of(0.8), 1))
    assert a_top == b_foot
    assert a_foot - a_top == pytest.approx(3 * (b_foot - b_top), abs=0.3)


def test_a_load_above_the_deck_stays_inside_the_hull() -> None:
    assert min(ys(draw(load(9000, 2800, Part("a", "90", 9000))).strata[0].outline)) == DECK


def test_parts_without_load_are_left_out_and_a_load_without_parts_is_one() -> None:
    assert [each.part.label for each in draw(load(100, 200, Part("a", "0", 0), Part("b", "1", 100))).strata] == ["b"]
    assert [each.part.label for each in draw(load(100, 200)).strata] == ["figure"]


def test_a_stratum_too_thin_for_its_number_has_none() -> None:
    strata = draw(load(2800, 2800, Part("a", "27", 2700), Part("b", "1", 100))).strata

    assert [each.label_y is None for each in strata] == [False, True]


@pytest.mark.parametrize(("points", "available"), [(1400, None), (0, 0)])
def test_no_water_where_nobody_can_say_how_high(points: int, available: int | None) -> None:
    drawing = draw(load(points, available))

    assert (drawing.water, drawing.strata) == ("", ())


def test_load_without_any_capacity_is_awash() -> None:
    assert load(100, 0).over


def test_the_hull_is_even_and_within_the_picture() -> None:
    widths = [half_width(y) for y in range(int(BULWARK), int(KEEL))]

    assert widths == sorted(widths, reverse=True)
    assert max(widths) < WIDTH / 2
